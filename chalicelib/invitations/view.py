"""Invitations as the wire has them. Pure."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from chalicelib.invitations.model import EVENTS, VARIANTS, Counts, Invitation
from chalicelib.invitations.service import Offers


def invitation_view(invitation: Invitation, counts: Counts) -> dict[str, Any]:
    """`InvitationView`."""
    shown = VARIANTS[: len(invitation.texts)]
    return {
        **_rule(invitation),
        "name": invitation.name,
        "channel_id": invitation.channel_id,
        "enabled": invitation.enabled,
        "agent_id": invitation.agent_id,
        "texts": list(invitation.texts),
        "position": invitation.position,
        "counts": {
            variant: {event: counts.get(variant, {}).get(event, 0) for event in EVENTS}
            for variant in shown
        },
    }


def widget_invitations(found: Offers) -> dict[str, Any]:
    """`WidgetInvitations`."""
    return {
        "invitations": [
            {
                **_rule(offer.invitation),
                "variant": offer.variant,
                "text": offer.text,
                "agent_name": offer.agent.name if offer.agent else "",
                "agent_photo": offer.agent.photo if offer.agent else "",
            }
            for offer in found.offers
        ],
        "facts": asdict(found.facts),
    }


def _rule(invitation: Invitation) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "match": invitation.match,
        "conditions": [asdict(condition) for condition in invitation.conditions],
        "action": invitation.action,
        "repeat_minutes": invitation.repeat_minutes,
    }
