"""An account's things as the wire has them. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.accounts.model import Account, Agent, ChannelRecord, Presence, Queue
from chalicelib.routing.model import Rules
from chalicelib.shared.clock import to_text


def agent_view(agent: Agent, *, here: bool = True, idle: bool = False) -> dict[str, Any]:
    """`AgentView`. here: whether a socket of his is open; without one he is offline."""
    presence = agent.presence if here else Presence.OFFLINE
    if idle and presence is Presence.ONLINE:
        presence = Presence.AWAY
    return {
        "id": agent.id,
        "name": agent.name,
        "email": agent.email,
        "role": agent.role.value,
        "photo": agent.photo,
        "presence": presence.value,
        "active": agent.active,
        "invited": agent.invited_at is not None and agent.signed_in_at is None,
        "signed_in_at": to_text(agent.signed_in_at) if agent.signed_in_at else None,
        "skills": dict(agent.skills),
        "capacity": agent.capacity,
    }


def queue_view(queue: Queue) -> dict[str, Any]:
    return {
        "id": queue.id,
        "name": queue.name,
        "member_ids": list(queue.member_ids),
        "rules": rules_view(queue.rules),
    }


def rules_view(rules: Rules) -> dict[str, Any]:
    """`QueueRules`."""
    return {**asdict(rules), "strategy": rules.strategy.value, "skills": dict(rules.skills)}


def channel_view(channel: ChannelRecord, *, webhook_url: str) -> dict[str, Any]:
    """`ChannelView`: the names of the secrets, never what they say."""
    return {
        "id": channel.id,
        "kind": channel.kind,
        "name": channel.name,
        "settings": dict(channel.settings),
        "secrets_set": list(channel.secret_names),
        "queue_id": channel.queue_id,
        "paused": channel.paused,
        "health": channel.health,
        "health_detail": channel.health_detail,
        "webhook_url": webhook_url,
        "installed": channel.installed,
        "checked_at": _text(channel.checked_at),
        "heard_at": _text(channel.heard_at),
        "spoke_at": _text(channel.spoke_at),
        "failing_since": _text(channel.failing_since),
    }


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None


def account_view(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "language": account.language,
        "time_zone": account.time_zone,
        "started": list(account.started),
        "watched": bool(account.watched),
    }


def agents_view(
    agents: Collection[Agent], online: Collection[str], idle: Collection[str] = ()
) -> list[dict[str, Any]]:
    """idle: who of those online touches none of his screens."""
    return [agent_view(agent, here=agent.id in online, idle=agent.id in idle) for agent in agents]
