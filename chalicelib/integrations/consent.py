"""Connecting by consent: somebody is sent to the service, says yes, and comes back with a code.

He comes back to the console, which gives the code to us as the agent who is signed in: a state is
bound to the account, the agent and the connection that asked, lives for ten minutes, and is taken
once. Who slips somebody else a code of his own is refused, since that state is not the victim's
(https://www.rfc-editor.org/rfc/rfc9700#section-4.7). Where to come back to is said by us alone.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.integrations import granting, oauth, service
from chalicelib.integrations.base import Ctx
from chalicelib.integrations.model import Connection, Refused
from chalicelib.integrations.oauth import ASKED, Ask, OAuth
from chalicelib.integrations.ports import IntegrationPorts
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound

BACK = "/settings/integrations/connected"
RANDOM = 32  # bytes of a state, and of a verifier


def back(p: IntegrationPorts) -> str:
    """Where the service sends people back to: registered there, letter by letter."""
    return f"{p.public_url}{BACK}"


def begin(p: IntegrationPorts, *, account_id: str, agent_id: str, id: str) -> str:
    """The address to go to. Raises NotFound, Conflict."""
    found = service.connection(p, account_id=account_id, id=id)
    declared = _declared(p, found)
    state = oauth.plain(p.chance(RANDOM))
    verifier = oauth.plain(p.chance(RANDOM)) if declared.pkce else ""
    sealed = p.secrets.encrypt(verifier, account_id=account_id) if verifier else ""
    ask = Ask(found.id, agent_id, p.clock() + ASKED, sealed)
    p.store.keep_ask(account_id, oauth.hashed(state), ask)
    return p.outside(
        oauth.consent_url(
            declared,
            client_id=granting.opened_secrets(p, found)["client_id"],
            secrets=found.secret_names,
            back=back(p),
            state=state,
            verifier=verifier,
        )
    )


def finish(
    p: IntegrationPorts, *, account_id: str, agent_id: str, state: str, code: str, error: str
) -> Connection:
    """error: the service's own word for a no. Raises NotFound for a state that is not this agent's,
    is used or too old; Refused, TryAgain."""
    ask = p.store.take_ask(account_id, oauth.hashed(state), agent_id, p.clock())
    if ask is None:
        raise NotFound("nobody was asked, or too long ago")
    found = service.connection(p, account_id=account_id, id=ask.connection_id)
    declared = _declared(p, found)
    if error:
        raise Refused(error)
    if not code:
        raise InvalidInput("is needed", field="code")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back(p)}
    if ask.sealed:
        form["code_verifier"] = p.secrets.decrypt(ask.sealed, account_id=account_id)
    tokens = granting.exchanged(p, declared, granting.opened_secrets(p, found), form)
    before = p.store.grant(found)
    granting.keep(p, found, tokens, before.number if before else 0)
    return _connected(p, found, declared)


def _connected(p: IntegrationPorts, found: Connection, declared: OAuth) -> Connection:
    """What the service says of itself; and whether it works, which is not for the consent alone to
    say: the place may not be there."""
    ctx = granting.context(p, replace(found, broken=""))
    settings, facts, broken = dict(found.settings), dict(found.facts), ""
    try:
        if declared.begin is not None:
            settings |= declared.begin(ctx)
        ready = Ctx(
            replace(found, settings=settings), ctx.secrets, p.fetch, p.store, p.doing, ctx.now
        )
        facts = dict(p.get(found.kind).check(ready))
    except Refused as problem:
        broken = problem.detail
    after = replace(found, settings=settings, facts=facts, broken=broken)
    return service.saved(p, after)


def _declared(p: IntegrationPorts, connection: Connection) -> OAuth:
    declared = p.get(connection.kind).oauth
    if connection.way != oauth.OAUTH or declared is None:
        raise Conflict("this integration is connected by a key")
    return declared
