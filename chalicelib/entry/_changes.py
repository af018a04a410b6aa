"""What a request wants changed, checked against the account: of one conversation or of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.shared.errors import InvalidInput

if TYPE_CHECKING:
    from chalicelib.conversations.values import Change
    from chalicelib.tags.model import Tagging
    from chalicelib.wire.console import ConversationChange


def change_of(account_id: str, asked: ConversationChange) -> Change:
    """Raises InvalidInput, naming the field, for what the account does not have."""
    from chalicelib import wiring
    from chalicelib.accounts import service as accounts
    from chalicelib.conversations.model import Status
    from chalicelib.conversations.values import Change

    if asked.snoozed_until and asked.snoozed_until.tzinfo is None:
        raise InvalidInput("say the time zone, as in 2030-01-31T09:00:00Z", field="snoozed_until")
    people = wiring.account_ports()
    if asked.assignee_id:
        accounts.require_agent(
            people, account_id=account_id, agent_id=asked.assignee_id, field="assignee_id"
        )
    if asked.queue_id:
        accounts.require_queue(
            people, account_id=account_id, queue_id=asked.queue_id, field="queue_id"
        )
    return Change(
        status=Status(asked.status) if asked.status else None,
        assignee_id=asked.assignee_id,
        queue_id=asked.queue_id,
        priority=asked.priority,
        snoozed_until=asked.snoozed_until,
        tags=tagging_of(account_id, asked.add_tags, asked.remove_tags),
        attributes=asked.attributes,
    )


def tagging_of(account_id: str, add: Sequence[str], remove: Sequence[str]) -> Tagging | None:
    """None if nothing is asked: then the catalogue is not read. What is taken off may be a tag
    that was deleted meanwhile."""
    if not (add or remove):
        return None
    from chalicelib import wiring
    from chalicelib.tags import service
    from chalicelib.tags.model import Tagging

    found = service.require(
        wiring.tag_ports(), account_id=account_id, tag_ids=tuple(add), field="add_tags"
    )
    names = tuple((tag.id, tag.name) for tag in found.tags)
    return Tagging(names, tuple(add), tuple(remove))
