"""What a connection may do at its service: the secrets that people typed in, and, where it was
connected by consent, an access token that is had anew before it ends.

One process refreshes at a time (a lease in the table): services like Slack take each refresh token
once. Who dies in between is followed, when the lease has ended, by who tries again: a message that
was queued before the service was asked, so that a token which was lost with him is found out, and
told to administrators, within a minute, and not when it is needed next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from chalicelib.integrations import oauth
from chalicelib.integrations.base import Ctx
from chalicelib.integrations.model import Connection, Refused
from chalicelib.integrations.oauth import LEASE, LOST, OAUTH, SOON, Grant, OAuth, Tokens
from chalicelib.integrations.ports import IntegrationPorts
from chalicelib.shared import log
from chalicelib.shared.errors import AppError, TryAgain
from chalicelib.shared.queues import Entry, entry

RENEW = "~renew"  # in the place of a job's name: whether a renewal ended
FRESH = timedelta(minutes=1)  # a token of this age that is refused will not be better for renewing


def opened_secrets(p: IntegrationPorts, connection: Connection) -> dict[str, str]:
    return _opened(p, connection, connection.sealed)


def context(p: IntegrationPorts, connection: Connection) -> Ctx:
    """To call the service with. Raises Refused if nobody has consented, or no more; TryAgain while
    another process has the token renewed."""
    secrets = opened_secrets(p, connection)
    declared = p.get(connection.kind).oauth
    if connection.way == OAUTH and declared is not None:
        if oauth.is_idle(connection.broken):
            raise Refused(connection.broken)
        secrets |= {oauth.TOKEN: _token(p, connection, declared, secrets)}
    return Ctx(connection, secrets, p.fetch, p.store, p.doing, p.clock())


def keep(p: IntegrationPorts, connection: Connection, tokens: Tokens, number: int) -> Grant:
    """number: of the grant that this one follows, 0 = none. Raises Conflict."""
    now = p.clock()
    both = json.dumps({"access": tokens.access, "refresh": tokens.refresh})
    sealed = p.secrets.encrypt(both, account_id=connection.account_id)
    ends = now + timedelta(seconds=tokens.seconds) if tokens.seconds else None
    grant = Grant(sealed, ends, number + 1, now)
    p.store.keep_grant(connection, grant)
    return grant


def look_after(p: IntegrationPorts, connection: Connection, number: int) -> None:
    """A while after the renewal of that grant began. Raises TryAgain."""
    declared = p.get(connection.kind).oauth
    grant = p.store.grant(connection)
    if declared is None or grant is None or grant.number != number:
        return
    if oauth.is_idle(connection.broken):
        return
    secrets = opened_secrets(p, connection)
    must = _is_over(grant, p.clock())
    try:
        _renewed(p, connection, declared, secrets, grant, must=must, again=True)
    except Refused as lost:
        log.line("integration.renewal_lost", kind=connection.kind, why=lost.detail)


def refused(p: IntegrationPorts, connection: Connection, problem: Refused) -> str:
    """After a call that was refused: why the connection does not work. If the service takes the
    token no more, it is had anew, and TryAgain is raised; or somebody must consent again."""
    declared = p.get(connection.kind).oauth
    if connection.way != OAUTH or declared is None or problem.detail not in declared.stale:
        return problem.detail
    grant = p.store.grant(connection)
    if grant is None:
        return problem.detail
    if p.clock() - grant.at < FRESH:
        return _lost(p, connection, problem.detail)
    try:
        _renewed(p, connection, declared, opened_secrets(p, connection), grant, must=True)
    except Refused as lost:
        return lost.detail
    raise TryAgain("the token was renewed")


def _token(
    p: IntegrationPorts, connection: Connection, declared: OAuth, secrets: Mapping[str, str]
) -> str:
    grant = p.store.grant(connection)
    if grant is None:
        raise Refused(oauth.WAITING)
    if grant.ends is not None and grant.ends - SOON <= p.clock():
        grant = _renewed(p, connection, declared, secrets, grant, must=_is_over(grant, p.clock()))
    return _opened(p, connection, grant.sealed)["access"]


def _renewed(
    p: IntegrationPorts,
    connection: Connection,
    declared: OAuth,
    secrets: Mapping[str, str],
    grant: Grant,
    *,
    must: bool,
    again: bool = False,
) -> Grant:
    """must: the one that there is does not serve any more. again: this looks after another
    renewal, and is not looked after. Raises Refused, TryAgain."""
    refresh = _opened(p, connection, grant.sealed)["refresh"]
    if not refresh:
        return _ended(p, connection, grant, must)
    if not p.store.lease(connection, grant.number, p.clock(), p.clock() + LEASE):
        return _others(p, connection, grant, must)
    form = {"grant_type": "refresh_token", "refresh_token": refresh}
    try:
        if not again:
            p.enqueue([_watch(connection, grant.number)])
        tokens = exchanged(p, declared, secrets, form)
    except Refused as problem:
        raise Refused(_lost(p, connection, problem.detail)) from None
    except AppError:
        p.store.release(connection, grant.number)
        if must:
            raise
        return grant  # it is good for some minutes yet
    kept = Tokens(tokens.access, tokens.refresh or refresh, tokens.seconds)
    log.line("integration.renewed", kind=connection.kind, number=grant.number + 1)
    return keep(p, connection, kept, grant.number)


def _watch(connection: Connection, number: int) -> Entry:
    told = {"account_id": connection.account_id, "connection_id": connection.id}
    work = {**told, "key": f"{RENEW}{number}", "name": RENEW, "data": {"number": str(number)}}
    return entry(work, delay=int(LEASE.total_seconds()) + 10)


def _ended(p: IntegrationPorts, connection: Connection, grant: Grant, must: bool) -> Grant:
    if must:
        raise Refused(_lost(p, connection, "no refresh token"))
    return grant


def _others(p: IntegrationPorts, connection: Connection, grant: Grant, must: bool) -> Grant:
    """Somebody else has it renewed at this moment, or has just done so."""
    found = p.store.grant(connection)
    if found is not None and (found.number != grant.number or not must):
        return found
    raise TryAgain("the token is being renewed")


def exchanged(
    p: IntegrationPorts, declared: OAuth, secrets: Mapping[str, str], form: Mapping[str, str]
) -> Tokens:
    """Raises Refused, TryAgain, NoAnswer."""
    headers, body = oauth.exchange(declared, secrets, form)
    answer = p.fetch(
        "POST", declared.tokens, headers=headers, body=body, seconds=10.0, limit=64 * 1024
    )
    if answer.status == 429 or answer.status >= 500:
        raise TryAgain(f"HTTP {answer.status}")
    return declared.read(answer)


def _lost(p: IntegrationPorts, connection: Connection, why: str) -> str:
    """Somebody must consent again; administrators are told."""
    log.line("integration.lost", kind=connection.kind, why=why)
    told = f"{LOST} {why}".strip()[:300]
    if p.store.mend(connection, told):
        p.warn(connection, why)
    p.kept.forget(connection.account_id)
    return told


def _is_over(grant: Grant, now: datetime) -> bool:
    return grant.ends is not None and grant.ends <= now


def _opened(p: IntegrationPorts, connection: Connection, sealed: str) -> dict[str, str]:
    if not sealed:
        return {}
    told = p.secrets.decrypt(sealed, account_id=connection.account_id)
    found: dict[str, str] = json.loads(told)
    return found
