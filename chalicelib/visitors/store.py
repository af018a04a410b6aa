"""A visitor's record, beside his contact (docs/data.md)."""

from __future__ import annotations

from dataclasses import replace

from pynamodb.attributes import (
    BooleanAttribute,
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.expressions.condition import Condition

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.shared.table import MainItem, find, put_if
from chalicelib.visitors.model import Page, Visitor

_TEXTS = (
    "referrer",
    "country",
    "city",
    "language",
    "device",
    "browser",
    "os",
    "ab_test_group",
    "department_id",
)


class VisitorItem(MainItem):
    """pages: [url, title, at] each, ascending. `version` 1 is the first write."""

    channel_id = UnicodeAttribute(default="")
    first_seen_at = UnicodeAttribute(default="")
    last_seen_at = UnicodeAttribute(default="")
    visits_count = NumberAttribute(default=0)
    pages_count = NumberAttribute(default=0)
    pages = JSONAttribute(null=True)
    utm = JSONAttribute(null=True)
    texts = JSONAttribute(null=True)
    invitation_at = UnicodeAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)
    chat_seconds = NumberAttribute(default=0)
    rated = BooleanAttribute(default=False)
    has_integration = BooleanAttribute(default=False)
    visit_at = UnicodeAttribute(null=True)
    visit_pages = NumberAttribute(default=0)
    blocked = BooleanAttribute(null=True)
    version = NumberAttribute(default=0)


class DynamoVisitorStore:
    """A `VisitorStore`. Both methods are one call."""

    def get(self, account_id: str, contact_id: str) -> Visitor | None:
        item = find(VisitorItem, f"A#{account_id}#P#{contact_id}", "visitor")
        return _visitor(item) if item else None

    def save(self, visitor: Visitor) -> Visitor:
        after = replace(visitor, version=visitor.version + 1)
        condition: Condition = VisitorItem.pk.does_not_exist()
        if visitor.version:
            condition = VisitorItem.version == visitor.version
        if put_if(_item(after), condition) is not None:
            raise Conflict("the visitor's record has moved")
        return after


def _item(visitor: Visitor) -> VisitorItem:
    texts = {name: getattr(visitor, name) for name in _TEXTS}
    return VisitorItem(
        f"A#{visitor.account_id}#P#{visitor.contact_id}",
        "visitor",
        channel_id=visitor.channel_id,
        first_seen_at=to_text(visitor.first_seen_at),
        last_seen_at=to_text(visitor.last_seen_at),
        visits_count=visitor.visits_count,
        pages_count=visitor.pages_count,
        pages=[[page.url, page.title, to_text(page.at)] for page in visitor.pages],
        utm=dict(visitor.utm),
        texts={name: text for name, text in texts.items() if text},
        invitation_at=to_text(visitor.invitation_at) if visitor.invitation_at else None,
        closed_at=to_text(visitor.closed_at) if visitor.closed_at else None,
        chat_seconds=visitor.chat_seconds,
        rated=visitor.rated,
        has_integration=visitor.has_integration,
        visit_at=to_text(visitor.visit_at) if visitor.visit_at else None,
        visit_pages=visitor.visit_pages,
        blocked=visitor.blocked or None,
        version=visitor.version,
    )


def _visitor(item: VisitorItem) -> Visitor:
    account, _, contact = item.pk.removeprefix("A#").partition("#P#")
    return Visitor(
        account_id=AccountId(account),
        contact_id=ContactId(contact),
        channel_id=ChannelId(item.channel_id),
        first_seen_at=from_text(item.first_seen_at),
        last_seen_at=from_text(item.last_seen_at),
        visits_count=int(item.visits_count),
        pages_count=int(item.pages_count),
        pages=tuple(Page(url, title, from_text(at)) for url, title, at in item.pages or ()),
        utm=item.utm or {},
        invitation_at=from_text(item.invitation_at) if item.invitation_at else None,
        closed_at=from_text(item.closed_at) if item.closed_at else None,
        chat_seconds=int(item.chat_seconds),
        rated=item.rated,
        has_integration=item.has_integration,
        visit_at=from_text(item.visit_at) if item.visit_at else None,
        visit_pages=int(item.visit_pages),
        blocked=bool(item.blocked),
        version=int(item.version),
        **(item.texts or {}),
    )
