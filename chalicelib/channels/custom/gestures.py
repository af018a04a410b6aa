"""What an owner's program is told besides messages: as it tells us, `id` of `message` names the one
that is meant, and the event's own stands beside it (docs/channels/custom.md).

`seen` and `typein` are JivoChat's (https://www.jivochat.com/docs/chat).
"""

from __future__ import annotations

from chalicelib.shared.errors import InvalidInput

Message = dict[str, object]
ABOUT_ANOTHER = frozenset({"reaction", "seen", "typein"})


def reaction(target: str, emoji: str) -> Message:
    if not target:
        raise InvalidInput("the message has no id", field="seq")
    return {"type": "reaction", "id": target, "emoji": emoji}


def seen(target: str) -> Message | None:
    return {"type": "seen", "id": target} if target else None


def typing() -> Message:
    return {"type": "typein"}
