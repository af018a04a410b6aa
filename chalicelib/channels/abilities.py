"""What adapters have beside `base.ChannelAdapter`: abilities that only some need, and what most say
alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from chalicelib.channels.base import (
    Channel,
    Inbound,
    MediaUnavailable,
    Profile,
    ProviderRequest,
    ProviderResponse,
    WebhookRequest,
)
from chalicelib.shared.content import Content


@runtime_checkable
class Profiled(Protocol):
    """An adapter of a channel whose webhooks do not say who writes: it is asked for, once."""

    def profile_request(
        self, channel: Channel, sender: str, *, base_url: str
    ) -> ProviderRequest: ...

    def read_profile(self, response: ProviderResponse) -> Profile | None:
        """None if the provider does not tell; the name stays empty then."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a webhook is answered with. last: there is nothing in it to be stored."""

    text: str
    mime: str = "text/plain"
    last: bool = False


@runtime_checkable
class Answering(Protocol):
    """An adapter of a provider that reads what its webhooks are answered with."""

    def answer(self, channel: Channel, request: WebhookRequest) -> Reply | None:
        """None: the usual answer. Only a `last` one goes out unverified: the adapter has looked
        itself whether it may."""


@runtime_checkable
class Lettered(Protocol):
    """An adapter of a channel where a machine's letters must say that they are one's."""

    def letter(
        self,
        channel: Channel,
        recipient: str,
        content: Content,
        *,
        media_url: Mapping[str, str],
        by_bot: bool,
    ) -> Sequence[ProviderRequest]:
        """As `render`."""


@runtime_checkable
class Naming(Protocol):
    """An adapter of a provider whose events may come without an id of their own."""

    def named(self, request: WebhookRequest) -> bytes:
        """The verified body, in which each event has one: two that say the same are two."""


@runtime_checkable
class Attended(Protocol):
    """An adapter whose callers ask whether anybody is there to answer."""

    def status(self, challenge: str, *, attended: bool) -> str:
        """What a granted `challenge` is answered with. attended: an agent is online who takes
        what comes in there."""


class Direct:
    """Of a provider whose webhooks carry the files' own addresses and want no thanks."""

    def acknowledge(
        self, channel: Channel, item: Inbound, *, base_url: str
    ) -> Sequence[ProviderRequest]:
        return ()

    def media_request(
        self, channel: Channel, provider_id: str, *, base_url: str
    ) -> ProviderRequest | None:
        return None

    def media_location(
        self, channel: Channel, response: ProviderResponse, *, base_url: str
    ) -> ProviderRequest:
        raise MediaUnavailable("the file has an address of its own", again=False)
