"""Pages of a filtered list. Each looks at a bounded number of conversations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from chalicelib.conversations import filters, keys
from chalicelib.conversations.filters import Eye, Filter, Plan
from chalicelib.conversations.model import Conversation
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.values import ConversationListPage
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId

MOST_QUERIES = 2
MOST_LOOKED_AT = 100  # a query


def filtered_page(
    p: ConversationPorts, *, account_id: str, filter: Filter, eye: Eye, cursor: str, limit: int
) -> ConversationListPage:
    """What matches: open ones first, then pending, snoozed, resolved; within a status as the list
    goes in which they are found (`filters.plan`). It may hold fewer than `limit`, or none, while
    there are more. Raises InvalidInput (filter…, cursor)."""
    filters.checked(filter)
    plan = filters.plan(filter, eye.me)
    if not plan.statuses:
        return ConversationListPage([])
    at, position = _place(plan, cursor)
    found: list[Conversation] = []
    for _ in range(MOST_QUERIES):
        page = p.store.page(
            AccountId(account_id),
            status=plan.statuses[at],
            **_index(plan),
            cursor=position,
            limit=MOST_LOOKED_AT,
        )
        eye = _informed(p, account_id, filter, eye, page.conversations)
        for head in page.conversations:
            if not filters.matches(filter, head, eye):
                continue
            if len(found) == limit:
                return _page(found, _cursor(plan, found[-1]), eye)
            found.append(head)
        position = page.cursor
        if not position:
            at += 1
            if at == len(plan.statuses):
                return _page(found, "", eye)
    return _page(found, f"{plan.statuses[at]}|{position}", eye)


def _informed(
    p: ConversationPorts, account_id: str, filter: Filter, eye: Eye, heads: list[Conversation]
) -> Eye:
    """With the attributes of these conversations' contacts too, in one call, if they matter."""
    if not filters.asks_contacts(filter):
        return eye
    unknown = {head.contact_id for head in heads} - eye.facts.keys()
    if not unknown:
        return eye
    contacts = p.contacts.many(AccountId(account_id), sorted(unknown))
    return replace(eye, facts={**eye.facts, **{each.id: each.attributes for each in contacts}})


def _page(found: list[Conversation], cursor: str, eye: Eye) -> ConversationListPage:
    shown = {head.contact_id for head in found}
    facts = {id: dict(facts) for id, facts in eye.facts.items() if id in shown}
    return ConversationListPage(found, cursor, facts)


def _index(plan: Plan) -> dict[str, Any]:
    if plan.by == "promise":
        return {"tag": plan.of, "oldest": True}
    return {} if plan.by == "activity" else {plan.by: plan.of}


def _cursor(plan: Plan, last: Conversation) -> str:
    moment = last.last_at if plan.by == "activity" else last.moment_under(plan.of)
    return f"{last.status.value}|{keys.position(moment, last.id)}"


def _place(plan: Plan, cursor: str) -> tuple[int, str]:
    if not cursor:
        return 0, ""
    status, _, position = cursor.partition("|")
    if status not in plan.statuses:
        raise InvalidInput("is no cursor of this list", field="cursor")
    return plan.statuses.index(status), position
