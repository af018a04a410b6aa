"""Inbound webhooks for their administrators: the addresses, their ledgers, and doing it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.inlets import bodies, links, mapping
from chalicelib.inlets.model import MOST, SAMPLES, Entry, Field, Inlet, State, again
from chalicelib.inlets.ports import InletPorts, Page
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id

PAGE = 25
_HEADER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_TAKEN = frozenset({"host", "content-type", "content-length", "authorization", "cookie"})


def inlets(p: InletPorts, *, account_id: str) -> list[Inlet]:
    return p.store.inlets(account_id)


def inlet(p: InletPorts, *, account_id: str, id: str) -> Inlet:
    """Raises NotFound."""
    found = p.store.inlet(account_id, id)
    if found is None:
        raise NotFound("no such webhook")
    return found


def url(p: InletPorts, inlet: Inlet) -> str:
    told = links.Named(inlet.account_id, inlet.id, inlet.turn)
    return f"{p.public_url}/api/in/{links.token(p.key(inlet.account_id), told)}"


def add(p: InletPorts, *, account_id: str, name: str, channel_id: str) -> Inlet:
    """With nothing mapped: it captures samples. Raises InvalidInput, Conflict."""
    if len(p.store.inlets(account_id)) >= MOST:
        raise Conflict(f"an account has {MOST} inbound webhooks at most")
    now = p.clock()
    made = Inlet(
        id=new_id(now),
        account_id=account_id,
        name=_name(name),
        channel_id=channel_id,
        created_at=now,
    )
    p.check(made)
    p.shown(account_id)  # first: who dies here is followed by who finds it done
    return p.store.save(made)


def change(
    p: InletPorts,
    *,
    account_id: str,
    id: str,
    version: int,
    values: Mapping[str, Any],
    fields: Sequence[Field] | None = None,
    secret: str | None = None,
) -> Inlet:
    """values: of name, channel_id, queue_id, flow_id, dedupe, region, header, on; what is not in it
    stays. secret: the key of the signatures; '' = calls are not signed. Raises NotFound,
    InvalidInput, Conflict."""
    before = inlet(p, account_id=account_id, id=id)
    if before.version != version:
        raise Conflict("somebody changed this webhook at the same time")
    after = replace(before, **values)
    if "name" in values:
        after = replace(after, name=_name(after.name))
    if after.dedupe:
        bodies.checked_path(after.dedupe, "dedupe")
    if fields is not None:
        after = replace(after, mapping=mapping.checked(fields))
    after = replace(after, region=_region(after.region), header=_header(after.header))
    if secret is not None:
        sealed = p.secrets.encrypt(secret, account_id=account_id) if secret else ""
        after = replace(after, sealed=sealed)
    if after.header and not after.sealed:
        raise InvalidInput("give the secret that calls are signed with", field="secret")
    if after.sealed and not after.header:
        raise InvalidInput("name the header that carries the signature", field="header")
    p.check(after)
    return p.store.save(after)


def renew(p: InletPorts, *, account_id: str, id: str) -> Inlet:
    """Another address; the one before it is void at once. Raises NotFound, Conflict."""
    before = inlet(p, account_id=account_id, id=id)
    return p.store.save(replace(before, turn=before.turn + 1))


def remove(p: InletPorts, *, account_id: str, id: str) -> None:
    """Raises NotFound."""
    if not p.store.remove(account_id, id):
        raise NotFound("no such webhook")


def ledger(
    p: InletPorts, *, account_id: str, id: str, position: str = "", limit: int = PAGE
) -> Page:
    """The newest first. Raises NotFound."""
    inlet(p, account_id=account_id, id=id)
    return p.store.entries(account_id, id, position=position, limit=limit)


def samples(p: InletPorts, *, account_id: str, id: str) -> list[tuple[Entry, Any]]:
    """The newest calls with their bodies, trimmed. Raises NotFound."""
    found = ledger(p, account_id=account_id, id=id, limit=SAMPLES).entries
    return [(each, shown(each)) for each in found]


def shown(entry: Entry) -> Any:
    return bodies.trimmed(bodies.read(entry.body, form=entry.form))


def entry(p: InletPorts, *, account_id: str, id: str, entry_id: str) -> Entry:
    """Raises NotFound."""
    found = p.store.entry(account_id, id, entry_id)
    if found is None:
        raise NotFound("no such call")
    return found


def replay(p: InletPorts, *, account_id: str, id: str, entry_id: str) -> Entry:
    """Once more, with the mapping as it is now. Raises NotFound, InvalidInput (mapping), Conflict
    while it is being done."""
    held = inlet(p, account_id=account_id, id=id)
    if not held.mapping:
        raise InvalidInput("nothing is mapped yet", field="mapping")
    before = entry(p, account_id=account_id, id=id, entry_id=entry_id)
    after = again(before)
    if before.state is State.WAITING:
        p.work(before)  # it may have been lost on its way
        return before
    if not p.store.record(after, round=before.round):
        raise Conflict("it is being done just now")
    p.work(after)
    return after


def _name(text: str) -> str:
    name = text.strip()
    if not name:
        raise InvalidInput("is needed", field="name")
    return name


def _region(text: str) -> str:
    region = text.strip().upper()
    if region and not (len(region) == 2 and region.isascii() and region.isalpha()):
        raise InvalidInput("two letters, as in BR", field="region")
    return region


def _header(text: str) -> str:
    name = text.strip().lower()
    if name in _TAKEN or not set(name) <= _HEADER or len(name) > 60:
        raise InvalidInput("must be a header's name like X-Signature", field="header")
    return name
