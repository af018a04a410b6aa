"""An endpoint that is switched off by itself, and who hears of it.

What is to be done is put into the queue before the endpoint is switched off: who dies in between
is followed by who does both. A letter goes once; only who dies while he sends it is followed by
who sends it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chalicelib.shared.errors import TryAgain
from chalicelib.shared.queues import entry
from chalicelib.webhooks.model import Endpoint, Off
from chalicelib.webhooks.ports import WebhookPorts
from chalicelib.webhooks.warning import BY_ITSELF

SENDING = timedelta(minutes=5)  # after which who began to send is taken for dead


def disable(p: WebhookPorts, endpoint: Endpoint, why: Off) -> None:
    work = {
        "account_id": endpoint.account_id,
        "endpoint_id": endpoint.id,
        "off": why.value,
        "version": endpoint.version,
    }
    p.enqueue([entry(work)])
    p.store.switch_off(endpoint.account_id, endpoint.id, why)


def disabled(p: WebhookPorts, told: Mapping[str, Any]) -> None:
    """What `disable` put into the queue. A repeat sends nothing; neither does one that comes after
    somebody has switched the endpoint on again. Raises TryAgain."""
    ids = (told["account_id"], told["endpoint_id"])
    found = p.store.endpoint(*ids)
    if found and not found.off and found.version == told["version"]:
        p.store.switch_off(*ids, Off(told["off"]))
        found = p.store.endpoint(*ids)
    if not found or found.off not in BY_ITSELF or found.version != told["version"] + 1:
        return
    if not p.store.begin_letter(*ids, now=p.clock(), since=p.clock() - SENDING):
        if not p.store.letter_sent(*ids):
            raise TryAgain("somebody is sending it")
        return
    p.warn(found)
    p.store.end_letter(*ids)
