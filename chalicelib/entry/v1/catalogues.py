"""The public API over what an account has few of: its people, queues, channels and tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from chalicelib import wiring
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import operation
from chalicelib.shared.errors import NotFound
from chalicelib.tags import service as tags
from chalicelib.wire import v1_records as v1

T = TypeVar("T")
TAG = "/tags/{tag_id}"


@operation(
    "GET",
    "/account",
    scope="account:read",
    group="Account",
    summary="Read the account",
    answer=v1.Account,
)
def get_account(call: ApiCall) -> v1.Account:
    return views.account(call.account)


@operation(
    "GET",
    "/token",
    scope="",
    group="Account",
    summary="Read what this token is and may do",
    answer=v1.TokenInfo,
)
def get_token(call: ApiCall) -> v1.TokenInfo:
    token = call.token
    return v1.TokenInfo(
        id=token.id,
        name=token.name,
        scopes=list(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
    )


@operation(
    "GET",
    "/agents",
    scope="agents:read",
    group="Agents",
    summary="List agents",
    answer=v1.AgentList,
)
def list_agents(call: ApiCall) -> v1.AgentList:
    return v1.AgentList(data=[views.agent(each) for each in call.account.agents])


@operation(
    "GET",
    "/agents/{agent_id}",
    scope="agents:read",
    group="Agents",
    summary="Read an agent",
    answer=v1.Agent,
)
def get_agent(call: ApiCall, agent_id: str) -> v1.Agent:
    return views.agent(_of(call.account.agents, agent_id))


@operation(
    "GET",
    "/queues",
    scope="queues:read",
    group="Queues",
    summary="List queues",
    answer=v1.QueueList,
)
def list_queues(call: ApiCall) -> v1.QueueList:
    return v1.QueueList(data=[views.queue(each) for each in call.account.queues])


@operation(
    "GET",
    "/queues/{queue_id}",
    scope="queues:read",
    group="Queues",
    summary="Read a queue",
    answer=v1.Queue,
)
def get_queue(call: ApiCall, queue_id: str) -> v1.Queue:
    return views.queue(_of(call.account.queues, queue_id))


@operation(
    "GET",
    "/channels",
    scope="channels:read",
    group="Channels",
    summary="List channels",
    answer=v1.ChannelList,
)
def list_channels(call: ApiCall) -> v1.ChannelList:
    return v1.ChannelList(data=[views.channel(each) for each in call.account.channels])


@operation(
    "GET",
    "/channels/{channel_id}",
    scope="channels:read",
    group="Channels",
    summary="Read a channel",
    answer=v1.Channel,
)
def get_channel(call: ApiCall, channel_id: str) -> v1.Channel:
    return views.channel(_of(call.account.channels, channel_id))


@operation(
    "GET",
    "/tags",
    scope="tags:read",
    group="Tags",
    summary="List tags, in their order",
    answer=v1.TagList,
)
def list_tags(call: ApiCall) -> v1.TagList:
    return v1.TagList(data=[views.tag(each) for each in call.account.tags])


@operation(
    "GET",
    TAG,
    scope="tags:read",
    group="Tags",
    summary="Read a tag",
    answer=v1.Tag,
    versioned=True,
)
def get_tag(call: ApiCall, tag_id: str) -> v1.Tag:
    return views.tag(_of(call.account.tags, tag_id))


@operation(
    "POST",
    "/tags",
    scope="tags:write",
    group="Tags",
    summary="Add a tag",
    body=v1.NewTag,
    answer=v1.Tag,
    creates=True,
    versioned=True,
    problems=((409, "conflict"),),
    audit="tag.made",
)
def create_tag(call: ApiCall, body: v1.NewTag) -> v1.Tag:
    return views.tag(
        tags.add(wiring.tag_ports(), account_id=call.account_id, name=body.name, colour=body.colour)
    )


@operation(
    "PATCH",
    TAG,
    scope="tags:write",
    group="Tags",
    summary="Rename, colour or move a tag",
    body=v1.TagUpdate,
    answer=v1.Tag,
    versioned=True,
    problems=((409, "conflict"),),
    audit="tag.changed",
)
def update_tag(call: ApiCall, tag_id: str, body: v1.TagUpdate) -> v1.Tag:
    return views.tag(
        tags.change(
            wiring.tag_ports(),
            account_id=call.account_id,
            tag_id=tag_id,
            name=body.name,
            colour=body.colour,
            position=body.position,
            check=lambda tag: call.match(views.tag(tag)),
        )
    )


@operation(
    "DELETE",
    TAG,
    scope="tags:write",
    group="Tags",
    summary="Remove a tag",
    versioned=True,
    audit="tag.removed",
)
def delete_tag(call: ApiCall, tag_id: str) -> None:
    tags.remove(
        wiring.tag_ports(),
        account_id=call.account_id,
        tag_id=tag_id,
        check=lambda tag: call.match(views.tag(tag)),
    )


def _of(found: Iterable[T], id: str) -> T:
    one = next((each for each in found if getattr(each, "id", "") == id), None)
    if one is None:
        raise NotFound("there is none of that id")
    return one
