"""What a page does besides writing: sender actions.

Sources, under https://developers.facebook.com/documentation/business-messaging/:
messenger-platform/send-messages/sender-actions (react with any emoji, unreact, typing_on for at
most 20 seconds, typing_off, mark_seen), instagram-messaging/features/send-message#react (`love` is
the one reaction), instagram-messaging/features/sender-actions. An answer is {"recipient_id"}.
"""

from __future__ import annotations

from chalicelib.shared.errors import InvalidInput

Body = dict[str, object]
HEART = "❤️"


def reaction(kind: str, recipient: str, target: str, emoji: str) -> Body:
    if not target:
        raise InvalidInput("Meta knows no such message", field="seq")
    told = {"message_id": target}
    if not emoji:
        return {**action(recipient, "unreact"), "payload": told}
    name = "love" if kind == "instagram" else emoji
    return {**action(recipient, "react"), "payload": {**told, "reaction": name}}


def action(recipient: str, name: str) -> Body:
    return {"recipient": {"id": recipient}, "sender_action": name}
