"""Providers, a folder each: verify, parse, render, limits (base.py). Nothing here calls anybody."""
