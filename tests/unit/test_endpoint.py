"""Requests leave as botocore itself would sign them, and come back with its errors and retries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from threading import Thread
from typing import Any
from unittest import mock

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from botocore.session import get_session

from chalicelib.shared import endpoint, plain_calls
from chalicelib.shared.connections import Connections

MOMENT = datetime(2026, 3, 1, 12, 30, 15, tzinfo=UTC)


def client(service: str, url: str, *, read: float = 5) -> Any:
    session = get_session()
    session.set_credentials("AKID", "secret", "a-token")
    config = Config(retries={"mode": "standard", "max_attempts": 3})
    made = session.create_client(service, region_name="eu-west-1", endpoint_url=url, config=config)
    connections = Connections(connect=1, read=read)
    return endpoint.quicken(made, connections, plain=service in ("dynamodb", "sqs"))


def by_botocore(request: Any, service: str) -> str:
    """What botocore's own signer says of the same method, address, headers and body."""
    unsigned = {
        name: value
        for name, value in request.headers.items()
        if name not in ("authorization", "host", "x-amz-date", "x-amz-security-token")
    }
    again = AWSRequest(request.method, request.url, headers=unsigned, data=request.body)
    with (
        mock.patch("botocore.auth.get_current_datetime", return_value=MOMENT),
        mock.patch("botocore.auth.SIGNED_HEADERS_BLACKLIST", ()),
    ):
        SigV4Auth(Credentials("AKID", "secret", "a-token"), service, "eu-west-1").add_auth(again)
    return str(again.headers["Authorization"])


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("dynamodb", "get_item", {"TableName": "main", "Key": {"pk": {"S": "é 1"}}}),
        ("sqs", "send_message", {"QueueUrl": "https://q/1/a", "MessageBody": "two  spaces"}),
        ("execute-api", "post_to_connection", {"ConnectionId": "ab/c=", "Data": b"{}"}),
        ("scheduler", "get_schedule", {"Name": "one", "GroupName": "a group"}),
    ],
)
def test_the_signature_is_botocores(
    service: str, operation: str, arguments: dict[str, Any]
) -> None:
    names = {"execute-api": "apigatewaymanagementapi"}
    quick = client(names.get(service, service), "https://api.example/stage")
    sent: list[Any] = []

    def stop(_: Any, request: Any) -> None:
        sent.append(request)
        raise KeyboardInterrupt

    with (
        mock.patch.object(endpoint.QuickEndpoint, "_send", stop),
        mock.patch.object(endpoint, "datetime", mock.Mock(now=lambda _: MOMENT)),
        pytest.raises(KeyboardInterrupt),
    ):
        getattr(quick, operation)(**arguments)
    assert sent[0].headers["authorization"] == by_botocore(sent[0], service)


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    answers: list[tuple[int, bytes]]
    seen: list[str]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.seen.append(f"{self.client_address[1]}")
        status, body = self.answers.pop(0)
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Server]]]:
    handler = type("Handler", (Server,), {"answers": [], "seen": []})
    http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    http.daemon_threads = True
    Thread(target=http.serve_forever, daemon=True).start()
    with mock.patch("time.sleep"):
        yield f"http://127.0.0.1:{http.server_port}", handler
    http.shutdown()
    http.server_close()


def get(quick: Any) -> Any:
    return quick.get_item(TableName="main", Key={"pk": {"S": "a"}})


def test_a_connection_is_kept_for_the_next_call(server: tuple[str, type[Server]]) -> None:
    url, handler = server
    handler.answers = [(200, b"{}"), (200, b'{"Item":{"pk":{"S":"a"}}}')]
    quick = client("dynamodb", url)
    get(quick)
    assert get(quick)["Item"] == {"pk": {"S": "a"}}
    assert len(set(handler.seen)) == 1


def test_a_throttled_or_broken_call_is_tried_again(server: tuple[str, type[Server]]) -> None:
    url, handler = server
    throttled = b'{"__type":"x#ProvisionedThroughputExceededException"}'
    handler.answers = [(400, throttled), (0, b""), (200, b'{"Item":{}}')]
    assert "Item" in get(client("dynamodb", url))
    assert len(handler.seen) == 3


def test_a_refusal_is_botocores_error(server: tuple[str, type[Server]]) -> None:
    url, handler = server
    handler.answers = [(400, b'{"__type":"x#ConditionalCheckFailedException","message":"no"}')]
    quick = client("dynamodb", url)
    with pytest.raises(quick.exceptions.ConditionalCheckFailedException) as caught:
        get(quick)
    assert isinstance(caught.value, ClientError)
    assert caught.value.response["Error"]["Message"] == "no"


def test_a_moment_is_sent_in_seconds_and_bytes_are_refused() -> None:
    assert json.loads(json.dumps({"Time": MOMENT}, default=plain_calls._moment)) == {
        "Time": MOMENT.timestamp()
    }
    with pytest.raises(TypeError):
        json.dumps({"Data": b"x"}, default=plain_calls._moment)


def test_what_may_pass_is_told_from_what_will_not() -> None:
    assert plain_calls._may_pass(503, "")
    assert plain_calls._may_pass(400, "ProvisionedThroughputExceededException")
    assert plain_calls._may_pass(400, "TransactionInProgressException")
    assert not plain_calls._may_pass(400, "ConditionalCheckFailedException")


def test_an_answer_that_is_no_json_is_an_error_by_its_status(
    server: tuple[str, type[Server]],
) -> None:
    url, handler = server
    handler.answers = [(503, b"<html>busy</html>")] * 3
    with pytest.raises(ClientError) as caught:
        get(client("dynamodb", url))
    assert caught.value.response["Error"]["Code"] == "503"
    assert len(handler.seen) == 3


def test_nobody_there_and_no_answer_are_told_apart() -> None:
    with mock.patch("time.sleep"):
        with pytest.raises(EndpointConnectionError):
            get(client("dynamodb", "http://127.0.0.1:9"))
        silent = HTTPServer(("127.0.0.1", 0), Server)
        with pytest.raises(ReadTimeoutError):
            get(client("dynamodb", f"http://127.0.0.1:{silent.server_port}", read=0.05))
        silent.server_close()
