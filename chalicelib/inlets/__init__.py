"""Inbound webhooks: a call becomes a contact, a conversation and a message (taking.py)."""
