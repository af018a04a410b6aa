"""Queue -> bucket: a provider's files become ours before its links expire."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue="media", batch_size=1, name="media")
def media(event: SQSEvent) -> BatchResponse:
    return each("media", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.media import service

    work = json.loads(record["body"])
    service.copy(
        wiring.media_ports(),
        account_id=work["account_id"],
        conversation_id=work["conversation_id"],
        seq=work["seq"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )


ready(
    "chalicelib.entry.media.media", "media_ports", "conversation_ports", clients=("dynamodb", "s3")
)
