"""The bus -> who listens to an account's events: webhooks, integrations."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, together

if TYPE_CHECKING:
    from chalicelib.shared.listening import Event

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue="events", batch_size=10, name="events")
def events(event: SQSEvent) -> BatchResponse:
    return together("events", event, _read, _handle)


def _read(record: Record) -> Event:
    from chalicelib.shared import listening

    return listening.read(record["body"])


def _handle(found: Mapping[str, Event]) -> Collection[str]:
    from chalicelib import wiring
    from chalicelib.shared import listening

    failed = listening.hand_out(wiring.consumers(), list(found.values()))
    return [record for record, event in found.items() if event["event_id"] in failed]


ready("chalicelib.entry.events.events", "consumers")
