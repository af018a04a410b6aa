"""Visitors of websites: who they are, where they came from, what they look at now."""
