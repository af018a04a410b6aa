"""A call of an inbound webhook: stored first, then done in the queue of what answers by itself.

Whatever is cut short is finished by the queue's next try, or by the caller's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.inlets import bodies, links, mapping
from chalicelib.inlets.model import (
    MOST_BODY,
    MOST_KEPT,
    SAME_BODY,
    SAME_FIELD,
    Entry,
    Inlet,
    State,
    failed,
)
from chalicelib.inlets.ports import InletPorts
from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import InvalidInput, NotFound, TooLarge
from chalicelib.shared.ids import derived_id


def named(p: InletPorts, token: str) -> links.Named:
    """Raises NotFound unless it is an address of ours."""
    told = links.named(token)
    links.verify(p.key(told.account_id), token)
    return told


def accept(p: InletPorts, *, told: links.Named, raw: bytes, headers: Mapping[str, str]) -> Entry:
    """The call as it was stored: now, or before. headers: by their lower-case names.

    Raises NotFound (also of one that is off or has another address now), TooLarge, Unauthenticated,
    UnsupportedMediaType, Malformed, InvalidInput.
    """
    inlet = p.store.inlet(told.account_id, told.inlet_id)
    if inlet is None or not inlet.on or inlet.turn != told.turn:
        raise NotFound("no such webhook")
    if len(raw) > MOST_BODY:
        raise TooLarge(f"a body may have at most {MOST_BODY // 1024} KB")
    if inlet.header:
        key = p.secrets.decrypt(inlet.sealed, account_id=inlet.account_id)
        bodies.verify(raw, key, headers.get(inlet.header, ""))
    text, form = bodies.taken(headers.get("content-type", ""), raw)
    if len(text.encode()) > MOST_KEPT:
        raise TooLarge("the form is too large; leave files out of it")
    entry = _entry(p, inlet, text, form=form)
    there = p.store.add(entry)
    known = there or entry
    if known.state is State.WAITING:
        p.work(known)
    return known


def _entry(p: InletPorts, inlet: Inlet, text: str, *, form: bool) -> Entry:
    """Raises Malformed, or InvalidInput if the chosen field is not there."""
    body = bodies.read(text, form=form)
    now = to_milliseconds(p.clock())
    value = bodies.at(body, inlet.dedupe) if inlet.dedupe else ""
    if inlet.dedupe and not value:
        raise InvalidInput("tells calls apart, and is empty", field=inlet.dedupe[1:])
    key = _hashed(f"f#{inlet.dedupe}#{value}" if value else f"b#{text}")
    id = f"{int(now.timestamp() * 1000):013d}-{derived_id(inlet.id, key)}"
    since = now - (SAME_FIELD if value else SAME_BODY)
    id = p.store.claim(inlet.account_id, inlet.id, key, id, now=now, since=since)
    return Entry(
        id=id,
        account_id=inlet.account_id,
        inlet_id=inlet.id,
        at=now,
        body=text,
        form=form,
        state=State.WAITING if inlet.mapping else State.CAPTURED,
    )


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]


def work(p: InletPorts, *, account_id: str, inlet_id: str, entry_id: str, round: int) -> None:
    """Make contact and conversation of it. A repeat adds nothing. Raises what is to be tried
    again; what is wrong with the call is written into the ledger."""
    inlet = p.store.inlet(account_id, inlet_id)
    entry = p.store.entry(account_id, inlet_id, entry_id)
    if inlet is None or entry is None or entry.state is not State.WAITING or entry.round != round:
        return
    p.store.record(_done(p, inlet, entry), round=round)


def _done(p: InletPorts, inlet: Inlet, entry: Entry) -> Entry:
    lead = mapping.lead_of(inlet.mapping, bodies.read(entry.body, form=entry.form))
    if not lead.somebody:
        return failed(entry, "nobody", "")
    try:
        taken = p.take(inlet, entry, lead)
    except (InvalidInput, NotFound) as problem:
        return failed(entry, problem.detail, getattr(problem, "field", None) or "")
    after = replace(
        entry,
        state=State.DONE,
        contact_id=taken.contact_id,
        conversation_id=taken.conversation_id,
        left_out=taken.left_out,
    )
    p.store.mark(after)
    return after
