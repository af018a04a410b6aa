"""The kinds of node: each one file, and one line in `registry.py`."""
