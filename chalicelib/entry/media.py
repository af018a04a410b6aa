"""Queue -> bucket: a provider's files become ours before its links expire. Who writes is asked
where webhooks do not say it, and told is in passing what agents do besides writing."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Later, Record, each

blueprint = Blueprint(__name__)


@blueprint.on_sqs_message(queue="media", batch_size=1, name="media")
def media(event: SQSEvent) -> BatchResponse:
    return each("media", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.media import service

    work = json.loads(record["body"])
    receives = int(record["attributes"]["ApproximateReceiveCount"])
    if work.get("gesture"):
        from chalicelib import wiring_gestures
        from chalicelib.gestures import service as gestures

        wait = gestures.carry_out(wiring.gesture_ports(), work, receives=receives)
        if wait:
            wiring_gestures.hide(record["receiptHandle"], wait)
            raise Later(work["gesture"])
        return
    if work.get("profile"):
        from chalicelib.media import profiles

        profiles.fetch(
            wiring.profile_ports(),
            account_id=work["account_id"],
            conversation_id=work["conversation_id"],
            receives=receives,
            photo=work.get("photo", ""),
        )
        return
    service.copy(
        wiring.media_ports(),
        account_id=work["account_id"],
        conversation_id=work["conversation_id"],
        seq=work["seq"],
        receives=receives,
    )


ready(
    "chalicelib.entry.media.media", "media_ports", "conversation_ports", clients=("dynamodb", "s3")
)
