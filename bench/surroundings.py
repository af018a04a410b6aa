"""A deployment on real endpoints out of process, and its handlers called as Lambda calls them."""

from __future__ import annotations

import base64
import importlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from unittest import mock

from tests.harness import payloads, template
from tests.support import dynamodb_local

ACCOUNT = "bench"
EMAIL, PASSWORD = "owner@shop.example", "Correct-horse-9"


@contextmanager
def endpoint() -> Iterator[str]:
    """One address for all of AWS, gone afterwards."""
    with dynamodb_local.server() as tables:
        port = _free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.aws_server", str(port), tables],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the AWS stand-in stopped while starting")
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the AWS stand-in did not start in time")


@dataclass(slots=True)
class Run:
    """One invocation. cpu: seconds of this process. log: what it wrote."""

    function: str
    cpu: float
    log: str


@dataclass(slots=True)
class Deployment:
    """clients: for the bench's own calls, made before any counting."""

    address: str
    account_id: str = ""
    token: str = ""
    agent_id: str = ""
    telegram_id: str = ""
    telegram_secret: str = ""
    website_id: str = ""
    runs: list[Run] = field(default_factory=list)
    clients: dict[str, Any] = field(default_factory=dict)
    iterators: dict[str, str] = field(default_factory=dict)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """A handler by the name of its function, timed by this process's CPU."""
        handler = _handler(function)
        raw = json.dumps(event)
        said: list[str] = []
        quiet = SimpleNamespace(write=said.append, flush=lambda: None)
        with mock.patch("chalicelib.shared.log.sys.stdout", quiet):
            before = time.process_time()
            answer = handler(json.loads(raw), CONTEXT)
            cpu = time.process_time() - before
        self.runs.append(Run(function, cpu, "".join(said)))
        return answer

    def rest(self, method: str, resource: str, **options: Any) -> Any:
        """A request as API Gateway hands it on. options: path (parameters), headers, body."""
        answer = self.invoke("api", rest_event(method, resource, **options))
        if not 200 <= answer["statusCode"] < 300:
            raise RuntimeError(f"{method} {resource}: {answer}")
        return json.loads(answer["body"]) if answer["body"][:1] in ("{", "[") else answer["body"]

    def take(self, queue: str) -> list[dict[str, Any]]:
        """What lies in a queue, as records for its function; taken out."""
        url = os.environ[queue]
        answer = self.clients["sqs"].receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]
        )
        records = []
        for message in answer.get("Messages", []):
            self.clients["sqs"].delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            records.append(
                {
                    "messageId": message["MessageId"],
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                    "attributes": message["Attributes"],
                    "messageAttributes": {},
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:queue",
                    "awsRegion": "us-east-1",
                }
            )
        return records

    def changes(self) -> list[dict[str, Any]]:
        """The stream's records since the last look that pass the template's filter."""
        from tests.harness.stream import matches

        pattern = template.stream().filters[0]
        found = []
        for shard, iterator in list(self.iterators.items()):
            answer = self.clients["streams"].get_records(ShardIterator=iterator)
            self.iterators[shard] = answer.get("NextShardIterator", iterator)
            found += [_as_lambda_has_it(one) for one in answer["Records"]]
        return [one for one in found if matches(pattern, one)]


CONTEXT = SimpleNamespace(
    aws_request_id="request",
    function_name="function",
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:function",
    memory_limit_in_mb=512,
    log_group_name="log",
    log_stream_name="log",
    client_context=None,
    identity=None,
    function_version="1",
    get_remaining_time_in_millis=lambda: 30_000,
)


def _as_lambda_has_it(record: dict[str, Any]) -> dict[str, Any]:
    """Moments as numbers; and an empty map as a map, which DynamoDB Local tells as nothing."""
    made: dict[str, Any] = json.loads(json.dumps(record, default=_plain))
    image = made["dynamodb"].get("NewImage", {})
    made["dynamodb"]["NewImage"] = {name: value or {"M": {}} for name, value in image.items()}
    return made


def _plain(value: Any) -> Any:
    return value.timestamp() if hasattr(value, "timestamp") else base64.b64encode(value).decode()


def _handler(function: str) -> Callable[[dict[str, Any], Any], Any]:
    app = importlib.import_module("app")
    if function == "api":
        handler: Callable[[dict[str, Any], Any], Any] = app.app
    elif function.startswith("websocket_"):
        handler = getattr(app, function)
    else:
        handler = getattr(importlib.import_module(f"chalicelib.entry.{function}"), function)
    return handler


def rest_event(
    method: str,
    resource: str,
    *,
    path: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """API Gateway's proxy event (REST, binary media types */*)."""
    return {
        "resource": resource,
        "path": resource.format(**(path or {})),
        "httpMethod": method,
        "headers": {"Host": "api.example", **(headers or {})},
        "multiValueHeaders": {name: [value] for name, value in (headers or {}).items()},
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {k: [v] for k, v in (query or {}).items()} or None,
        "pathParameters": path,
        "stageVariables": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{resource.format(**(path or {}))}",
            "stage": "api",
            "requestId": "request",
            "identity": {"sourceIp": "127.0.0.1"},
        },
        "body": base64.b64encode(body).decode(),
        "isBase64Encoded": True,
    }


@contextmanager
def deployment() -> Iterator[Deployment]:
    """Tables, queues, bus, bucket, key and pool as the template has them; one account whose agent
    has a socket open; a website and a Telegram bot."""
    with ExitStack() as stack:
        address = stack.enter_context(endpoint())
        stack.enter_context(_environment(address))
        here = Deployment(address)
        _create(here)
        _open_account(here)
        yield here


@contextmanager
def _environment(address: str) -> Iterator[None]:
    from chalicelib import wiring

    values = {
        **template.environment(),
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
        "SOCKETS_ENDPOINT": address,
    }
    with mock.patch.dict(os.environ, values):
        wiring.forget()
        try:
            yield
        finally:
            wiring.forget()


def _create(here: Deployment) -> None:
    import boto3

    def client(service: str) -> Any:
        made: Any = boto3.client
        return made(service, endpoint_url=here.address)

    tables, sqs = client("dynamodb"), client("sqs")
    for logical in ("MainTable", "ConnectionsTable"):
        tables.create_table(**template.table(logical))
    for queue in template.queues().values():
        kind = {"FifoQueue": "true", "ContentBasedDeduplication": "false"} if queue.fifo else {}
        url = sqs.create_queue(QueueName=queue.name, Attributes=kind)["QueueUrl"]
        for name, value in os.environ.items():
            if name.endswith("_QUEUE_URL") and value.endswith(f"/{queue.name}"):
                os.environ[name] = url
    client("events").create_event_bus(Name=os.environ["BUS_NAME"])
    client("scheduler").create_schedule_group(Name=os.environ["SCHEDULER_GROUP"])
    client("s3").create_bucket(Bucket=os.environ["MEDIA_BUCKET"])
    os.environ["KMS_KEY_ID"] = client("kms").create_key()["KeyMetadata"]["KeyId"]
    _create_pool(client("cognito-idp"))
    here.clients = {"sqs": sqs, "streams": client("dynamodbstreams"), "tables": tables}
    _follow(here)


def _create_pool(cognito: Any) -> None:
    schema = [
        {"Name": name, "AttributeDataType": "String", "Mutable": True}
        for name in ("account_id", "agent_id")
    ]
    pool = cognito.create_user_pool(PoolName="bench", UsernameAttributes=["email"], Schema=schema)[
        "UserPool"
    ]["Id"]
    app = cognito.create_user_pool_client(UserPoolId=pool, ClientName="console")
    os.environ["USER_POOL_ID"] = pool
    os.environ["USER_POOL_CLIENT_ID"] = app["UserPoolClient"]["ClientId"]


def _follow(here: Deployment) -> None:
    """From now on, `changes` tells."""
    streams = here.clients["streams"]
    (stream,) = streams.list_streams(TableName=os.environ["MAIN_TABLE"])["Streams"]
    described = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
    for shard in described["Shards"]:
        here.iterators[shard["ShardId"]] = streams.get_shard_iterator(
            StreamArn=stream["StreamArn"],
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]


def _open_account(here: Deployment) -> None:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.realtime import service as realtime
    from chalicelib.realtime.model import AgentWho

    wiring.forget()
    ports = wiring.account_ports()
    owner = service.create_account(
        ports, name="Shop", owner_name="Olivia", email=EMAIL, password=PASSWORD
    )
    here.account_id, here.agent_id = owner.account_id, owner.id

    def add(kind: str, secrets: dict[str, str]) -> str:
        channel = service.add_channel(
            ports,
            account_id=owner.account_id,
            kind=kind,
            name=kind,
            settings={},
            secrets=secrets,
        )
        return str(channel.id)

    here.website_id = add("website", {})
    here.telegram_id = add("telegram", {"token": "12345:" + "a" * 35})
    channel = service.get_channel(ports, channel_id=here.telegram_id)
    here.telegram_secret = channel.secrets["webhook_secret"]
    who = AgentWho(owner.account_id, owner.id, owner.name)
    url = realtime.issue_ticket(wiring.realtime_ports(), who=who)
    realtime.connect(
        wiring.realtime_ports(), connection_id="agentsocket=", ticket=url.rsplit("=", 1)[-1]
    )
    session = here.rest(
        "POST",
        "/auth/sign-in",
        headers={"Content-Type": "application/json"},
        body=json.dumps({"email": EMAIL, "password": PASSWORD}).encode(),
    )
    here.token = session["access_token"]
    here.changes()
    here.runs.clear()


def telegram(here: Deployment, number: int, chat: int) -> payloads.Webhook:
    update = payloads.telegram_text(number, chat, "Do you ship to Portugal, and how long is it?")
    return payloads.telegram(here.telegram_id, here.telegram_secret, update)
