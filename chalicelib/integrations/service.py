"""Integrations for their administrators: connected, tried, changed, removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.integrations import granting
from chalicelib.integrations.base import Ctx, Integration
from chalicelib.integrations.links import token
from chalicelib.integrations.model import MOST, Connection, Refused
from chalicelib.integrations.oauth import KEY, OAUTH, WAITING, is_idle
from chalicelib.integrations.ports import IntegrationPorts
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id

if TYPE_CHECKING:
    from pydantic import BaseModel

BOT = "bot"  # what answers by itself is told of these


def connections(p: IntegrationPorts, *, account_id: str) -> list[Connection]:
    return p.store.connections(account_id)


def connection(p: IntegrationPorts, *, account_id: str, id: str) -> Connection:
    """Raises NotFound."""
    found = p.store.connection(account_id, id)
    if found is None:
        raise NotFound("no such integration")
    return found


def url(p: IntegrationPorts, connection: Connection) -> str:
    """Where its service calls us."""
    told = token(p.key(connection.account_id), connection.account_id, connection.id)
    return f"{p.public_url}/api/apps/{told}"


def add(
    p: IntegrationPorts,
    *,
    account_id: str,
    kind: str,
    name: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    way: str = KEY,
) -> Connection:
    """Tried before it is kept; by the way of consent it waits for that (consent.py). Raises
    InvalidInput, Refused, Conflict."""
    if len(p.store.connections(account_id)) >= MOST:
        raise Conflict(f"an account has {MOST} integrations at most")
    now, integration = p.clock(), p.get(kind)
    model = _secrets_of(integration, way)
    made = Connection(
        id=new_id(now),
        account_id=account_id,
        kind=kind,
        name=name.strip() or kind,
        settings=_checked(integration.Settings, settings, "settings"),
        created_at=now,
        way=way,
    )
    opened = _secrets(model, secrets)
    if way == OAUTH:
        _know(p, made)
        return saved(p, replace(_sealed(p, made, opened), broken=WAITING))
    return _kept(p, made, opened)


def change(
    p: IntegrationPorts,
    *,
    account_id: str,
    id: str,
    version: int,
    name: str | None = None,
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    on: bool | None = None,
) -> Connection:
    """None leaves a part as it is, and so does a secret that is not given. Raises NotFound,
    InvalidInput, Refused, Conflict, TryAgain."""
    before = connection(p, account_id=account_id, id=id)
    if before.version != version:
        raise Conflict("somebody changed this integration at the same time")
    integration = p.get(before.kind)
    after = before
    if name is not None:
        after = replace(after, name=name.strip() or before.kind)
    if settings is not None:
        after = replace(after, settings=_checked(integration.Settings, settings, "settings"))
    if on is not None:
        after = replace(after, on=on)
    opened = granting.opened_secrets(p, before)
    given = {name: value for name, value in (secrets or {}).items() if value}
    if given:
        opened = _secrets(_secrets_of(integration, before.way), {**opened, **given})
    if settings is None and not given:
        return saved(p, after)
    if before.way == OAUTH:
        return _consented(p, after, opened, given)
    return _kept(p, after, opened)


def _consented(
    p: IntegrationPorts,
    connection: Connection,
    secrets: Mapping[str, str],
    given: Mapping[str, str],
) -> Connection:
    """Another app of the owner's needs another grant; else what changed is tried."""
    _know(p, connection)
    sealed = _sealed(p, connection, secrets) if given else connection
    if "client_id" in given or "client_secret" in given:
        p.store.forget_grant(connection)
        return saved(p, replace(sealed, broken=WAITING))
    if is_idle(connection.broken):
        return saved(p, sealed)
    return saved(p, replace(sealed, facts=_tried(p, granting.context(p, sealed)), broken=""))


def remove(p: IntegrationPorts, *, account_id: str, id: str) -> None:
    """Raises NotFound."""
    before = p.store.connection(account_id, id)
    if before is None or not p.store.remove(account_id, id):
        raise NotFound("no such integration")
    _heard(p, before)


def test(p: IntegrationPorts, *, account_id: str, id: str) -> Connection:
    """Try it now. Raises NotFound, Refused, TryAgain."""
    found = connection(p, account_id=account_id, id=id)
    try:
        p.get(found.kind).check(granting.context(p, found))
    except Refused as problem:
        why = granting.refused(p, found, problem)
        p.store.mend(found, why)
        raise Refused(why) from None
    p.store.mend(found, "")
    return replace(found, broken="")


def context(p: IntegrationPorts, connection: Connection) -> Ctx:
    """Of what a service tells: without a token to call it."""
    opened = granting.opened_secrets(p, connection)
    return Ctx(connection, opened, p.fetch, p.store, p.doing, p.clock())


def _kept(p: IntegrationPorts, connection: Connection, secrets: Mapping[str, str]) -> Connection:
    _know(p, connection)
    ctx = Ctx(connection, secrets, p.fetch, p.store, p.doing, p.clock())
    after = replace(_sealed(p, connection, secrets), facts=_tried(p, ctx), broken="")
    return saved(p, after)


def _know(p: IntegrationPorts, connection: Connection) -> None:
    p.known(connection.account_id, connection.settings.get("channel_ids", ()))


def _tried(p: IntegrationPorts, ctx: Ctx) -> dict[str, str]:
    try:
        return dict(p.get(ctx.connection.kind).check(ctx))
    except Refused as problem:
        raise Refused(problem.detail, field=problem.field or "secrets") from None


def _sealed(p: IntegrationPorts, connection: Connection, secrets: Mapping[str, str]) -> Connection:
    sealed = ""
    if any(secrets.values()):
        sealed = p.secrets.encrypt(json.dumps(secrets), account_id=connection.account_id)
    names = tuple(sorted(name for name, value in secrets.items() if value))
    return replace(connection, sealed=sealed, secret_names=names)


def _secrets_of(integration: Integration, way: str) -> type[BaseModel]:
    if way == KEY:
        return integration.Secrets
    if integration.oauth is None:
        raise InvalidInput("this integration is connected by a key", field="way")
    return integration.oauth.Secrets


def manifest(p: IntegrationPorts, kind: str, *, back: str, url: str = "") -> str:
    """A text of which the service makes the owner's app; '' if it has no such thing."""
    declared = p.get(kind).oauth
    return declared.manifest(back, url) if declared and declared.manifest else ""


def saved(p: IntegrationPorts, connection: Connection) -> Connection:
    if connection.on:  # first: who dies here has told too much, not too little
        p.watch(connection.account_id, True)
    kept = p.store.save(connection)
    _heard(p, connection)
    return kept


def _heard(p: IntegrationPorts, connection: Connection) -> None:
    account_id = connection.account_id
    p.kept.forget(account_id)
    watched = _is_on(p, account_id)
    p.watch(account_id, watched)
    if not watched and _is_on(p, account_id):  # connected by somebody else, between the two lines
        p.watch(account_id, True)
    if connection.kind == BOT:
        p.changed(account_id)


def _is_on(p: IntegrationPorts, account_id: str) -> bool:
    return any(each.on for each in p.store.connections(account_id))


def _secrets(model: type[BaseModel], values: Mapping[str, str]) -> dict[str, str]:
    return _checked(model, values, "secrets")


def _checked(model: type[BaseModel], values: Mapping[str, Any], part: str) -> dict[str, Any]:
    """Raises InvalidInput, as "settings.channel"; its words repeat nothing of the input."""
    from pydantic import ValidationError

    try:
        return model.model_validate(dict(values)).model_dump(mode="json")
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(each) for each in (part, *first["loc"]))
        raise InvalidInput(first["msg"].removeprefix("Value error, "), field=where) from None
