"""Mentions, notes and files in the `main` table (docs/data.md)."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.desk.model import Beside, BesidePage, Mention, MentionPage, Place
from chalicelib.desk.view import mention_event
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.content import Media
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, RawItem, delete_if, put_if, query, update_if

_PREFIX = {"note": "n", "files": "f"}


class MentionItem(MainItem):
    """data: JSON; what the key does not say."""

    data = UnicodeAttribute()
    read = BooleanAttribute(default=False)


class BesideItem(MainItem):
    """data: JSON; what the key does not say. rev: the message's."""

    data = UnicodeAttribute()
    rev = NumberAttribute()
    gone = BooleanAttribute(null=True)


class DynamoDeskStore:
    """Implements `service.DeskStore`."""

    def put_mention(self, mention: Mention) -> None:
        notice = told(mention_event(mention), to=[mention.agent_id])
        item = MentionItem(
            *_mention_key(mention),
            data=_packed(mention, ("contact_id", "author_id", "author_name", "text")),
            read=mention.read,
            announce=notice["announce"],
            notice=notice["notice"],
        )
        put_if(item, MentionItem.pk.does_not_exist())

    def set_read(self, mention: Mention) -> None:
        notice = told(mention_event(replace(mention, read=True)), to=[mention.agent_id])
        update_if(
            MentionItem(*_mention_key(mention)),
            [
                MentionItem.read.set(True),
                MentionItem.announce.set(notice["announce"]),
                MentionItem.notice.set(notice["notice"]),
            ],
            MentionItem.pk.exists(),
        )

    def mentions(self, account_id: str, agent_id: str, *, cursor: str, limit: int) -> MentionPage:
        partition = _of_agent(account_id, agent_id)
        raws, last = query(
            partition, prefix="m#", limit=limit, start=_start(partition, "m#", cursor)
        )
        found = [_mention(account_id, agent_id, raw) for raw in raws]
        return MentionPage(found, last["sk"]["S"] if last else "")

    def put_beside(self, item: Beside) -> None:
        names = ("author_kind", "author_id", "author_name", "text", "cut", "media", "visibility")
        stored = BesideItem(
            *_beside_key(item),
            data=_packed(item, names),
            rev=item.rev,
            gone=item.gone or None,
        )
        put_if(stored, BesideItem.pk.does_not_exist() | (BesideItem.rev < item.rev))

    def drop_beside(self, item: Beside) -> None:
        delete_if(*_beside_key(item), BesideItem.rev <= item.rev)

    def all_beside(
        self, account_id: str, contact_id: str, kind: str, *, limit: int
    ) -> list[Beside]:
        raws, _ = query(
            _of_contact(account_id, contact_id),
            prefix=f"{_PREFIX[kind]}#",
            limit=limit,
            ascending=True,
            consistent=True,
        )
        return [_beside(account_id, contact_id, kind, raw) for raw in raws]

    def beside(
        self, account_id: str, contact_id: str, kind: str, *, cursor: str, limit: int
    ) -> BesidePage:
        partition, prefix = _of_contact(account_id, contact_id), f"{_PREFIX[kind]}#"
        raws, last = query(
            partition, prefix=prefix, limit=limit, start=_start(partition, prefix, cursor)
        )
        found = [_beside(account_id, contact_id, kind, raw) for raw in raws if "gone" not in raw]
        return BesidePage(found, last["sk"]["S"] if last else "")


def _of_agent(account_id: str, agent_id: str) -> str:
    return f"A#{account_id}#M#{agent_id}"


def _of_contact(account_id: str, contact_id: str) -> str:
    return f"A#{account_id}#P#{contact_id}"


def _mention_key(mention: Mention) -> tuple[str, str]:
    return _of_agent(mention.account_id, mention.agent_id), f"m#{_mark(mention.place)}"


def _beside_key(item: Beside) -> tuple[str, str]:
    partition = _of_contact(item.account_id, item.contact_id)
    return partition, f"{_PREFIX[item.kind]}#{_mark(item.place)}"


def _mark(place: Place) -> str:
    return f"{to_text(place.at)}#{place.conversation_id}#{place.seq:010d}"


def _place(sk: str) -> Place:
    _, at, conversation_id, seq = sk.split("#")
    return Place(conversation_id, int(seq), from_text(at))


def _packed(value: Mention | Beside, names: tuple[str, ...]) -> str:
    """Without what is empty."""
    whole: dict[str, Any] = asdict(value)
    kept = {name: whole[name] for name in names if whole[name]}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _mention(account_id: str, agent_id: str, raw: RawItem) -> Mention:
    item = MentionItem.from_raw_data(raw)
    data = {"author_id": "", "author_name": "", "contact_id": "", "text": ""}
    return Mention(
        account_id=account_id,
        agent_id=agent_id,
        place=_place(item.sk),
        read=bool(item.read),
        **(data | json.loads(item.data)),
    )


def _beside(account_id: str, contact_id: str, kind: Any, raw: RawItem) -> Beside:
    item = BesideItem.from_raw_data(raw)
    data: dict[str, Any] = {"author_kind": "", "author_id": "", "author_name": ""}
    data |= json.loads(item.data)
    data["media"] = tuple(Media(**each) for each in data.get("media", ()))
    return Beside(
        account_id=account_id,
        contact_id=contact_id,
        kind=kind,
        place=_place(item.sk),
        rev=int(item.rev),
        gone=bool(item.gone),
        **data,
    )


def _start(partition: str, prefix: str, cursor: str) -> RawItem | None:
    if not cursor:
        return None
    if not cursor.startswith(prefix) or len(cursor) > 200:
        raise InvalidInput("no cursor of this list", field="cursor")
    return {"pk": {"S": partition}, "sk": {"S": cursor}}
