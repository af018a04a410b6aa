"""Working hours, holidays, and arithmetic in working time (engine.py)."""
