"""What an endpoint's answer adds to the agents' screen, after JivoChat's webhooks. Pure.

`{"result": "ok", "custom_data": [{"title", "key", "content", "link"}], "contact_info": {"name",
"phone", "email", "description"}, "crm_link": "https://…", "enable_assign": true,
"assign_to": "agent@example.com"}`. All of it is optional; what is not as it should be is left out,
and the rest is taken. https://www.jivochat.com/docs/webhooks/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from chalicelib.channels.reading import clean

MOST_ROWS = 20
MOST_TEXT = 500  # letters of a title, a key, a content
MOST_LINK = 2000
_CONTACT = {"name": 200, "phone": 40, "email": 254, "description": 2000}


@dataclass(frozen=True, slots=True)
class Row:
    """Shown as title, key: content; with a link, the content leads there."""

    title: str = ""
    key: str = ""
    content: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Enrichment:
    """contact: for what is not known of him yet. assign_to: an agent's e-mail."""

    rows: tuple[Row, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    assign_to: str = ""

    def __bool__(self) -> bool:
        return bool(self.rows or self.contact or self.link or self.assign_to)


def read(body: str) -> Enrichment:
    """Nothing for an answer that is no JSON object, or whose `result` is another than "ok"."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return Enrichment()
    if not isinstance(told, dict) or told.get("result", "ok") != "ok":
        return Enrichment()
    assigns = told.get("enable_assign", True) is True
    return Enrichment(
        rows=_rows(told.get("custom_data")),
        contact=_contact(told.get("contact_info")),
        link=safe_link(told.get("crm_link")),
        assign_to=_text(told.get("assign_to"), 254).lower() if assigns else "",
    )


def _rows(told: Any) -> tuple[Row, ...]:
    if not isinstance(told, list):
        return ()
    rows = [
        Row(
            title=_text(each.get("title"), MOST_TEXT),
            key=_text(each.get("key"), MOST_TEXT),
            content=_text(each.get("content"), MOST_TEXT),
            link=safe_link(each.get("link")),
        )
        for each in told[:MOST_ROWS]
        if isinstance(each, dict)
    ]
    return tuple(row for row in rows if row.title or row.key or row.content)


def _contact(told: Any) -> dict[str, str]:
    if not isinstance(told, dict):
        return {}
    found = {name: _text(told.get(name), most) for name, most in _CONTACT.items()}
    return {name: value for name, value in found.items() if value}


def _text(value: Any, most: int) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean(str(value)).replace("\x00", "").strip()[:most]


def safe_link(value: Any) -> str:
    """An http(s) address, or ''."""
    text = _text(value, MOST_LINK + 1)
    if len(text) > MOST_LINK or any(letter.isspace() for letter in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.hostname else ""
