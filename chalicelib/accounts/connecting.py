"""What a provider's answer to a connection check means, in words. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chalicelib.channels.base import ProviderResponse


@dataclass(frozen=True, slots=True)
class Answer:
    """health: ok | credentials_broken | unverified. facts: settings that the provider told."""

    health: str
    detail: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


def read_answer(kind: str, response: ProviderResponse) -> Answer:
    """status 0: no answer. 4xx: the provider refuses what we hold. 5xx and 429: not now."""
    if kind == "custom":
        return _own_program(response)
    if response.status == 0:
        return Answer("unverified", "The provider did not answer. Try again in a minute.")
    body = _object(response.body)
    if response.status < 300 and kind == "instagram" and _is_unlinked(body):
        words = "This page is not linked with an Instagram professional account."
        return Answer("credentials_broken", words)
    refused = _refusals(kind, body)
    if response.status < 300 and refused is not None:
        return refused
    if response.status == 202:  # begun, and not done: the words say what it waits for
        return Answer("unverified", _words(body))
    if response.status < 300:
        return Answer("ok", facts=_FACTS.get(kind, _nothing)(body))
    words = _words(body)
    if response.status >= 500 or response.status == 429:
        return Answer("unverified", f"The provider is out of order just now: {words}")
    return Answer("credentials_broken", f"The provider refused: {words}")


def _own_program(response: ProviderResponse) -> Answer:
    """An API channel's: not a provider, the owner's."""
    from chalicelib.channels.custom.codes import words

    if 200 <= response.status < 300:
        return Answer("ok")
    if response.status == 0:
        return Answer("unverified", "Your server did not answer within 10 seconds.")
    told = f"Your server answered {response.status}: {words(response)}"
    busy = response.status >= 500 or response.status == 429
    return Answer("unverified" if busy else "credentials_broken", told)


def _refusals(kind: str, body: Mapping[str, object]) -> Answer | None:
    """Of those who refuse with 200.
    Viber: `status`, `status_message`: https://creators.viber.com/docs/bots-api/errors
    VK: `error.error_code`, `error.error_msg`: https://dev.vk.com/en/reference/errors"""
    if kind == "viber" and body.get("status") != 0:
        words = str(body.get("status_message") or "no reason given")[:300]
        busy = body.get("status") == 12
    elif kind == "vk" and body.get("response") == {"groups": [], "profiles": []}:
        return Answer("credentials_broken", "This is not the access token of a community.")
    elif kind == "vk" and "error" in body:
        error = body["error"] if isinstance(body["error"], dict) else {}
        words = str(error.get("error_msg") or "no reason given")[:300]
        busy = error.get("error_code") in (1, 6, 9, 10, 29)
    else:
        return None
    if busy:
        return Answer("unverified", f"The provider is out of order just now: {words}")
    return Answer("credentials_broken", f"The provider refused: {words}")


def _object(body: bytes) -> Mapping[str, object]:
    try:
        parsed = json.loads(body)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _words(body: Mapping[str, object]) -> str:
    """Telegram: `description`. Graph API: `error.message`.
    https://core.telegram.org/bots/api#making-requests
    https://developers.facebook.com/docs/graph-api/guides/error-handling"""
    error = body.get("error")
    message = error.get("message") if isinstance(error, dict) else body.get("description")
    return str(message)[:300] if message else "no reason given"


def _nothing(body: Mapping[str, object]) -> Mapping[str, str]:
    return {}


def _telegram(body: Mapping[str, object]) -> Mapping[str, str]:
    """getMe answers a User: https://core.telegram.org/bots/api#user"""
    result = body.get("result")
    if not isinstance(result, dict) or "username" not in result:
        return {}
    return {"bot_id": str(result.get("id", "")), "bot_username": str(result["username"])}


def _whatsapp(body: Mapping[str, object]) -> Mapping[str, str]:
    """A phone number: `display_phone_number`, `verified_name`.
    https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account-to-number-current-status/"""
    known = {"display_phone_number": "display_phone", "verified_name": "verified_name"}
    return {ours: str(body[theirs]) for theirs, ours in known.items() if body.get(theirs)}


def _messenger(body: Mapping[str, object]) -> Mapping[str, str]:
    """A page: https://developers.facebook.com/docs/graph-api/reference/page/"""
    return {"page_name": str(body["name"])[:200]} if body.get("name") else {}


def _instagram(body: Mapping[str, object]) -> Mapping[str, str]:
    """A page, and the professional account that is linked with it."""
    account = body.get("instagram_business_account")
    known = account if isinstance(account, dict) else {}
    facts = {"instagram_id": known.get("id"), "username": known.get("username")}
    told = {name: str(value)[:200] for name, value in facts.items() if value}
    return {**_messenger(body), **told}


def _is_unlinked(body: Mapping[str, object]) -> bool:
    """Of a page's own answer alone: others have no name."""
    return "name" in body and "instagram_business_account" not in body


def _viber(body: Mapping[str, object]) -> Mapping[str, str]:
    """https://developers.viber.com/docs/api/rest-bot-api/#get-account-info: `name`, `uri`."""
    known = {"name": "bot_name", "uri": "bot_uri"}
    return {ours: str(body[theirs])[:200] for theirs, ours in known.items() if body.get(theirs)}


def _vk(body: Mapping[str, object]) -> Mapping[str, str]:
    """The community, or the words that its server has to answer with.
    https://dev.vk.com/en/method/groups.getById
    https://dev.vk.com/en/method/groups.getCallbackConfirmationCode"""
    response = body.get("response")
    if isinstance(response, dict) and response.get("code"):
        return {"confirmation": str(response["code"])[:100]}
    group = _group(response)
    known = {"id": "group_id", "name": "group_name", "screen_name": "screen_name"}
    return {ours: str(group[theirs])[:200] for theirs, ours in known.items() if group.get(theirs)}


def _group(response: object) -> Mapping[str, object]:
    """Of groups.getById: a list in older versions, `groups` since."""
    groups = response.get("groups") if isinstance(response, dict) else response
    first = groups[0] if isinstance(groups, list) and groups else None
    return first if isinstance(first, dict) else {}


_FACTS: Mapping[str, Callable[[Mapping[str, object]], Mapping[str, str]]] = {
    "telegram": _telegram,
    "whatsapp": _whatsapp,
    "messenger": _messenger,
    "instagram": _instagram,
    "viber": _viber,
    "vk": _vk,
}
