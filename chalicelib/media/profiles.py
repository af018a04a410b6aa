"""Who writes, where webhooks do not say it: asked of the provider once, after the message is in."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    ProviderRequest,
    ProviderResponse,
)
from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Conversation
from chalicelib.media.service import Download, NotCopied
from chalicelib.media.sniff import HEAD, sniff
from chalicelib.shared import log
from chalicelib.shared.errors import AppError, NotFound

MAX_RECEIVES = 4  # deliveries of the queue's record; then the contact stays without a name
MAX_PHOTO = 5 * 1024 * 1024
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


class Learn(Protocol):
    def __call__(
        self, account_id: str, contact_id: str, *, name: str, handle: tuple[str, str], photo: str
    ) -> None:
        """Write down what is not known yet. handle: kind of channel, user name."""


@dataclass(frozen=True, slots=True)
class ProfilePorts:
    """conversation, contact: None if gone. channel: raises NotFound. put: key, file, type."""

    conversation: Callable[[str, str], Conversation | None]
    contact: Callable[[str, str], Contact | None]
    channel: Callable[[str], Channel]
    adapter: Callable[[str], ChannelAdapter]
    call: Callable[[ProviderRequest], ProviderResponse]
    download: Download
    put: Callable[[str, IO[bytes], str], None]
    learn: Learn
    base_urls: dict[str, str]


def fetch(
    p: ProfilePorts, *, account_id: str, conversation_id: str, receives: int, photo: str = ""
) -> None:
    """Ask for the person's name and picture. Raises NotCopied to be called again.

    photo: where the picture is, as the webhook has told it: then nobody is asked.
    A provider that does not tell (no consent, no permission) is not asked again for this message.
    The picture's key follows from its address, so that a repeat writes over the same object.
    """
    conversation = p.conversation(account_id, conversation_id)
    contact = p.contact(account_id, conversation.contact_id) if conversation else None
    if conversation is None or contact is None or (contact.name and contact.photo_key):
        return
    if photo:
        _told(p, contact, photo, last=receives >= MAX_RECEIVES)
        return
    try:
        channel = p.channel(conversation.channel_id)
    except NotFound:
        return
    adapter = p.adapter(channel.kind)
    if not isinstance(adapter, Profiled):
        return
    base_url = p.base_urls.get(channel.kind, "")
    request = adapter.profile_request(channel, conversation.sender, base_url=base_url)
    response = p.call(request)
    if response.status in (0, 429) or response.status >= 500:
        if receives >= MAX_RECEIVES:
            return
        raise NotCopied(f"the provider answered {response.status}")
    profile = adapter.read_profile(response)
    if profile is None:
        log.line("profile.not_told", conversation=conversation_id, status=response.status)
        return
    photo = "" if contact.photo_key else _photo(p, contact, profile.photo)
    p.learn(
        account_id,
        contact.id,
        name=profile.name or profile.username,
        handle=(channel.kind, profile.username),
        photo=photo,
    )


def _told(p: ProfilePorts, contact: Contact, url: str, *, last: bool) -> None:
    if contact.photo_key:
        return
    key = _photo(p, contact, url, busy=not last)
    if key:
        p.learn(contact.account_id, contact.id, name="", handle=("", ""), photo=key)


def _photo(p: ProfilePorts, contact: Contact, url: str, *, busy: bool = False) -> str:
    """Its key in the bucket; '' if there is none to be had: a name is worth having without.
    busy: raise NotCopied where asking later may help."""
    if not url:
        return ""
    try:
        with tempfile.SpooledTemporaryFile(max_size=MAX_PHOTO) as file:
            request = ProviderRequest(method="GET", url=url)
            status = p.download(request, file, limit=MAX_PHOTO)
            if busy and (status == 429 or status >= 500):
                raise NotCopied(f"the picture's server answered {status}")
            if status != 200:
                return ""
            file.seek(0)
            mime = sniff(file.read(HEAD), "")
            if mime not in _ENDINGS:
                return ""
            file.seek(0)
            digest = hashlib.sha256(url.encode()).hexdigest()[:16]
            key = f"media/{contact.account_id}/{contact.id}/{digest}/photo.{_ENDINGS[mime]}"
            p.put(key, file, mime)
            return key
    except (AppError, ValueError) as problem:  # ValueError: what is no address at all
        if busy and isinstance(problem, AppError) and problem.status == NotCopied.status:
            raise NotCopied("no answer for a picture") from problem
        log.error("profile.photo_not_copied", problem, contact=contact.id)
        return ""
