"""What the Send API's error codes ask of us.

Source: https://developers.facebook.com/docs/messenger-platform/reference/send-api/error-codes and
https://developers.facebook.com/docs/graph-api/reference/page/messages (its table of errors).
"""

from __future__ import annotations

from chalicelib.channels.base import Verdict
from chalicelib.channels.meta.graph import GraphError

# Nobody's message gets through before somebody repairs the app, the page or the token.
_CREDENTIALS = frozenset(
    {
        3,  # the app has not the capability
        10,  # permission not granted or removed
        102,  # the session has expired
        104,  # a signature or token is missing
        190,  # the access token is invalid or has expired
        200,  # permissions error
        230,  # pages_messaging was not granted
        368,  # the page is blocked for policy violations
        2022,  # commerce messages disabled for the app
        10904,  # the page has messages disabled in its settings
    }
)

# Of codes that are about the account: the subcodes that are about this contact or message.
_THIS_ONE = frozenset(
    {
        2018278,  # sent outside of the allowed window
        2018065,  # outside of the window, and not subscribed
        2018108,  # this person is not receiving messages from you right now
        2018027,  # the contact's account is gone
        1545041,  # this person is not available right now
        2018344,  # the page's administrator must accept the label terms
        2018354,  # too many marketing messages to this person
        1893016,  # abusive use of message tags towards this person
        2018047,  # the attachment is of a type that it does not say, or broken
        2018109,  # the attachment is too large
    }
)

# Seconds to wait; 0 = the sender's own back-off.
_RETRY = {
    -1: 0,
    1: 0,  # unknown
    2: 0,  # temporary
    4: 60,  # the app's call rate
    32: 60,  # the page's call rate
    341: 60,  # application limit
    613: 60,  # calls to this API have exceeded the rate limit
    1200: 0,  # temporary send message failure
    80006: 60,  # Messenger's rate limit of the page
}


def verdict(status: int, error: GraphError) -> tuple[Verdict, int]:
    """(what to do, seconds to wait). Codes that are not listed are about this one message."""
    if error.subcode in _THIS_ONE:
        return Verdict.PERMANENT, 0
    if error.code in _CREDENTIALS:
        return Verdict.CREDENTIALS, 0
    if error.code in _RETRY or error.transient:
        return Verdict.RETRY, _RETRY.get(error.code if error.code is not None else -1, 0)
    if error.code is None and status == 401:
        return Verdict.CREDENTIALS, 0
    if status in (0, 408, 429) or status >= 500 or status < 400:
        return Verdict.RETRY, 0
    return Verdict.PERMANENT, 0
