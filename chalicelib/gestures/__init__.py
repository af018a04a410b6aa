"""Told to providers in passing: that the team has read, or types."""
