"""Queues' rules as they come in, and telling routing that something about a queue has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

KNOWN_BY_ALL = timedelta(seconds=12)  # longer than an account's page is kept

if TYPE_CHECKING:
    from chalicelib.accounts.model import Queue
    from chalicelib.routing.model import Rules
    from chalicelib.wire.routing import QueueRules


def rules_of(asked: QueueRules | None) -> Rules | None:
    if asked is None:
        return None
    from chalicelib.routing.model import unpack

    return unpack(asked.model_dump())


def queue_changed(account_id: str, queue: Queue) -> None:
    """Those that wait in it are looked at again: there may be new members, or new rules."""
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account

    if not (queue.rules.routed or queue.rules.promises):
        return
    wiring_automation.to_automation(
        [on_account(account_id, "queue", {"queue_id": queue.id, "all": "1"}, once=_now())]
    )
    _look_again(account_id, queue.id)


def _look_again(account_id: str, queue_id: str) -> None:
    """Once everybody knows the new rules: what came meanwhile may have gone by the old ones."""
    from chalicelib import bindings_routing
    from chalicelib.wiring_automation import system_clock

    bindings_routing.look_at_all(account_id, queue_id, system_clock() + KNOWN_BY_ALL)


def agent_changed(account_id: str, agent_id: str) -> None:
    """He has come, gone, or may have more, or something else."""
    from chalicelib import wiring_automation
    from chalicelib.automation.model import on_account

    wiring_automation.to_automation(
        [on_account(account_id, "agent", {"agent_id": agent_id}, once=_now())]
    )


def _now() -> str:
    from chalicelib.shared.clock import to_text
    from chalicelib.wiring_automation import system_clock

    return to_text(system_clock())
