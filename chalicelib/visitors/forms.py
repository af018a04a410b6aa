"""What a site asks of its visitors before they chat, and while nobody is there. Pure.

The settings are strings that people wrote: what is not understood counts as not set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.contacts.model import Contact

FIELDS = ("name", "email", "phone")


@dataclass(frozen=True, slots=True)
class Field:
    """name: one of FIELDS."""

    name: str
    required: bool


@dataclass(frozen=True, slots=True)
class Forms:
    """prechat: off, optional (may be skipped) or required. departments: ids of queues to choose
    from. offline: whether a form takes the chat's place while nobody is there."""

    prechat: str = "off"
    fields: tuple[Field, ...] = ()
    departments: tuple[str, ...] = ()
    offline: bool = False
    offline_text: str = ""

    @property
    def required(self) -> tuple[str, ...]:
        if self.prechat != "required":
            return ()
        return tuple(field.name for field in self.fields if field.required)


def forms_of(settings: Mapping[str, str]) -> Forms:
    prechat = settings.get("prechat", "off")
    fields = _fields(settings.get("prechat_fields") or "name,email")
    if prechat == "required" and not any(field.required for field in fields):
        fields = tuple(Field(field.name, True) for field in fields)
    return Forms(
        prechat=prechat if prechat in ("optional", "required") and fields else "off",
        fields=fields,
        departments=tuple(_list(settings.get("departments", ""))),
        offline=settings.get("offline_form") == "on",
        offline_text=settings.get("offline_text", ""),
    )


def missing(forms: Forms, contact: Contact | None) -> str:
    """The first field that has to be filled in before the first word; '' if there is none."""
    for name in forms.required:
        if contact is None or not getattr(contact, name):
            return name
    return ""


def _fields(text: str) -> tuple[Field, ...]:
    named = {part.rstrip("* "): part.endswith("*") for part in _list(text)}
    return tuple(Field(name, named[name]) for name in FIELDS if name in named)


def _list(text: str) -> list[str]:
    return [name for part in text.split(",") if (name := part.strip())]
