"""Files go from the browser to the bucket and back without passing through a function."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.shared.errors import NotFound
from chalicelib.uploads import rules


@dataclass(frozen=True, slots=True)
class Form:
    """POST `fields` and then the file to `url` as multipart/form-data."""

    key: str
    url: str
    fields: Mapping[str, str]


class Bucket(Protocol):
    def form(self, key: str, *, mime: str, size: int) -> Form:
        """Admits one file of exactly this type and size, for a while."""

    def link(self, key: str, how: rules.Presentation) -> str:
        """A URL that works for an hour."""


@dataclass(frozen=True, slots=True)
class UploadPorts:
    bucket: Bucket


def ticket(
    p: UploadPorts, *, account_id: str, owner_id: str, name: str, mime: str, size: int
) -> Form:
    """owner_id: a conversation, or the visitor himself. Raises InvalidInput (mime)."""
    key = rules.new_key(account_id, owner_id, secrets.token_urlsafe(16), name)
    return p.bucket.form(key, mime=rules.checked_mime(mime), size=size)


def links(
    p: UploadPorts, *, account_id: str, keys: Sequence[str], owners: Collection[str] | None = None
) -> dict[str, str]:
    """key -> URL. owners: whose files may be seen; None for all of the account.

    Raises NotFound if any key is another's.
    """
    if not all(rules.belongs(key, account_id, owners) for key in keys):
        raise NotFound("no such file", field="keys")
    return {key: p.bucket.link(key, rules.presentation(key)) for key in keys}
