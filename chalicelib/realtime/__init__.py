"""Sockets: who sees what (plan.py), pushing, presence."""
