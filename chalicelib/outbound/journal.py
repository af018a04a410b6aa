"""The conversations' service as a `Journal`: the same functions, their ports given once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from chalicelib.conversations import delivery

if TYPE_CHECKING:
    from chalicelib.conversations.ports import ConversationPorts


class ConversationJournal:
    """See chalicelib/outbound/service.py."""

    def __init__(self, ports: ConversationPorts) -> None:
        self.begin_sending = partial(delivery.begin_sending, ports)
        self.record_part = partial(delivery.record_part, ports)
        self.record_sent = partial(delivery.record_sent, ports)
        self.record_waiting = partial(delivery.record_waiting, ports)
        self.record_failed = partial(delivery.record_failed, ports)
        self.record_lost = partial(delivery.record_lost, ports)
