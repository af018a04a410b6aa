"""Providers, one folder each: verify, parse, render, limits (base.py), and no calls of theirs."""
