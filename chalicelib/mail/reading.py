"""A letter that was kept, for whoever opens it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from chalicelib.conversations.model import AuthorKind, Message

_CID = re.compile(r'src="cid:([^"<>]{1,300})"')
_SHOWN = ("subject", "from", "date", "text", "quoted", "remote")


def document_key(message: Message) -> str:
    """Where the whole letter is; '' if the message is none. What others than the mail function
    wrote into a message names no file of ours."""
    if message.channel_kind != "email" or message.author.kind is not AuthorKind.CONTACT:
        return ""
    key = (message.content.data or {}).get("raw_key", "")
    mine = f"raw/{message.account_id}/{message.channel_id}/"
    return key if key.startswith(mine) and ".." not in key else ""


def view(document: bytes, *, links: Callable[[Sequence[str]], dict[str, str]]) -> dict[str, Any]:
    """A `LetterView`. links: where files are to be had for an hour."""
    told: dict[str, Any] = json.loads(document)
    keys = sorted(set(told.get("inline", {}).values()))
    found = links(keys) if keys else {}
    addresses = {cid: found.get(key, "") for cid, key in told.get("inline", {}).items()}

    def shown(name: str) -> str:
        return _CID.sub(
            lambda match: _source(addresses.get(html.unescape(match[1]), "")), told.get(name, "")
        )

    return {
        **{name: told[name] for name in _SHOWN if name in told},
        "to": told.get("to", []),
        "cc": told.get("cc", []),
        "verdicts": told.get("verdicts", {}),
        "html": shown("html"),
        "quoted_html": shown("quoted_html"),
    }


def _source(address: str) -> str:
    return f'src="{html.escape(address)}"' if address else ""
