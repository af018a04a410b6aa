"""A bot of the owner's own answers instead of a flow: what happens in a conversation goes to it.

One conversation's happenings come one after another (automation/service.py). A repeat sends the
same message with the same id again, which a bot bears.
"""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.automation.model import Happening
from chalicelib.conversations.model import AuthorKind, Conversation, Message, Status, Visibility
from chalicelib.integrations.model import Connection
from chalicelib.integrations.ports import IntegrationPorts

KIND = "bot"
EVERY = "every"  # what such a bot wants to see of its channels' messages


def bots(connections: Sequence[Connection]) -> list[Connection]:
    return [each for each in connections if each.kind == KIND]


def listens(connections: Sequence[Connection], channel_id: str) -> str:
    mine = (each for each in bots(connections) if each.on)
    return EVERY if any(channel_id in each.settings["channel_ids"] for each in mine) else ""


def react(p: IntegrationPorts, happening: Happening) -> bool:
    """True: such a bot has the conversation, or it was one's."""
    head, message = happening.head, happening.message
    known = bots(
        p.kept.get(head.account_id, p.clock(), lambda: p.store.connections(head.account_id))
    )
    holder = next((each for each in known if each.id == head.bot_id), None)
    if holder is None:
        holder = next((each for each in known if _begins(each, head, message)), None)
        if holder is None or message is None:
            return False
        head = p.doing.give(head, holder)
    elif not holder.on:
        p.doing.hand_over(head.account_id, head.id, holder.id)
        return True
    if message is not None and _is_said(message):
        _tell(p, holder, head, message)
    return True


def _begins(connection: Connection, head: Conversation, message: Message | None) -> bool:
    """With the first word of a conversation that nobody has."""
    return (
        connection.on
        and head.channel_id in connection.settings["channel_ids"]
        and not head.bot_id
        and not head.assignee_id
        and head.status is Status.OPEN
        and message is not None
        and _is_said(message)
        and message.inbound == 1
    )


def _is_said(message: Message) -> bool:
    return message.author.kind is AuthorKind.CONTACT and message.visibility is Visibility.PUBLIC


def _tell(p: IntegrationPorts, holder: Connection, head: Conversation, message: Message) -> None:
    from chalicelib.integrations import bot, service  # they load pydantic: not for everybody

    ctx = service.context(p, holder)
    p.store.remember(holder, f"chat#{head.id}", "1")
    content = message.content
    text = content.text or (content.choice.title if content.choice else "")
    told = bot.client_message(
        ctx,
        chat_id=head.id,
        contact_id=head.contact_id,
        channel=(head.channel_id, head.channel_kind),
        text=text or f"[{content.kind.value}]",
        at=message.at,
    )
    if not bot.send(ctx, "CLIENT_MESSAGE", told, key=f"{head.id}#{message.seq}"):
        p.store.mend(holder, "no answer")
        p.doing.hand_over(head.account_id, head.id, holder.id)
    elif holder.broken:
        p.store.mend(holder, "")
