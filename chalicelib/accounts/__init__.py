"""Accounts, their people, queues and channels; who may do what (permissions.py)."""
