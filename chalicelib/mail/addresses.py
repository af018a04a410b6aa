"""Our own addresses: one for each channel, and one for each thread, which is signed. Pure.

    {channel}@{domain}                    where a channel's mail comes in, or is forwarded to
    {channel}+{thread}{signature}@{domain}    where the answers to one thread go

A thread's address also stands in the References of what we send, so that a mail program that
answers to another address is understood too. Whoever knows it may write into that conversation,
as a copied colleague does; nobody can make one up.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
THREAD = 18  # characters of a thread's id
_SIGNATURE = 12  # characters: 60 bits


@dataclass(frozen=True, slots=True)
class Ours:
    """tag: what stands behind the plus."""

    channel_id: str
    tag: str = ""


def inbox(channel_id: str, domain: str) -> str:
    return f"{channel_id}@{domain}"


def answer_address(channel_id: str, thread: str, *, key: str, domain: str) -> str:
    return f"{channel_id}+{thread}{_signature(channel_id, thread, key)}@{domain}"


def read(address: str, domain: str) -> Ours | None:
    """None if it is not an address of ours."""
    local, at, host = address.strip().strip("<>").lower().rpartition("@")
    if not (at and local and domain) or host != domain.lower():
        return None
    channel_id, _, tag = local.partition("+")
    return Ours(channel_id, tag)


def thread_in(candidates: Iterable[str], *, channel_id: str, key: str, domain: str) -> str:
    """The thread that the first address with a right signature names; '' if there is none."""
    for candidate in candidates:
        ours = read(candidate, domain)
        if ours is None or ours.channel_id != channel_id:
            continue
        thread, signature = ours.tag[:THREAD], ours.tag[THREAD:]
        right = _signature(channel_id, thread, key)
        if len(thread) == THREAD and hmac.compare_digest(signature.encode(), right.encode()):
            return thread
    return ""


def probe_code(channel_id: str, address: str, *, key: str) -> str:
    """What a letter to the channel's own address carries, to see that it comes back to us."""
    return _signature(channel_id, f"probe {address.lower()}", key)


def same(code: str, right: str) -> bool:
    return hmac.compare_digest(code.encode("utf-8", "replace"), right.encode())


def _signature(channel_id: str, what: str, key: str) -> str:
    if not key:
        raise ValueError("a channel without a key signs nothing")
    told = f"{channel_id}\x00{what}".encode()
    value = int.from_bytes(hmac.new(key.encode(), told, hashlib.sha256).digest()[:8], "big")
    digits = []
    for _ in range(_SIGNATURE):
        value, digit = divmod(value, 32)
        digits.append(_ALPHABET[digit])
    return "".join(digits)
