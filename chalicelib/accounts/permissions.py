"""What each role may do: the one table of it. Pure.

Every door asks `require` (or one of the two names for it in `service`) before it opens; the table
of docs/people.md is this one in words, and tests/app/test_api_roles.py walks every route with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from chalicelib.accounts.model import MAY_ADMINISTER, Agent, Role
from chalicelib.shared.errors import Forbidden


class Permission(StrEnum):
    """answer: conversations, contacts, callbacks, the team, one's own things.
    oversee: reports, the live board, answers to surveys, what colleagues are at.
    administer: settings, people, channels, flows, imports.
    protect: the audit log, retention, what is known of one contact taken out or erased.
    own: making and unmaking owners, all that cannot be undone for the account."""

    ANSWER = "answer"
    OVERSEE = "oversee"
    ADMINISTER = "administer"
    PROTECT = "protect"
    OWN = "own"


ALLOWED: Mapping[Permission, frozenset[Role]] = {
    Permission.ANSWER: frozenset(Role),
    Permission.OVERSEE: MAY_ADMINISTER | {Role.SUPERVISOR},
    Permission.ADMINISTER: MAY_ADMINISTER,
    Permission.PROTECT: MAY_ADMINISTER,
    Permission.OWN: frozenset({Role.OWNER}),
}

_WORDS: Mapping[Permission, str] = {
    Permission.ANSWER: "this is not for you",
    Permission.OVERSEE: "only a supervisor, an administrator or an owner may do this",
    Permission.ADMINISTER: "only an owner or an administrator may do this",
    Permission.PROTECT: "only an owner or an administrator may do this",
    Permission.OWN: "only an owner may do this",
}


def may(role: Role, permission: Permission) -> bool:
    return role in ALLOWED[permission]


def require(agent: Agent, permission: Permission) -> None:
    """Raises Forbidden."""
    if not may(agent.role, permission):
        raise Forbidden(_WORDS[permission])
