"""Threads become facts (folding.py), facts become counters (counting.py), counters become answers
(asking.py)."""
