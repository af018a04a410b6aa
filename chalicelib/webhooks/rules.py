"""What an endpoint may be. Pure; raises InvalidInput naming the field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from chalicelib.shared.errors import InvalidInput
from chalicelib.webhooks.catalogue import TYPES


def checked_url(url: str, *, private: bool) -> str:
    """private: plain http is taken too (the local stack). Whether the address is public is looked
    at when it is called."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise InvalidInput(
            "must be an address like https://example.com/hooks", field="url"
        ) from None
    schemes = ("https", "http") if private else ("https",)
    if parts.scheme not in schemes or not host or any(letter.isspace() for letter in text):
        raise InvalidInput("must be an address like https://example.com/hooks", field="url")
    if parts.username or parts.password:
        raise InvalidInput("must hold no name and no password", field="url")
    return text


def checked_types(types: Sequence[str]) -> tuple[str, ...]:
    unknown = [name for name in types if name not in TYPES]
    if unknown or not types:
        raise InvalidInput("choose events of the list, one at least", field="types")
    return tuple(name for name in TYPES if name in types)


def checked_channels(channel_ids: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    if any(each not in known for each in channel_ids):
        raise InvalidInput("there is no such channel", field="channel_ids")
    return tuple(dict.fromkeys(channel_ids))
