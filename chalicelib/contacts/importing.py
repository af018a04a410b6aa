"""Contacts from a CSV file: previewed at once, imported in the background, step by step.

A step that is done again makes nothing twice: a new contact's id comes from the job and the row,
and what a row was counted as does not change by repeating it.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.contacts import columns, handles, sheet
from chalicelib.contacts import service as contacts
from chalicelib.contacts.columns import EXTERNAL_ID, TAGS, Draft, Refused
from chalicelib.contacts.handles import HandlePorts
from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactPorts
from chalicelib.jobs.model import Job
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, ContactId, derived_id
from chalicelib.tags.model import Tagging

MIME = "text/csv"
ROWS_A_STEP = 100
SAMPLES = 20  # refusals that the job itself tells
SHOWN = 3  # values of a column in the preview


@dataclass(frozen=True, slots=True)
class ImportPorts:
    """fetch, put: files of the bucket; fetch raises NotFound. tagging: account, names of tags;
    makes those that there are not; raises InvalidInput if there are too many."""

    contacts: ContactPorts
    handles: HandlePorts
    fetch: Callable[[str], bytes]
    put: Callable[[str, bytes, str], None]
    clock: Callable[[], datetime]
    tagging: Callable[[str, Sequence[str]], Tagging]


def folder(account_id: str) -> str:
    return f"jobs/{account_id}"


def new_key(account_id: str) -> str:
    return f"{folder(account_id)}/uploads/{secrets.token_urlsafe(16)}"


def checked_size(size: int) -> int:
    """Raises InvalidInput (size)."""
    if size > sheet.MAX_BYTES:
        raise InvalidInput("at most 10 MB", field="size")
    return size


def own_key(account_id: str, key: str) -> str:
    """Raises NotFound: another account's file is none."""
    parts = key.split("/")
    if len(parts) != 4 or parts[:3] != ["jobs", account_id, "uploads"] or ".." in parts[3]:
        raise NotFound("no such file")
    return key


def preview(fetch: Callable[[str], bytes], *, account_id: str, key: str) -> dict[str, Any]:
    """As `wire.contacts.ImportPreview`. Raises InvalidInput (file) or NotFound."""
    found = sheet.read(fetch(own_key(account_id, key)))
    return {
        "columns": [
            {"header": header, "field": field, "samples": _samples(found, place)}
            for place, (header, field) in enumerate(
                zip(found.headers, columns.guess(found.headers), strict=True)
            )
        ],
        "rows": len(found.rows),
    }


def _samples(found: sheet.Sheet, place: int) -> list[str]:
    values = (row[place][:80] for row in found.rows if row[place])
    return [value for value, _ in zip(values, range(SHOWN), strict=False)]


def job(
    fetch: Callable[[str], bytes],
    *,
    account_id: str,
    agent_id: str,
    client_id: str,
    now: datetime,
    key: str,
    fields: Sequence[str],
    on_duplicate: str,
    region: str,
) -> Job:
    """The same client_id gives the same job. Raises InvalidInput (file, fields) or NotFound."""
    found = sheet.read(fetch(own_key(account_id, key)))
    columns.check(fields, len(found.headers))
    return Job(
        id=derived_id(account_id, "import", agent_id, client_id),
        account_id=account_id,
        kind="import",
        agent_id=agent_id,
        created_at=now,
        total=len(found.rows),
        given={
            "key": key,
            "fields": list(fields),
            "on_duplicate": on_duplicate,
            "region": region,
        },
    )


def step(p: ImportPorts, before: Job) -> Job:
    """The next rows; at the end, the report of what was refused."""
    try:
        found = sheet.read(p.fetch(before.given["key"]))
        columns.check(before.given["fields"], len(found.headers))
    except (InvalidInput, NotFound):
        return before.failed("unreadable")
    stop = min(before.at + ROWS_A_STEP, len(found.rows))
    counts: Counter[str] = Counter()
    refused: list[dict[str, str]] = []
    for place in range(before.at, stop):
        try:
            counts[_row(p, before, found.rows[place], place)] += 1
        except Refused as problem:
            counts["refused"] += 1
            refused.append(
                {"row": str(found.numbers[place]), "place": str(place)}
                | {"field": problem.field, "why": problem.code}
            )
    if refused:
        p.put(_part(before, before.at), json.dumps(refused).encode(), "application/json")
    samples = [*before.found.get("samples", ()), *refused][:SAMPLES]
    parts = [*before.found.get("parts", ()), *([before.at] if refused else [])]
    after = replace(
        before.counted(counts),
        at=stop,
        total=len(found.rows),
        found={**before.found, "samples": samples, "parts": parts},
    )
    return _finished(p, after, found) if stop == len(found.rows) else after


def _row(p: ImportPorts, job: Job, cells: tuple[str, ...], place: int) -> str:
    """What was done: created, updated or skipped. Raises Refused."""
    said = columns.draft(job.given["fields"], cells, job.given.get("region", ""))
    new_id = derived_id(job.account_id, job.id, str(place))
    wanted = handles.handles_of(said.email, said.phone, said.attributes.get(EXTERNAL_ID, ""))
    known = handles.known(p.handles, job.account_id, wanted)
    known_already = known and all(each.id != new_id for each in known)
    if known_already and job.given.get("on_duplicate") == "skip":
        return "skipped"
    tags = _tags(p, job.account_id, said)
    if known_already:
        _update(p, known[0], said, tags)
        return "updated"
    made = contacts.reachable(p.contacts, contact=_contact(p, job, said, new_id, tags))
    for handle in handles.handles_of(contact=made):
        p.handles.store.put(job.account_id, handle, made.id)
    return "created"


def _tags(p: ImportPorts, account_id: str, said: Draft) -> Tagging | None:
    """Raises Refused."""
    if not said.tags:
        return None
    try:
        return p.tagging(account_id, said.tags)
    except InvalidInput as problem:
        raise Refused(TAGS, "too_many") from problem


def _update(p: ImportPorts, known: Contact, said: Draft, tags: Tagging | None) -> None:
    texts: dict[str, Any] = {
        name: text
        for name in ("name", "email", "description", "phone")
        if (text := getattr(said, name))
    }
    try:
        contacts.change(
            p.contacts,
            account_id=known.account_id,
            contact_id=known.id,
            **texts,
            attributes=dict(said.attributes) or None,
            tags=tags,
            vouched=True,
        )
    except InvalidInput as problem:
        field = TAGS if problem.field == "add_tags" else problem.field or ""
        raise Refused(field, "too_many") from problem
    changed = contacts.get(p.contacts, account_id=known.account_id, contact_id=known.id)
    handles.remember(p.handles, changed)


def _contact(p: ImportPorts, job: Job, said: Draft, id: str, tags: Tagging | None) -> Contact:
    return Contact(
        id=ContactId(id),
        account_id=AccountId(job.account_id),
        created_at=p.clock(),
        name=said.name,
        email=said.email,
        phone=said.phone,
        description=said.description,
        attributes=said.attributes,
        tags=tags.add if tags else (),
    )


def _part(job: Job, at: int) -> str:
    return f"{folder(job.account_id)}/{job.id}/refused-{at:06d}.json"


def _finished(p: ImportPorts, job: Job, found: sheet.Sheet) -> Job:
    """The report: the refused rows as they were, with the reason before them."""
    refused = [each for at in job.found["parts"] for each in json.loads(p.fetch(_part(job, at)))]
    if not refused:
        return job.done()
    rows = [["row", "field", "reason", *found.headers]]
    rows += [
        [each["row"], each["field"], each["why"], *found.rows[int(each["place"])]]
        for each in refused
    ]
    key = f"{folder(job.account_id)}/{job.id}/refused.csv"
    p.put(key, sheet.written(rows), "text/csv")
    return job.done(report=key)
