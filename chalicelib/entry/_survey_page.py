"""The page of a survey. Imported by the requests that ask for it."""

from __future__ import annotations

import time
from urllib.parse import parse_qs

from chalice.app import Response

from chalicelib.entry._http import HEADERS, Call
from chalicelib.shared import log
from chalicelib.shared.errors import AppError, Conflict, NotFound, TooManyRequests
from chalicelib.surveys import page, service
from chalicelib.surveys.words import language_of

MOST_BODY = 64 * 1024


def answer(call: Call, token: str) -> Response:
    """A page, whatever happens: nobody who opens it knows what JSON is."""
    started = time.perf_counter()
    wish = language_of(*call.header("accept-language").replace(";", ",").split(","))
    try:
        response = _shown(call, token)
    except NotFound:
        response = _html(404, page.notice("unknown", wish))
    except Conflict:
        response = _html(410, page.notice("over", wish))
    except AppError as refusal:
        status = 429 if isinstance(refusal, TooManyRequests) else 503
        response = _html(status, page.notice("busy", wish))
    except Exception as bug:
        log.error("request.failed", bug, route="/s/{token}")
        response = _html(500, page.notice("busy", wish))
    log.line(
        "request",
        function="api",
        route=f"{call.request.method} /s/{{token}}",
        status=response.status_code,
        code="",
        ms=round((time.perf_counter() - started) * 1000),
    )
    return response


def _shown(call: Call, token: str) -> Response:
    from chalicelib import bindings_surveys, wiring
    from chalicelib.entry._limits import admit_address

    told = bindings_surveys.named(token)
    ports = wiring.survey_ports()
    shown = service.page(
        ports,
        account_id=told.account_id,
        conversation_id=told.conversation_id,
        asking_id=told.asking_id,
    )
    name = bindings_surveys.place(told.account_id, "").name
    if shown.over:
        return _html(410, page.notice("over", shown.asking.language, name))
    if call.request.method != "POST":
        return _html(200, page.form(shown.survey, shown.asking, name=name))
    admit_address("rating", call, told.account_id)
    raw: bytes = call.request.raw_body
    fields = parse_qs(raw[:MOST_BODY].decode(errors="replace"), keep_blank_values=True)
    answers, lacking = page.sent(shown.survey, fields)
    if lacking:
        again = page.form(shown.survey, shown.asking, name=name, problem=lacking, given=answers)
        return _html(422, again)
    after = service.answer_page(ports, shown=shown, answers=answers)
    return _html(200, page.form(shown.survey, after, name=name))


def _html(status: int, text: str) -> Response:
    headers = {
        **HEADERS,
        "Content-Security-Policy": page.POLICY,
        "Content-Type": "text/html; charset=utf-8",
    }
    return Response(text, headers=headers, status_code=status)
