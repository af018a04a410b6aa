"""Queue -> long work in short steps: imports, exports and merges of contacts, erasing, ..."""

from __future__ import annotations

import json

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)

LAST_TRY = 5  # as the queue's redrive policy says (infra/resources.yaml)


@blueprint.on_sqs_message(queue="jobs", batch_size=1, name="jobs")
def jobs(event: SQSEvent) -> BatchResponse:
    return each("jobs", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.jobs import service

    ports, work = wiring.job_ports(), json.loads(record["body"])
    step = {name: work[name] for name in ("account_id", "job_id", "at")}
    try:
        service.step(ports, **step)
    except Exception:
        if int(record["attributes"]["ApproximateReceiveCount"]) >= LAST_TRY:
            service.give_up(ports, **step)
        raise


ready("chalicelib.entry.jobs.jobs", "job_ports", clients=("dynamodb", "s3"))
