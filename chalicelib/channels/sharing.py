"""One webhook for several channels: Meta calls one address for all pages, accounts and numbers of
an app. What is another channel's goes there, within the same account, if that channel's own secret
vouches for it.

Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started: an app has one
callback URL a kind of object; `entry.id` is the page or the account, and of WhatsApp
`metadata.phone_number_id` the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from chalicelib.channels.base import Channel, ChannelAdapter, WebhookRequest


class Sibling(Protocol):
    """A channel as it is listed, without its secrets."""

    @property
    def id(self) -> str: ...

    @property
    def kind(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, str]: ...


@runtime_checkable
class Shared(Protocol):
    """An adapter of such a provider."""

    def addresses(self, settings: Mapping[str, str]) -> frozenset[str]:
        """What the provider calls the channel with these settings."""

    def apart(self, body: bytes) -> Sequence[tuple[str, bytes]]:
        """A verified payload by the address that each piece is for, in the order of their first
        appearance; '' = not told. The very bytes if all is for one, or cannot be read."""


def owners(
    adapter: ChannelAdapter,
    channel: Channel,
    request: WebhookRequest,
    body: bytes,
    *,
    siblings: Callable[[str], Iterable[Sibling]],
    opened: Callable[[str], Channel],
) -> Sequence[tuple[Channel, bytes]]:
    """Whose each piece of the body is. What is for nobody that we know stays with the channel whose
    address was called: nothing that a provider signed is dropped. siblings: the account's channels,
    asked for only if something is not this channel's. opened: with secrets; raises NotFound."""
    if not isinstance(adapter, Shared):
        return [(channel, body)]
    own = adapter.addresses(channel.settings)
    found: list[tuple[Channel, bytes]] = []
    for address, piece in adapter.apart(body):
        whose = channel
        if address and own and address not in own:
            whose = _other(adapter, address, channel, request, siblings, opened) or channel
        found.append((whose, piece))
    return found


def _other(
    adapter: ChannelAdapter,
    address: str,
    channel: Channel,
    request: WebhookRequest,
    siblings: Callable[[str], Iterable[Sibling]],
    opened: Callable[[str], Channel],
) -> Channel | None:
    assert isinstance(adapter, Shared)
    for each in siblings(channel.account_id):
        if each.kind == channel.kind and address in adapter.addresses(each.settings):
            other = opened(each.id)
            if adapter.verify(other, request):
                return other
    return None


def by_address(items: Iterable[tuple[str, object]]) -> dict[str, list[object]]:
    """The members by address, each list in order."""
    found: dict[str, list[object]] = {}
    for address, item in items:
        found.setdefault(address, []).append(item)
    return found
