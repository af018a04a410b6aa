"""As `bindings`: everywhere that a blocked contact is marked, so that nothing need look for it."""

from __future__ import annotations

from chalicelib import wiring


def in_store(account_id: str, contact_id: str, blocked: bool) -> None:
    """On his channels and in his records as a website's visitor: the main table alone."""
    _in_store(account_id, contact_id, blocked)


def everywhere(account_id: str, contact_id: str, blocked: bool) -> None:
    """And for the pages and sockets that he has open. Repeatable."""
    from chalicelib.realtime import service as realtime
    from chalicelib.visitors import live

    for visitor_id in _in_store(account_id, contact_id, blocked):
        ids = {"account_id": account_id, "contact_id": visitor_id}
        live.block(wiring.live_ports(), blocked=blocked, **ids)
        realtime.block_visitor(wiring.realtime_ports(), blocked=blocked, **ids)


def _in_store(account_id: str, contact_id: str, blocked: bool) -> set[str]:
    """Answers the ids under which he is a visitor."""
    from chalicelib.callbacks import service as callbacks
    from chalicelib.conversations import people
    from chalicelib.visitors import service

    visitors = people.block_contact(
        wiring.conversation_ports(), account_id=account_id, contact_id=contact_id, blocked=blocked
    )
    for visitor_id in visitors:
        service.set_blocked(
            wiring.visitor_ports(), account_id=account_id, contact_id=visitor_id, blocked=blocked
        )
    if blocked:
        callbacks.silence(
            wiring.callback_ports(), account_id=account_id, contact_ids={contact_id, *visitors}
        )
    return visitors
