"""Providers, one folder each: verify, parse, render, limits (base.py). Nothing here calls anybody."""
