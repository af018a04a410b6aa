"""Sending one message, or one reaction, to its provider."""
