"""The index of what was said and of who is known."""
