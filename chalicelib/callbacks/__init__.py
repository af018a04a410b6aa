"""A visitor asks to be called: ringing at agents, calling, what came of it."""
