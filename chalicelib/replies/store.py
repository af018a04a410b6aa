"""Quick responses in the main table (docs/data.md): a partition for what is shared, and one for
each agent's own."""

from __future__ import annotations

import json
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.conversations.codec import dumps, pack
from chalicelib.replies.model import QuickResponse
from chalicelib.shared.clock import from_text
from chalicelib.shared.content import ContactCard, Media
from chalicelib.shared.ids import AccountId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, delete_if, find, put_if

_GONE = "~gone"  # written at a removal, which leaves nothing else that could tell


class ReplyItem(MainItem):
    """data: JSON; all but the ids and the version."""

    version = NumberAttribute(default=0)
    data = UnicodeAttribute(default="")


def _pk(account_id: str, owner_id: str) -> str:
    return f"A#{account_id}#K#{owner_id}" if owner_id else f"A#{account_id}#K"


def _told(owner_id: str) -> dict[str, Any]:
    return told({"type": "replies.changed"}, to=[owner_id] if owner_id else ())


class DynamoReplyStore:
    """Implements `ports.ReplyStore`."""

    def catalogue(self, account_id: str, owner_id: str) -> list[QuickResponse]:
        items = ReplyItem.query(_pk(account_id, owner_id), consistent_read=True)
        return [_response(item, account_id, owner_id) for item in items if item.sk != _GONE]

    def get(self, account_id: str, owner_id: str, id: str) -> QuickResponse | None:
        item = find(ReplyItem, _pk(account_id, owner_id), id)
        return _response(item, account_id, owner_id) if item else None

    def add(self, response: QuickResponse) -> None:
        put_if(_item(response), ReplyItem.pk.does_not_exist())

    def replace(self, before: QuickResponse, after: QuickResponse) -> bool:
        return put_if(_item(after), ReplyItem.version == before.version) is None

    def remove(self, response: QuickResponse, *, as_read: bool = False) -> bool:
        partition = _pk(response.account_id, response.owner_id)
        if not as_read:
            ReplyItem(partition, response.id).delete()
        elif not delete_if(partition, response.id, ReplyItem.version == response.version):
            return False
        gone: dict[str, Any] = {"data": response.id, **_told(response.owner_id)}
        ReplyItem(partition, _GONE, **gone).save()
        return True


def _item(response: QuickResponse) -> ReplyItem:
    packed = pack(response)
    for name in ("id", "account_id", "owner_id", "version"):
        packed.pop(name, None)
    return ReplyItem(
        _pk(response.account_id, response.owner_id),
        response.id,
        version=response.version,
        data=dumps(packed),
        **_told(response.owner_id),
    )


def _response(item: ReplyItem, account_id: str, owner_id: str) -> QuickResponse:
    inner: dict[str, Any] = json.loads(item.data)
    inner["media"] = tuple(Media(**each) for each in inner.get("media", ()))
    inner["contacts"] = tuple(
        ContactCard(
            **{
                **each,
                "phones": tuple(each.get("phones", ())),
                "emails": tuple(each.get("emails", ())),
            }
        )
        for each in inner.get("contacts", ())
    )
    if "updated_at" in inner:
        inner["updated_at"] = from_text(inner["updated_at"])
    return QuickResponse(
        id=item.sk,
        account_id=AccountId(account_id),
        owner_id=owner_id,
        version=int(item.version),
        **inner,
    )
