"""Imports every file that registers operations, in the order in which they are documented."""

from chalicelib.entry.v1 import (
    automation,
    callbacks,
    catalogues,
    contacts,
    conversations,
    finding,
    jobs,
    ledgers,
    messages,
    reactions,
    reports,
    schedules,
    settings,
)

__all__ = [
    "automation",
    "callbacks",
    "catalogues",
    "contacts",
    "conversations",
    "finding",
    "jobs",
    "ledgers",
    "messages",
    "reactions",
    "reports",
    "schedules",
    "settings",
]
