"""What the status of an answer asks of us.

Source: https://creators.viber.com/docs/bots-api/errors (1 to 24 but for 18, and "other"; its text
is docs/bots-api/errors.md of https://github.com/Viber/creators-hub) and
https://developers.viber.com/docs/api/rest-bot-api/#error-codes (18, and the names). 12 also answers
the 101st message within an hour to somebody who does not reply
(https://creators.viber.com/docs/bots-api/resources/messaging/send-message). 22 to 24 are about
single messages: what a bot without a balance or beyond its free messages may still send are answers
within a session.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.base import SendResult, Verdict

# Nobody's message gets through before somebody repairs the bot or the token.
_CREDENTIALS = frozenset(
    {
        2,  # invalidAuthToken
        7,  # publicAccountBlocked
        8,  # publicAccountNotFound
        9,  # publicAccountSuspended
        10,  # webhookNotSet: we have been disconnected
        15,  # publicAccountNotAuthorized
    }
)
_LATER = {12: 60}  # tooManyRequests; seconds

# This message, or this person, never.
_PERMANENT = frozenset(
    {
        1,  # invalidUrl
        3,  # badData
        4,  # missingData
        5,  # receiverNotRegistered
        6,  # receiverNotSubscribed
        11,  # receiverNoSuitableDevice
        13,  # apiVersionNotSupported
        14,  # incompatibleWithVersion
        16,  # inchatReplyMessageNotAllowed
        17,  # publicAccountIsNotInline
        18,  # noPublicChat
        19,  # cannotSendBroadcast
        20,  # broadcastNotAllowed
        21,  # unsupportedCountry
        22,  # paymentUnsupported: "the bot does not support payment messages"
        23,  # freeMessagesExceeded: "the monthly threshold of free out of session messages"
        24,  # noBalance: of a billable bot, beyond that threshold
    }
)


def verdict(status: int, answer: Mapping[str, object]) -> SendResult:
    """status: HTTP's. "other: general error" passes, as far as anybody knows."""
    code, token = answer.get("status"), answer.get("message_token")
    numbered = isinstance(code, int) and not isinstance(code, bool)
    if 200 <= status < 300 and numbered and code == 0 and _is_token(token):
        return SendResult(Verdict.SENT, provider_id=str(token))
    reason = str(answer.get("status_message") or "")[:500]
    told = str(code) if numbered else str(status or "no_answer")
    after = _LATER.get(code, 0) if isinstance(code, int) else 0
    return SendResult(_decision(status, code if numbered else None), "", reason, told, after)


def _is_token(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and bool(value)


def _decision(status: int, code: object) -> Verdict:
    if code in _CREDENTIALS:
        return Verdict.CREDENTIALS
    if code in _PERMANENT:
        return Verdict.PERMANENT
    if code is not None or status in (0, 408, 429) or status >= 500 or status < 400:
        return Verdict.RETRY
    return Verdict.CREDENTIALS if status in (401, 403) else Verdict.PERMANENT
