"""All contacts as one CSV file, made in the background: a page of contacts a step."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from chalicelib.contacts import sheet
from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.importing import folder
from chalicelib.contacts.model import Contact
from chalicelib.jobs.model import Job
from chalicelib.shared.ids import derived_id

CONTACTS_A_STEP = 500
_COLUMNS = ("id", "name", "email", "phone", "description")


class ContactPages(Protocol):
    def page(
        self, account_id: str, sort: str, cursor: str, limit: int
    ) -> tuple[list[Contact], str]: ...


@dataclass(frozen=True, slots=True)
class ExportPorts:
    """tags: an account's, id -> name."""

    pages: ContactPages
    tags: Callable[[str], Mapping[str, str]]
    fetch: Callable[[str], bytes]
    put: Callable[[str, bytes, str], None]


def job(*, account_id: str, agent_id: str, client_id: str, now: datetime) -> Job:
    """The same client_id gives the same job."""
    id = derived_id(account_id, "export", agent_id, client_id)
    return Job(id=id, account_id=account_id, kind="export", agent_id=agent_id, created_at=now)


def step(p: ExportPorts, before: Job) -> Job:
    """at: contacts so far. The last step puts together the pages that lie in the bucket."""
    cursor = before.found.get("cursor", "")
    found, cursor = p.pages.page(before.account_id, "newest", cursor, CONTACTS_A_STEP)
    views = [contact_view(contact) for contact in found]
    part = f"{folder(before.account_id)}/{before.id}/part-{before.at:09d}.json"
    p.put(part, json.dumps(views).encode(), "application/json")
    after = replace(
        before.counted({"exported": len(found)}),
        at=before.at + max(1, len(found)),
        found={
            **before.found,
            "cursor": cursor,
            "parts": [*before.found.get("parts", ()), part],
        },
    )
    return after if cursor else _finished(p, after)


def _finished(p: ExportPorts, job: Job) -> Job:
    views = [view for part in job.found["parts"] for view in json.loads(p.fetch(part))]
    names = sorted({name for view in views for name in view["attributes"]})
    rows = [[*_COLUMNS, "tags", "created_at", *names]]
    tags = p.tags(job.account_id)
    rows += [_row(view, names, tags) for view in views]
    key = f"{folder(job.account_id)}/{job.id}/contacts.csv"
    p.put(key, sheet.written(rows), "text/csv")
    return replace(job, total=job.at).done(file=key)


def _row(view: Mapping[str, Any], names: list[str], tags: Mapping[str, str]) -> list[str]:
    return [
        *(view[name] for name in _COLUMNS),
        ", ".join(tags[each] for each in view["tags"] if each in tags),
        view["created_at"],
        *(view["attributes"].get(name, "") for name in names),
    ]
