"""Who else has a letter: what people may write, and whom an answer to all goes to. Pure.

Of an answer of ours, `content.data` holds `cc` and `bcc`; of a letter that came in, `to`, `cc` and
`all`: whom an answer to all goes to beside the contact. Addresses stand there with ", " between.
SES takes 50 recipients: https://docs.aws.amazon.com/ses/latest/dg/quotas.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chalicelib.mail import addresses
from chalicelib.mail.model import Letter, Person
from chalicelib.shared.errors import InvalidInput

MOST = 20  # of Cc and Bcc together
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def checked(cc: Sequence[str], bcc: Sequence[str]) -> dict[str, str]:
    """As `content.data` holds them: each address once, Cc before Bcc. Raises InvalidInput."""
    if len(cc) + len(bcc) > MOST:
        raise InvalidInput(f"at most {MOST} recipients", field="cc" if cc else "bcc")
    seen: set[str] = set()
    found = {
        name: ", ".join(_each(name, given, seen)) for name, given in (("cc", cc), ("bcc", bcc))
    }
    return {name: text for name, text in found.items() if text}


def _each(name: str, given: Sequence[str], seen: set[str]) -> list[str]:
    kept: list[str] = []
    for index, each in enumerate(given):
        address = each.strip().lower()
        if not is_address(address):
            raise InvalidInput("is not an e-mail address", field=f"{name}.{index}")
        if address not in seen:
            seen.add(address)
            kept.append(address)
    return kept


def is_address(address: str) -> bool:
    """As SES takes it: 7-bit, the domain as DNS has it (RFC 5321, 4.1.2).
    https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html"""
    local, at, domain = address.rpartition("@")
    labels = domain.split(".")
    return bool(
        at
        and len(local) <= 64
        and len(address) <= 254
        and _LOCAL.fullmatch(local)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
    )


def others(addressed: Iterable[str], *, own: str, domain: str, but: str) -> tuple[str, ...]:
    """Without the channel's own address, ours, and `but`, who has the letter anyway."""
    without = {own.lower(), but.lower(), ""}
    found = (each.lower() for each in addressed)
    return tuple(
        each
        for each in dict.fromkeys(found)
        if each not in without and not (domain and addresses.read(each, domain))
    )


def to_all(letter: Letter, writer: Person, *, own: str, domain: str, answer_to: str) -> str:
    """Whom an answer to all goes to beside `answer_to`. Who asks for answers elsewhere (Reply-To)
    does not get one himself (RFC 5322, 3.6.2)."""
    first = [each.email for each in letter.reply_to] or [writer.email]
    addressed = [*first, *(each.email for each in (*letter.to, *letter.cc))]
    left = others(addressed, own=own, domain=domain, but=answer_to)
    return ", ".join([each for each in left if is_address(each)][:MOST])
