"""What an error of VK's asks of us.

Source: https://dev.vk.com/en/reference/errors and, of messages.send,
https://dev.vk.com/en/method/messages.send#errors (errors.json of VKCOM/vk-api-schema)
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.channels.base import SendResult, Verdict

# Nobody's message gets through before somebody repairs the token or the community.
_CREDENTIALS = frozenset(
    {
        2,  # the application is disabled
        4,  # incorrect signature
        5,  # user authorization failed: the token is no good
        7,  # permission denied: the token has no right to messages
        15,  # access denied: messages of the community are off
        17,  # validation required
        20,  # permission denied for non-standalone applications
        27,  # group authorization failed
        28,  # application authorization failed
        37,  # the user was banned
        40,  # unknown group
        42,  # this address is not allowed
        1116,  # the token is invalid
        1117,  # the token has expired
    }
)

# Seconds to wait; 0 = the sender's own back-off.
_RETRY = {
    1: 0,  # unknown
    6: 1,  # too many requests per second
    9: 60,  # flood control
    10: 0,  # internal
    13: 0,  # runtime error
    22: 0,  # upload error
    29: 900,  # rate limit of the method
    32: 60,  # need wait
    36: 0,  # timeout
    43: 60,  # the section is temporarily unavailable
}


def verdict(status: int, answer: Mapping[str, object]) -> SendResult:
    """status: HTTP's. Codes that are not listed are about this one message or person (900: we are
    blocked, 901: not allowed, 902: privacy, 911: keyboard, 914: too long, 936: no such contact)."""
    sent = answer.get("response")
    first = sent[0] if isinstance(sent, list) and sent else sent
    if isinstance(first, int) and not isinstance(first, bool) and first > 0:
        return SendResult(Verdict.SENT, provider_id=f"message:{first}")
    if isinstance(first, dict) and "error" not in first and (key := _key(first)):
        return SendResult(Verdict.SENT, provider_id=key)
    told = first.get("error") if isinstance(first, dict) else None
    error = told or answer.get("error")
    if isinstance(error, dict):
        return _refused(error)
    if isinstance(error, str) and error:  # of an upload's server
        return SendResult(Verdict.PERMANENT, reason=error[:500], code="upload")
    code = str(status or "no_answer")
    if status in (0, 408, 429) or status >= 500 or status < 400:
        return SendResult(Verdict.RETRY, code=code)
    return SendResult(Verdict.PERMANENT, code=code)


def _key(sent: Mapping[str, object]) -> str:
    """As `parse` names messages: within their chat."""
    peer = sent.get("peer_id")
    number = sent.get("conversation_message_id") or sent.get("message_id")
    return f"{peer}:{number}" if isinstance(peer, int) and isinstance(number, int) else ""


def _refused(error: Mapping[str, object]) -> SendResult:
    """`error_code`, `error_msg`; of one among several recipients `code`, `description`."""
    code = error.get("error_code", error.get("code"))
    words = str(error.get("error_msg") or error.get("description") or "")[:500]
    number = code if isinstance(code, int) and not isinstance(code, bool) else 0
    if number in _CREDENTIALS:
        decision = Verdict.CREDENTIALS
    elif number in _RETRY or not number:
        decision = Verdict.RETRY
    else:
        decision = Verdict.PERMANENT
    return SendResult(decision, "", words, str(number or "error"), _RETRY.get(number, 0))
