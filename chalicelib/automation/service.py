"""Hand what happened to those that answer by themselves. Each decides from what is stored now, and
bears repeats; nothing else is promised of when or how often it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chalicelib.automation.model import Happening, Work
from chalicelib.conversations.model import Conversation, Message
from chalicelib.shared import log

Reactor = Callable[[Happening], bool]  # True: it has dealt with it, nobody after it is asked


@dataclass(frozen=True, slots=True)
class AutomationPorts:
    """reactors: in this order, for messages and changes. timers: by the timer's kind.
    head, message: consistent; None if there is none. account: by what happened to an agent or a
    queue."""

    head: Callable[[str, str], Conversation | None]
    message: Callable[[str, str, int], Message | None]
    reactors: Sequence[Reactor]
    timers: Mapping[str, Reactor]
    account: Mapping[str, Callable[[Work], None]] = field(default_factory=dict)


def handle(p: AutomationPorts, work: Work) -> None:
    if work.kind == "account":
        if work.name in p.account:
            p.account[work.name](work)
        return
    head = p.head(work.account_id, work.conversation_id)
    if head is None:
        log.line("automation.nothing", kind=work.kind)
        return
    happening = Happening(work, head)
    if work.kind == "timer":
        reactor = p.timers.get(work.name)
        if reactor is None:
            log.line("automation.unknown", kind=work.name)
        else:
            reactor(happening)
        return
    if work.kind == "message":
        message = p.message(work.account_id, work.conversation_id, work.seq)
        happening = replace(happening, message=message)
    for reactor in p.reactors:
        if reactor(happening):
            return
