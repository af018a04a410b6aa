"""Two contacts that are one person become one contact.

The one that stays takes what it lacks and what is chosen; the other one says whose part it is, and
its conversations, notes and files follow, in the background. Every step can be done again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.contacts import service
from chalicelib.contacts.model import MAX_ATTRIBUTES, Contact
from chalicelib.contacts.service import ContactPorts
from chalicelib.jobs.model import Job
from chalicelib.shared.errors import Conflict, InvalidInput
from chalicelib.shared.ids import derived_id

FIELDS = ("name", "email", "phone", "description")


@dataclass(frozen=True, slots=True)
class MergePorts:
    """move: account, from, to, name; moves some conversations and answers how many, 0 when none is
    left. carry: account, from, to; the same for notes and files. block: account, contact, blocked;
    wherever he has written."""

    contacts: ContactPorts
    move: Callable[[str, str, str, str], int]
    carry: Callable[[str, str, str], int]
    block: Callable[[str, str, bool], None]


def job(
    p: MergePorts,
    *,
    account_id: str,
    agent_id: str,
    contact_id: str,
    other_id: str,
    theirs: Sequence[str],
    now: datetime,
) -> Job:
    """Raises InvalidInput (other_id), NotFound, or Conflict if one of them is merged already."""
    if contact_id == other_id:
        raise InvalidInput("choose another contact", field="other_id")
    stays = service.get(p.contacts, account_id=account_id, contact_id=contact_id)
    other = service.get(p.contacts, account_id=account_id, contact_id=other_id)
    if stays.merged_into or other.merged_into not in ("", contact_id):
        raise Conflict("one of them is part of another contact already", field="other_id")
    return Job(
        id=derived_id(account_id, "merge", contact_id, other_id),
        account_id=account_id,
        kind="merge",
        agent_id=agent_id,
        created_at=now,
        given={"contact_id": contact_id, "other_id": other_id, "theirs": sorted(theirs)},
    )


def step(p: MergePorts, before: Job) -> Job:
    """First the two contacts, then the conversations, then what stands beside, some at a time."""
    account, given = before.account_id, before.given
    other = service.get(p.contacts, account_id=account, contact_id=given["other_id"])
    stays = service.changed(
        p.contacts, account, given["contact_id"], lambda it: merged(it, other, given["theirs"])
    )
    if other.merged_into != stays.id:
        service.changed(p.contacts, account, other.id, lambda it: replace(it, merged_into=stays.id))
        stays = service.get(p.contacts, account_id=account, contact_id=stays.id)
    if stays.merged_into == other.id:
        return _turned(p, before, stays.id, other.id)
    if p.move(account, other.id, stays.id, stays.name) or p.carry(account, other.id, stays.id):
        return replace(before, at=before.at + 1)
    p.contacts.renamed(account, stays.id, stays.name)
    if stays.blocked:
        p.block(account, stays.id, True)
    further = service.get(p.contacts, account_id=account, contact_id=stays.id).merged_into
    passed = [*given.get("passed", ()), other.id]
    if further and further not in passed:
        # It became part of a third meanwhile. That merge may have ended before all of this came.
        given = {"contact_id": further, "other_id": stays.id, "theirs": [], "passed": passed}
        return replace(before, given=given, at=before.at + 1)
    return before.done()


def _turned(p: MergePorts, before: Job, one_id: str, other_id: str) -> Job:
    """Somebody merges the same two the other way round. Each of them part of the other would leave
    nobody: the one of the lower id stays, whichever of the two jobs comes first."""
    lower, higher = sorted((one_id, other_id))
    service.changed(p.contacts, before.account_id, lower, lambda it: replace(it, merged_into=""))
    given = {"contact_id": lower, "other_id": higher, "theirs": []}
    return replace(before, given=given, at=before.at + 1)


def merged(stays: Contact, other: Contact, theirs: Sequence[str]) -> Contact:
    """What the contact that stays is then: its own words, or the other's where it has none or where
    `theirs` names the field; of attributes its own, and the other's; all tags; the earlier
    beginning. Who was blocked stays blocked. Doing it twice changes nothing."""
    texts = {
        name: getattr(other, name)
        for name in FIELDS
        if getattr(other, name) and (name in theirs or not getattr(stays, name))
    }
    attributes = {**other.attributes, **stays.attributes}
    return replace(
        stays,
        **texts,
        attributes=dict(list(attributes.items())[:MAX_ATTRIBUTES]),
        tags=tuple(dict.fromkeys((*stays.tags, *other.tags))),
        blocked=stays.blocked or other.blocked,
        created_at=min(stays.created_at, other.created_at),
        language=stays.language or other.language,
        photo_key=stays.photo_key or other.photo_key,
    )
