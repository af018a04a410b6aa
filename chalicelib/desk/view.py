"""Mentions, notes and files as the console shows them: JSON-ready, as `wire.desk` says."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.desk.model import Beside, Mention
from chalicelib.shared.clock import to_text


def mention_view(mention: Mention) -> dict[str, Any]:
    """`wire.desk.MentionView`."""
    place = mention.place
    return {
        "conversation_id": place.conversation_id,
        "seq": place.seq,
        "at": to_text(place.at),
        "contact_id": mention.contact_id,
        "author_id": mention.author_id,
        "author_name": mention.author_name,
        "text": mention.text,
        "read": mention.read,
    }


def beside_view(item: Beside) -> dict[str, Any]:
    """`wire.desk.BesideView`."""
    place = item.place
    return {
        "conversation_id": place.conversation_id,
        "seq": place.seq,
        "at": to_text(place.at),
        "author_kind": item.author_kind,
        "author_id": item.author_id,
        "author_name": item.author_name,
        "visibility": item.visibility,
        "text": item.text,
        "cut": item.cut,
        "media": [asdict(media) for media in item.media],
    }


def mention_event(mention: Mention) -> dict[str, Any]:
    """`wire.frames.MentionChanged`."""
    return {"type": "mention.changed", "mention": mention_view(mention)}
