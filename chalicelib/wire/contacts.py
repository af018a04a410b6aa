"""Contacts beyond one card: lists, imports, exports, merges."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire
from chalicelib.wire.console import ContactView

ContactField = Literal["name", "email", "phone", "description"]


class ContactsQuery(Wire):
    sort: Literal["name", "newest"] = "newest"
    cursor: Annotated[str, Field(max_length=1000)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class ContactPage(Wire):
    """cursor: '' at the end; else pass it to get the next page."""

    contacts: list[ContactView]
    cursor: str = ""


class ContactRequest(Wire):
    """client_id: made by the caller; repeating it makes no second contact."""

    client_id: Annotated[str, Field(min_length=8, max_length=64)]
    name: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    phone: Annotated[str, Field(max_length=32)] = ""
    description: Annotated[str, Field(max_length=2000)] = ""


class JobView(Wire):
    """at of total: how far it is; total 0 = not known yet. counts: created, updated, skipped,
    refused. why: of a failure, as a code. samples: the first refusals."""

    id: str
    kind: Literal["import", "export", "merge", "erase", "retain", "take_out", "read_again"]
    state: Literal["running", "done", "failed"]
    at: int = 0
    total: int = 0
    counts: dict[str, int] = Field(default_factory=dict)
    why: str = ""
    has_report: bool = False
    has_file: bool = False
    samples: list[dict[str, str]] = Field(default_factory=list)
    created_at: Moment
    version: int = 0


class Jobs(Wire):
    jobs: list[JobView]


class JobFile(Wire):
    """url: works for some minutes."""

    url: str


class ImportUpload(Wire):
    size: Annotated[int, Field(ge=1)]


class ImportPreviewRequest(Wire):
    key: Annotated[str, Field(min_length=1, max_length=300)]


class ImportColumn(Wire):
    """field: what it looks like: name, email, phone, description, external_id, tags, or
    `attribute:{name}`; '' = leave it out. samples: its first values."""

    header: str
    field: str = ""
    samples: list[str] = Field(default_factory=list)


class ImportPreview(Wire):
    columns: list[ImportColumn]
    rows: int


class ImportRequest(Wire):
    """fields: one a column, in the file's order. on_duplicate: what is done with a row whose
    e-mail, phone or external id is known. region: of phone numbers without country code."""

    client_id: Annotated[str, Field(min_length=8, max_length=64)]
    key: Annotated[str, Field(min_length=1, max_length=300)]
    fields: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=100)]
    on_duplicate: Literal["update", "skip"] = "update"
    region: Annotated[str, Field(max_length=2)] = ""


class ExportRequest(Wire):
    client_id: Annotated[str, Field(min_length=8, max_length=64)]


class MergeRequest(Wire):
    """The contact in the path stays; `other_id` becomes part of it. theirs: fields that are taken
    from the other one."""

    other_id: Annotated[str, Field(min_length=1, max_length=40)]
    theirs: list[ContactField] = Field(default_factory=list)


class BlockRequest(Wire):
    blocked: bool
