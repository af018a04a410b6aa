"""A website's own stars at the end of a conversation, or a survey: never both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.accounts.model import ChannelRecord


def stars_or_survey(channel: ChannelRecord, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `WidgetConfig` without stars where a survey may be asked. Costs nothing where the site
    has no stars, and elsewhere a query once in a while."""
    if not config["rating"]:
        return config
    from chalicelib import wiring
    from chalicelib.surveys import catalogue

    ports = wiring.survey_ports()
    asked = catalogue.replaces_rating(ports, account_id=channel.account_id, channel_id=channel.id)
    return {**config, "rating": False} if asked else config
