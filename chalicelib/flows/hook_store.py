"""Calls of flows' webhooks that were taken (docs/data.md)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.flows.starts import Hook
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.table import MainItem, find, put_if

LIFE = timedelta(days=2)


class HookItem(MainItem):
    """data: JSON; '' once it is done. at: when it was taken."""

    webhook = UnicodeAttribute(default="")
    conversation = UnicodeAttribute(default="")
    at = UnicodeAttribute(default="")
    data = UnicodeAttribute(default="")


class DynamoHookStore:
    """Implements `starts.HookStore`."""

    def hook(self, account_id: str, flow_id: str, key: str) -> Hook | None:
        item = find(HookItem, *_key(account_id, flow_id, key))
        if item is None:
            return None
        return Hook(
            account_id=account_id,
            flow_id=flow_id,
            key=key,
            webhook_id=item.webhook,
            conversation_id=item.conversation,
            at=from_text(item.at),
            data=json.loads(item.data) if item.data else {},
            done=not item.data,
        )

    def keep_hook(self, hook: Hook, *, unless_since: datetime) -> bool:
        free = HookItem.pk.does_not_exist() | (HookItem.at < to_text(unless_since))
        return put_if(_item(hook), free) is None

    def end_hook(self, hook: Hook) -> None:
        _item(replace(hook, done=True)).save()


def _item(hook: Hook) -> HookItem:
    return HookItem(
        *_key(hook.account_id, hook.flow_id, hook.key),
        webhook=hook.webhook_id,
        conversation=hook.conversation_id,
        at=to_text(hook.at),
        data="" if hook.done else json.dumps(dict(hook.data), ensure_ascii=False),
        ttl=int((hook.at + LIFE).timestamp()),
    )


def _key(account_id: str, flow_id: str, key: str) -> tuple[str, str]:
    return f"A#{account_id}#flow#{flow_id}", f"h#{key}"
