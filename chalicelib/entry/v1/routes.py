"""Imports every file that registers operations, in the order in which they are documented."""

from chalicelib.entry.v1 import (
    automation,
    catalogues,
    contacts,
    conversations,
    finding,
    messages,
    reactions,
    schedules,
    settings,
)

__all__ = [
    "automation",
    "catalogues",
    "contacts",
    "conversations",
    "finding",
    "messages",
    "reactions",
    "schedules",
    "settings",
]
