"""Integrations for their administrators: connected, tried, changed, removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from chalicelib.integrations.base import Ctx
from chalicelib.integrations.links import token
from chalicelib.integrations.model import MOST, Connection, Refused
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
) -> Connection:
    """Tried before it is kept. Raises InvalidInput, Refused, Conflict."""
    if len(p.store.connections(account_id)) >= MOST:
        raise Conflict(f"an account has {MOST} integrations at most")
    now, integration = p.clock(), p.get(kind)
    made = Connection(
        id=new_id(now),
        account_id=account_id,
        kind=kind,
        name=name.strip() or kind,
        settings=_checked(integration.Settings, settings, "settings"),
        created_at=now,
    )
    return _kept(p, made, _secrets(integration.Secrets, secrets))


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
    InvalidInput, Refused, Conflict."""
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
    opened = opened_secrets(p, before)
    if secrets:
        opened = _secrets(
            integration.Secrets, {**opened, **{k: v for k, v in secrets.items() if v}}
        )
    if settings is None and not secrets:
        return _saved(p, after)
    return _kept(p, after, opened)


def remove(p: IntegrationPorts, *, account_id: str, id: str) -> None:
    """Raises NotFound."""
    before = p.store.connection(account_id, id)
    if before is None or not p.store.remove(account_id, id):
        raise NotFound("no such integration")
    _heard(p, before)


def test(p: IntegrationPorts, *, account_id: str, id: str) -> Connection:
    """Try it now. Raises NotFound, Refused."""
    found = connection(p, account_id=account_id, id=id)
    try:
        p.get(found.kind).check(context(p, found))
    except Refused as problem:
        p.store.mend(found, problem.detail)
        raise
    p.store.mend(found, "")
    return replace(found, broken="")


def context(p: IntegrationPorts, connection: Connection) -> Ctx:
    return Ctx(connection, opened_secrets(p, connection), p.fetch, p.store, p.doing, p.clock())


def opened_secrets(p: IntegrationPorts, connection: Connection) -> dict[str, str]:
    if not connection.sealed:
        return {}
    told = p.secrets.decrypt(connection.sealed, account_id=connection.account_id)
    found: dict[str, str] = json.loads(told)
    return found


def _kept(p: IntegrationPorts, connection: Connection, secrets: Mapping[str, str]) -> Connection:
    p.known(connection.account_id, connection.settings.get("channel_ids", ()))
    ctx = Ctx(connection, secrets, p.fetch, p.store, p.doing, p.clock())
    try:
        facts = p.get(connection.kind).check(ctx)
    except Refused as problem:
        raise Refused(problem.detail, field=problem.field or "secrets") from None
    sealed = ""
    if any(secrets.values()):
        sealed = p.secrets.encrypt(json.dumps(secrets), account_id=connection.account_id)
    names = tuple(sorted(name for name, value in secrets.items() if value))
    after = replace(connection, facts=dict(facts), sealed=sealed, secret_names=names, broken="")
    return _saved(p, after)


def _saved(p: IntegrationPorts, connection: Connection) -> Connection:
    if connection.on:  # first: who dies here has told too much, not too little
        p.watch(connection.account_id, True)
    saved = p.store.save(connection)
    _heard(p, connection)
    return saved


def _heard(p: IntegrationPorts, connection: Connection) -> None:
    account_id = connection.account_id
    p.kept.forget(account_id)
    p.watch(account_id, any(each.on for each in p.store.connections(account_id)))
    if connection.kind == BOT:
        p.changed(account_id)


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
