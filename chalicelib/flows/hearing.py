"""Words that were said while a flow was being published.

Processes keep channels and flows for seconds, so that a message costs no more reads. Who wrote in
those seconds may have met nobody; so a little after a publication such conversations are looked at
once more, as if the word had just come.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.automation import model as automation
from chalicelib.automation.model import Happening
from chalicelib.conversations.model import AuthorKind, Conversation, Status, Visibility
from chalicelib.conversations.values import ConversationListPage
from chalicelib.flows import looking
from chalicelib.flows.runtime import by_message
from chalicelib.flows.turning import RuntimePorts
from chalicelib.shared.clock import from_text
from chalicelib.shared.queues import Entry

HEARD = "flow_heard"
AFTER = timedelta(seconds=12)  # longer than anything is kept
BEFORE = timedelta(seconds=1)
MOST = 500  # conversations that are looked at


@dataclass(frozen=True, slots=True)
class HearingPorts:
    """page: account, cursor -> open ones, at most 100, the newest activity first. send: to the
    queue of what answers by itself. forget: what this process keeps of the account's flows."""

    page: Callable[[str, str], ConversationListPage]
    send: Callable[[Sequence[Entry]], None]
    forget: Callable[[str], None]


def on_heard(p: HearingPorts, *, account_id: str, payload: Mapping[str, str]) -> None:
    """payload: since, as text: when it was published. Repeats change nothing."""
    since = from_text(payload["since"]) - BEFORE
    p.forget(account_id)
    cursor, looked = "", 0
    while looked < MOST:
        page = p.page(account_id, cursor)
        missed = [each for each in page.conversations if _may_be_missed(each)]
        recent = [each for each in missed if each.inbound_at and each.inbound_at >= since]
        p.send([_work(each, payload["since"]) for each in recent])
        looked += len(page.conversations)
        cursor = page.cursor
        if not cursor or page.conversations[-1].last_at < since:
            return


def _may_be_missed(head: Conversation) -> bool:
    return not (head.bot_id or head.assignee_id)


def _work(head: Conversation, since: str) -> Entry:
    payload = {"conversation_id": head.id}
    return automation.on_timer(head.account_id, head.id, HEARD, since, payload)


def on_missed(p: RuntimePorts, happening: Happening) -> bool:
    """A reactor of timers: the last word, if nobody has answered it."""
    head = happening.head
    on = [flow for flow in p.flows(head.account_id) if flow.on]
    session = p.store.session(head.account_id, head.id)
    if not on or head.bot_id or head.status is not Status.OPEN or (session and session.runs):
        return True
    said = [each for each in looking.newest(p, head) if each.visibility is Visibility.PUBLIC]
    if said and said[-1].author.kind is AuthorKind.CONTACT:
        by_message(p, happening, said[-1], session, on)
    return True
