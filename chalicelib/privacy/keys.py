"""Where a contact's data lies: the keys of docs/data.md, as whoever erases needs them. Pure.

Each domain writes its own rows; this is the map of them all. tests/app/test_api_privacy.py looks
for an erased contact's words in every item of the table, so that a new kind of row that is missing
here does not stay unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.conversations import keys
from chalicelib.conversations.model import Message, Status
from chalicelib.mail.model import thread_of
from chalicelib.privacy.model import Plan
from chalicelib.shared.clock import to_text

Key = tuple[str, str]


def leading_to(account_id: str, plan: Plan, message: Message) -> Iterator[Key]:
    """What leads to it, wherever that may be."""
    of_visitor = f"{plan.channel_id}#{plan.sender}"
    reached = f"{plan.channel_id}#reached"
    for scope in (plan.channel_id, plan.id, of_visitor, f"{of_visitor}#team", reached):
        for id in dict.fromkeys((message.dedup, message.provider_id)):
            if id:
                yield keys.reference(account_id, scope, id), "ref"
    mark = f"{to_text(message.at)}#{plan.id}#{message.seq:010d}"
    for agent_id in dict.fromkeys(message.content.mentions):
        yield f"A#{account_id}#M#{agent_id}", f"m#{mark}"


def itself(account_id: str, plan: Plan, message: Message) -> Key:
    return keys.conversation(account_id, plan.id), keys.message(message.seq)


def beside_message(account_id: str, plan: Plan, message: Message) -> Iterator[Key]:
    """What stands of it beside whoever the contact was and is."""
    mark = f"{to_text(message.at)}#{plan.id}#{message.seq:010d}"
    for contact_id in sorted({plan.contact_id, plan.visitor_id, message.contact_id} - {""}):
        for prefix in ("n", "f"):
            yield keys.contact(account_id, contact_id), f"{prefix}#{mark}"


def of_conversation(account_id: str, plan: Plan) -> Iterator[Key]:
    place = f"{plan.opened_at}#{plan.id}"
    for label in plan.labels:
        for status in Status:
            yield keys.tagged(account_id, label, status.value), place
    for contact_id in sorted({plan.contact_id, plan.visitor_id} - {""}):
        yield keys.contact(account_id, contact_id), keys.pointer(plan.opened_at, plan.id)
    yield f"A#{account_id}#O#{plan.id}", "~route"
    yield f"A#{account_id}#bot#{plan.id}", "session"


def partitions_of(account_id: str, plan: Plan) -> dict[str, str]:
    """Whole partitions of a conversation, by what a receipt calls their rows."""
    found = {
        "scheduled": f"A#{account_id}#W#{plan.id}",
        "answers": f"A#{account_id}#Y#C#{plan.id}",
        "rows": f"A#{account_id}#beside#{plan.id}",
    }
    if "@" in plan.sender:
        thread = thread_of(plan.channel_id, plan.sender)
        found["letters"] = f"A#{account_id}#mail#{plan.channel_id}#{thread}"
    return found


def shelf(account_id: str, channel_id: str) -> str:
    return keys.orphans(account_id, channel_id)


def contact(account_id: str, contact_id: str) -> str:
    return keys.contact(account_id, contact_id)


def handle(account_id: str, sk: str) -> str:
    """The partition of the handle that a row `h#{handle}` beside the contact tells of."""
    return f"A#{account_id}#H#{sk.removeprefix('h#')}"


def call(account_id: str, sk: str) -> Key:
    """The call of an inbound webhook that a row `i#{inlet}#{call}` beside the contact tells of."""
    inlet_id, _, id = sk.removeprefix("i#").partition("#")
    return f"A#{account_id}#inlet#{inlet_id}", f"d#{id}"


def ledgers(account_id: str) -> dict[str, str]:
    """Where an account's webhooks, inbound webhooks, integrations and flows are listed, each as
    `{word}#{id}`; and what their ids stand behind in the partitions of their ledgers."""
    return {
        f"A#{account_id}#flows": f"A#{account_id}#flow#",
        f"A#{account_id}#hooks": f"A#{account_id}#hook#",
        f"A#{account_id}#inlets": f"A#{account_id}#inlet#",
        f"A#{account_id}#apps": f"A#{account_id}#app#",
    }


def logs(ledger: str, sk: str) -> bool:
    """Whether a row of it tells what happened. Of a flow: its ended sessions and what called it;
    drafts, versions and counts are nobody's."""
    return "#flow#" not in ledger or sk.startswith(("s#", "h#"))


def tokens(account_id: str) -> str:
    return f"A#{account_id}#api"


def answers(account_id: str, token_id: str) -> str:
    """In the table of what passes."""
    return f"I#{account_id}#{token_id}"


def callbacks(account_id: str) -> str:
    return f"A#{account_id}#L"


def room(account_id: str, room_id: str) -> str:
    return f"A#{account_id}#T#{room_id}"


def rooms_of(account_id: str, agent_id: str) -> str:
    return f"A#{account_id}#G#{agent_id}"


def rules(account_id: str) -> Key:
    return f"A#{account_id}#Z", "~retention"


def receipt(account_id: str, at: str, id: str) -> Key:
    return f"A#{account_id}#Z", f"{at}#{id}"
