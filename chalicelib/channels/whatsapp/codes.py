"""What Meta's error codes ask of us.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/
error-codes. "We recommend that you build your app's error handling logic around code values": the
HTTP status decides only where the code is not listed.
"""

from __future__ import annotations

from chalicelib.channels.base import Verdict

# Nobody's message gets through before somebody repairs the account or its credentials.
_CREDENTIALS = frozenset(
    {
        0,  # unable to authenticate the app user
        3,  # capability or permissions issue
        10,  # permission not granted or removed
        33,  # the business phone number has been deleted
        190,  # the access token has expired
        368,  # temporarily blocked for policy violations
        131005,  # access denied
        131031,  # account has been locked
        131037,  # the display name is not approved
        131042,  # business eligibility: payment issue
        131045,  # incorrect certificate: registration of the number
        133010,  # phone number not registered
    }
    | set(range(200, 300))  # permission not granted or removed
)

# Seconds to wait; 0 = the sender's own back-off.
_RETRY = {
    1: 0,  # unknown: "invalid request or possible server error"
    2: 0,  # temporary, down or overloaded
    4: 60,  # the app reached its call rate limit
    80007: 60,  # the business account reached its rate limit
    130429: 1,  # Cloud API throughput reached
    131000: 0,  # something went wrong
    131016: 0,  # service unavailable
    131048: 600,  # spam rate limit of this number
    131056: 6,  # pair rate limit: one message each 6 seconds to one user
    131057: 60,  # account in maintenance mode
    133004: 0,  # server temporarily unavailable
}


def verdict(status: int, code: int | None, *, transient: bool = False) -> tuple[Verdict, int]:
    """(what to do, seconds to wait). Codes that are not listed are about this one message."""
    if code in _CREDENTIALS:
        return Verdict.CREDENTIALS, 0
    if code in _RETRY or transient:
        return Verdict.RETRY, _RETRY.get(code or -1, 0)
    if code is None and status == 401:
        return Verdict.CREDENTIALS, 0
    if status in (0, 408, 429) or status >= 500 or status < 400:
        return Verdict.RETRY, 0
    return Verdict.PERMANENT, 0
