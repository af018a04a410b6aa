"""Webhooks of providers. 2xx is answered only once the queue has what was verified."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.entry._http import HEADERS
from chalicelib.entry._start import ready
from chalicelib.shared.errors import AppError

blueprint = Blueprint(__name__)


@blueprint.route(
    "/hooks/{kind}/{channel_id}",
    methods=["GET", "POST"],
    content_types=["*/*"],
    name="webhook",
)
def webhook(kind: str, channel_id: str) -> Response:
    return _taken(kind, channel_id, "")


@blueprint.route(
    "/hooks/{kind}/{channel_id}/{token}",
    methods=["GET", "POST"],
    content_types=["*/*"],
    name="secret_webhook",
)
def secret_webhook(kind: str, channel_id: str, token: str) -> Response:
    """Of an API channel, whose caller may not be able to sign."""
    return _taken(kind, channel_id, token)


@blueprint.route("/hooks/{kind}/{channel_id}/{token}/status", methods=["GET"], name="hook_status")
def hook_status(kind: str, channel_id: str, token: str) -> Response:
    """Where JivoChat's connectors ask whether anybody takes messages."""
    return _taken(kind, channel_id, token)


def _taken(kind: str, channel_id: str, token: str) -> Response:
    from chalicelib import wiring
    from chalicelib.channels import intake
    from chalicelib.channels.base import WebhookRequest

    incoming = blueprint.current_request
    request = WebhookRequest(
        method=incoming.method,
        headers={name.lower(): value for name, value in incoming.headers.items()},
        query=dict(incoming.query_params or {}),
        body=incoming.raw_body,
        token=token,
    )
    try:
        reply = intake.accept(
            wiring.intake_ports(), kind=kind, channel_id=channel_id, request=request
        )
    except AppError as refusal:
        return _answer(refusal.status, refusal.code)
    return _answer(200, reply.text, reply.mime)


def _answer(status: int, text: str, mime: str = "text/plain") -> Any:
    """Guarded as all answers are: a provider's handshake is told what it has sent."""
    return Response(text, headers={**HEADERS, "Content-Type": mime}, status_code=status)


# The API's first caller is often a webhook; its provider waits only for seconds.
ready("app.app", "intake_ports", "conversation_ports", clients=("dynamodb", "sqs"))
