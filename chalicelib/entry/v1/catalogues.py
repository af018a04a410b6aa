"""The public API over what an account has few of: its people, queues, channels and tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from chalicelib import wiring
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import ACCOUNT, AGENTS, CHANNELS, QUEUES, TAGS
from chalicelib.shared.errors import NotFound
from chalicelib.tags import service as tags
from chalicelib.wire import v1_hours
from chalicelib.wire import v1_records as v1

T = TypeVar("T")
TAG = "/tags/{tag_id}"


@ACCOUNT.get("/account")
def get_account(call: ApiCall) -> v1.Account:
    """Read the account."""
    return views.account(call.account)


@ACCOUNT.get("/token", scope="")
def get_token(call: ApiCall) -> v1.TokenInfo:
    """Read what this token is and may do."""
    token = call.token
    return v1.TokenInfo(
        id=token.id,
        name=token.name,
        scopes=list(token.scopes),
        created_at=token.created_at,
        expires_at=token.expires_at,
    )


@AGENTS.get("/agents")
def list_agents(call: ApiCall) -> v1.AgentList:
    """List agents."""
    return v1.AgentList(data=[views.agent(each) for each in call.account.agents])


@AGENTS.get("/agents/{agent_id}")
def get_agent(call: ApiCall, agent_id: str) -> v1.Agent:
    """Read an agent."""
    return views.agent(_of(call.account.agents, agent_id))


@QUEUES.get("/queues")
def list_queues(call: ApiCall) -> v1.QueueList:
    """List queues."""
    return v1.QueueList(data=[views.queue(each) for each in call.account.queues])


@QUEUES.get("/queues/{queue_id}", versioned=True)
def get_queue(call: ApiCall, queue_id: str) -> v1.Queue:
    """Read a queue."""
    return views.queue(_of(call.account.queues, queue_id))


@ACCOUNT.get("/hours")
def list_hours(call: ApiCall) -> v1_hours.HoursList:
    """List opening hours: the account's, and those of queues that have their own.

    None at all: always open.
    """
    from chalicelib.hours import service

    ports = wiring.hours_ports()
    found, now = service.catalogue(ports, account_id=call.account_id), ports.clock()
    return v1_hours.HoursList(data=[views.hours(found[id], now) for id in sorted(found)])


@CHANNELS.get("/channels")
def list_channels(call: ApiCall) -> v1.ChannelList:
    """List channels."""
    return v1.ChannelList(data=[views.channel(each) for each in call.account.channels])


@CHANNELS.get("/channels/{channel_id}")
def get_channel(call: ApiCall, channel_id: str) -> v1.Channel:
    """Read a channel."""
    return views.channel(_of(call.account.channels, channel_id))


@TAGS.get("/tags")
def list_tags(call: ApiCall) -> v1.TagList:
    """List tags, in their order."""
    return v1.TagList(data=[views.tag(each) for each in call.account.tags])


@TAGS.get(TAG, versioned=True)
def get_tag(call: ApiCall, tag_id: str) -> v1.Tag:
    """Read a tag."""
    return views.tag(_of(call.account.tags, tag_id))


@TAGS.post("/tags", creates=True, versioned=True, problems=CONFLICT, audit="tag.made")
def create_tag(call: ApiCall, body: v1.NewTag) -> v1.Tag:
    """Add a tag."""
    made = tags.add(
        wiring.tag_ports(),
        account_id=call.account_id,
        name=body.name,
        colour=body.colour,
        id=call.made_id,
    )
    return views.tag(made)


@TAGS.patch(TAG, versioned=True, problems=CONFLICT, audit="tag.changed")
def update_tag(call: ApiCall, tag_id: str, body: v1.TagUpdate) -> v1.Tag:
    """Rename, colour or move a tag."""
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


@TAGS.delete(TAG, versioned=True, audit="tag.removed")
def delete_tag(call: ApiCall, tag_id: str) -> None:
    """Remove a tag."""
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
