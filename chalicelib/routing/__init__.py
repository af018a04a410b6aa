"""Queues that hand out, and what they promise. Deciding is pure (deciding.py)."""
