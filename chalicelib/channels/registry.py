"""Which adapter serves a kind of channel. Only the one asked for is imported."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from chalicelib.channels.base import ChannelAdapter
from chalicelib.shared.errors import NotFound

_MODULES = {
    "custom": "chalicelib.channels.custom",
    "email": "chalicelib.channels.email",
    "instagram": "chalicelib.channels.instagram",
    "messenger": "chalicelib.channels.messenger",
    "telegram": "chalicelib.channels.telegram",
    "viber": "chalicelib.channels.viber",
    "vk": "chalicelib.channels.vk",
    "website": "chalicelib.channels.website",
    "whatsapp": "chalicelib.channels.whatsapp",
}

KINDS = tuple(_MODULES)
PROFILED = frozenset({"instagram", "messenger", "viber", "vk"})
"""Whose webhooks do not say who writes: the adapter is `Profiled`. Known without importing it."""
PICTURED = frozenset({"viber"})
"""Of these, whose webhooks name the person: what is asked for is the picture."""

TELLS_PHOTO = frozenset({"custom"})
"""Whose webhooks say where a picture of the person is: `Sender.photo`."""


@cache
def get(kind: str) -> ChannelAdapter:
    """The adapter of `kind`. Raises NotFound if there is no such channel."""
    if kind not in _MODULES:
        raise NotFound("no such kind of channel", field="kind")
    adapter: ChannelAdapter = import_module(_MODULES[kind]).ADAPTER
    return adapter
