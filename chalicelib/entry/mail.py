"""Queue -> letters: what Amazon SES tells of mail that came in, and of mail that we sent."""

from __future__ import annotations

from chalice.app import Blueprint, SQSEvent

from chalicelib.entry._start import ready
from chalicelib.entry._trigger import BatchResponse, Record, each

blueprint = Blueprint(__name__)


# One at a time: a letter may be 40 MB, and is read in memory.
@blueprint.on_sqs_message(queue="mail", batch_size=1, name="mail")
def mail(event: SQSEvent) -> BatchResponse:
    return each("mail", event, _handle)


def _handle(record: Record) -> None:
    from chalicelib import wiring
    from chalicelib.mail import service

    service.take(wiring.mail_ports(), record["body"])


ready("chalicelib.entry.mail.mail", "mail_ports", clients=("dynamodb", "sqs", "s3"))
