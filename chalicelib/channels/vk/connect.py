"""Setting a community's Callback API up with nothing but its token.

Source: https://dev.vk.com/en/method/groups.addCallbackServer and its siblings. The community is
asked who it is, then what its server has to answer with; VK tries the address as soon as it is
told.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from chalicelib.channels.base import ProviderRequest, ProviderResponse
from chalicelib.channels.vk.api import VERSION, Api, answer, result

TITLE = "Tertulia"  # at most 14 characters
EVENTS = (
    "message_new",
    "message_reply",
    "message_edit",
    "message_event",
    "message_allow",
    "message_deny",
    "message_read",
    "message_reaction_event",
)


def requests(api: Api, url: str, secret: str) -> Sequence[ProviderRequest]:
    """One call, and what follows from its answer. A refusal ends it."""
    return [api.call("groups.getById", {}, then=partial(_confirmation, api, url, secret))]


def _confirmation(
    api: Api, url: str, secret: str, response: ProviderResponse
) -> ProviderRequest | None:
    value = answer(response).get("response")
    groups = value.get("groups") if isinstance(value, dict) else value
    group = groups[0].get("id") if isinstance(groups, list) and groups else None
    if not isinstance(group, int):
        return None
    fields = {"group_id": group}
    following = partial(_servers, api, url, secret, group)
    return api.call("groups.getCallbackConfirmationCode", fields, then=following)


def _servers(
    api: Api, url: str, secret: str, group: int, response: ProviderResponse
) -> ProviderRequest | None:
    if not result(response).get("code"):
        return None
    following = partial(_server, api, url, secret, group)
    return api.call("groups.getCallbackServers", {"group_id": group}, then=following)


def _server(
    api: Api, url: str, secret: str, group: int, response: ProviderResponse
) -> ProviderRequest | None:
    """A community has 10 servers at most: ours is used again."""
    items = result(response).get("items")
    if not isinstance(items, list):
        return None
    ours = next((x for x in items if isinstance(x, dict) and x.get("url") == url), None)
    fields: dict[str, object] = {"group_id": group, "url": url, "title": TITLE}
    fields["secret_key"] = secret
    if ours is None:
        return api.call("groups.addCallbackServer", fields, then=partial(_added, api, group))
    server = ours.get("id")
    if ours.get("status") == "ok" and ours.get("secret_key") == secret:
        return _settings(api, group, server)
    fields["server_id"] = server
    return api.call("groups.editCallbackServer", fields, then=partial(_edited, api, group, server))


def _added(api: Api, group: int, response: ProviderResponse) -> ProviderRequest | None:
    server = result(response).get("server_id")
    return _settings(api, group, server) if isinstance(server, int) else None


def _edited(
    api: Api, group: int, server: object, response: ProviderResponse
) -> ProviderRequest | None:
    return _settings(api, group, server) if answer(response).get("response") == 1 else None


def _settings(api: Api, group: int, server: object) -> ProviderRequest:
    fields: dict[str, object] = {"group_id": group, "server_id": server, "api_version": VERSION}
    return api.call("groups.setCallbackSettings", {**fields, **dict.fromkeys(EVENTS, 1)})
