"""What the widget is to know of its site's settings. Pure; the settings are strings that people
wrote, and whatever is not understood counts as not set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.accounts.model import Queue
from chalicelib.visitors import signed
from chalicelib.visitors.forms import Forms, forms_of

_TEXTS = ("launcher_text", "hours_line")
MOST_OFFSET = 200


def site_config(settings: Mapping[str, str], queues: Sequence[Queue]) -> dict[str, Any]:
    """The part of `WidgetConfig` that is not colours and words."""
    forms = forms_of(settings)
    return {
        **{name: settings.get(name, "") for name in _TEXTS},
        **_form_config(forms, departments(settings, queues)),
        "scheme": _one_of(settings.get("scheme"), ("auto", "light", "dark")),
        "launcher": _one_of(settings.get("launcher"), ("round", "bar")),
        "offset_x": _pixels(settings.get("offset_x", "")),
        "offset_y": _pixels(settings.get("offset_y", "")),
        "photos": settings.get("photos") != "off",
        "sound": settings.get("sound") != "off",
        "identity": signed.mode_of(settings.get("identity", "")),
        "rating": settings.get("rating") == "on",
        "transcript": settings.get("transcript") == "on",
    }


def departments(settings: Mapping[str, str], queues: Sequence[Queue]) -> list[Queue]:
    """Those on the site's list that there are, in its order."""
    known = {str(queue.id): queue for queue in queues}
    return [known[id] for id in forms_of(settings).departments if id in known]


def _form_config(forms: Forms, shown: Sequence[Queue]) -> dict[str, Any]:
    return {
        "prechat": forms.prechat,
        "fields": [{"name": field.name, "required": field.required} for field in forms.fields]
        if forms.prechat != "off"
        else [],
        "departments": [{"id": queue.id, "name": queue.name} for queue in shown],
        "offline_form": forms.offline,
        "offline_text": forms.offline_text,
    }


def _one_of(value: str | None, choices: tuple[str, ...]) -> str:
    return value if value in choices else choices[0]


def _pixels(text: str) -> int:
    return min(int(text), MOST_OFFSET) if text.isascii() and text.isdigit() else 20
