"""What became of a letter of ours, as work for the inbound queue. Pure.

Of a letter to several people the state follows the one whom the conversation is with. That another
one did not get it is told beside it: also where SES itself did not send, since his address is on
its suppression list (it takes the letter, and tells a bounce of that recipient alone).
https://docs.aws.amazon.com/ses/latest/dg/sending-email-suppression-list.html
"""

from __future__ import annotations

import hashlib
from typing import Any

from chalicelib.mail.notices import Outcome
from chalicelib.shared.clock import to_text

Work = tuple[str, dict[str, Any]]  # what makes it one and the same, and what is to be done


def is_of_many(told: Outcome) -> bool:
    return len(told.destinations) > 1 and bool(told.recipients)


def works(told: Outcome, main: str) -> list[Work]:
    """main: the contact's address, '' if it is not known: the letter's first then."""
    if not is_of_many(told):
        return [_status(told)]
    main = main.lower() or told.destinations[0]
    found = [_status(told)] if main in told.recipients else []
    if told.state == "failed":
        others = ((who, why) for who, why in told.recipients.items() if who != main)
        found += [_unreached(told, address, why or told.reason) for address, why in others]
    return found


def _status(told: Outcome) -> Work:
    work = {
        "kind": "status",
        "id": told.id,
        "state": told.state,
        "at": to_text(told.at),
        "reason": told.reason,
        "code": told.code,
    }
    return f"{told.id}#{told.state}", work


def _unreached(told: Outcome, address: str, why: str) -> Work:
    work = {
        "kind": "unreached",
        "id": told.id,
        "at": to_text(told.at),
        "address": address,
        "reason": why,
    }
    return f"{told.id}#{hashlib.sha256(address.encode()).hexdigest()[:12]}", work
