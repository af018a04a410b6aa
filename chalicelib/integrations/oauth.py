"""OAuth 2 as an integration declares it: the authorization code grant, PKCE where the service has
it, and refreshing. Pure: addresses and forms; what is called, and kept, is elsewhere (granting.py).

RFC 6749 (4.1, 6), RFC 7636 (PKCE), RFC 9700 (what is to be heeded).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from chalicelib.channels.base import ProviderResponse

if TYPE_CHECKING:
    from pydantic import BaseModel

    from chalicelib.integrations.base import Ctx

KEY, OAUTH = "key", "oauth"  # the two ways of being connected
#: In the place of a service's own word for why a connection does not work.
WAITING, LOST = "needs_connecting", "needs_reconnecting"
SOON = timedelta(minutes=5)  # before its end a token is had anew
ASKED = timedelta(minutes=10)  # so long somebody may take to consent
LEASE = timedelta(seconds=30)  # so long one process refreshes and the others wait
TOKEN = "access_token"  # its name among the secrets that an integration is given


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a service grants. seconds: of the access token's life, 0 = it does not end. refresh: ''
    if there is none, or the old one stays."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Grant:
    """Tokens as they are kept. sealed: access and refresh, encrypted. ends: the access token's;
    None = it does not. number: 1, 2, ... of the connection's. at: when it was had."""

    sealed: str = field(repr=False)
    ends: datetime | None
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody was sent to consent. sealed: PKCE's verifier, encrypted, '' without PKCE."""

    connection_id: str
    agent_id: str
    ends: datetime
    sealed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OAuth:
    """consent: where people are sent. tokens: where codes and refresh tokens are exchanged. scopes:
    by the secrets that are kept, so that nothing is asked for that is not used. Secrets: what the
    owner brings (client_id, client_secret and what else there is). read: what an exchange is
    answered; raises Refused or TryAgain. stale: words by which calls refuse a token that was good.
    basic: the client's secret goes into a header, not into the form. more: parameters of the
    consent page. begin: settings that are to be kept once there is a grant. manifest: a text from
    which the service makes the owner's app (redirect address, address of ours that it calls)."""

    consent: str
    tokens: str
    scopes: Callable[[Collection[str]], tuple[str, ...]]
    Secrets: type[BaseModel]
    read: Callable[[ProviderResponse], Tokens]
    stale: frozenset[str]
    separator: str = " "
    pkce: bool = False
    basic: bool = False
    more: Mapping[str, str] = field(default_factory=dict)
    begin: Callable[[Ctx], Mapping[str, Any]] | None = None
    manifest: Callable[[str, str], str] | None = None


def consent_url(
    oauth: OAuth, *, client_id: str, secrets: Collection[str], back: str, state: str, verifier: str
) -> str:
    """Where somebody says yes. back: where he comes back to. verifier: of PKCE, '' without."""
    asked = {
        "client_id": client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": oauth.separator.join(oauth.scopes(secrets)),
        "state": state,
        **oauth.more,
    }
    if verifier:
        asked |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
    return f"{oauth.consent}?{urlencode(asked)}"


def challenge(verifier: str) -> str:
    """https://www.rfc-editor.org/rfc/rfc7636#section-4.2"""
    return plain(hashlib.sha256(verifier.encode()).digest())


def plain(random: bytes) -> str:
    return base64.urlsafe_b64encode(random).decode().rstrip("=")


def hashed(state: str) -> str:
    """Under which a state is kept: who reads the table cannot use it."""
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()


def exchange(
    oauth: OAuth, secrets: Mapping[str, str], form: Mapping[str, str]
) -> tuple[Mapping[str, str], bytes]:
    """Headers and body of a call to `oauth.tokens`."""
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    id, secret = secrets["client_id"], secrets["client_secret"]
    if oauth.basic:
        told = f"{quote(id, safe='')}:{quote(secret, safe='')}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(told).decode()}"
        return headers, urlencode(form).encode()
    return headers, urlencode({**form, "client_id": id, "client_secret": secret}).encode()


def is_idle(broken: str) -> bool:
    """Whether nothing can be done there until somebody has consented."""
    return broken.partition(" ")[0] in (WAITING, LOST)
