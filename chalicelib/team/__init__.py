"""Colleagues' own rooms, and an administrator's broadcasts."""
