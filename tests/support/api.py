"""The whole API in process: the real app over moto's tables, users, keys and files."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import moto.cognitoidp
import pytest
from chalice.test import Client
from moto import mock_aws

from tests.support.quick import kept_clients, make_once

PASSWORD = "correct-horse-9"
PUBLIC_URL = "https://chat.example.com"
EDGE = {"X-Tertulia-Edge": "only-the-edge-knows"}  # with what CloudFront hands on
_JWKS = Path(moto.cognitoidp.__file__).parent / "resources" / "jwks-public.json.gz"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any

    def ok(self) -> Any:
        """The body of a good answer."""
        assert 200 <= self.status < 300, (self.status, self.body)
        return self.body

    def problem(self) -> tuple[int, str, str]:
        """Status, code and field, of an answer that is a problem as RFC 9457 has it."""
        assert self.headers["content-type"] == "application/problem+json"
        assert self.body["status"] == self.status
        return self.status, self.body["code"], self.body["field"]


@dataclass(slots=True)
class Api:
    """Calls of one person. aws: how often each operation was called since `aws.clear()`."""

    client: Client
    aws: Counter[str]
    token: str = ""

    def as_(self, token: str) -> Api:
        return Api(self.client, self.aws, token)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Content-Type": "application/json"} if body is not None or raw is not None else {}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        sent |= headers or {}
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        answer = self.client.http.request(method, path, headers=sent, body=content)
        text = answer.body.decode()
        told = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, told, json.loads(text) if text else None)

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        """Headers by name, with `_` for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", path, body, headers=named)

    def patch(self, path: str, body: Any) -> Answer:
        return self.call("PATCH", path, body)


@dataclass(frozen=True, slots=True)
class Account:
    """One account's people and things, and the API in their hands."""

    id: str
    owner: Api
    owner_id: str
    agent: Api
    agent_id: str
    queue_id: str
    site_id: str

    @property
    def nobody(self) -> Api:
        return self.owner.as_("")


@contextmanager
def deployment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The app with nobody's token, over an empty deployment."""
    from chalicelib import settings, wiring
    from chalicelib.shared import aws

    make_once()
    monkeypatch.setattr(aws, "client", kept_clients())
    with mock_aws():
        pool_id, client_id = _user_pool(aws.client("cognito-idp"))
        names = {
            "AWS_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": "",
            "MAIN_TABLE": "main",
            "CONNECTIONS_TABLE": "connections",
            "MEDIA_BUCKET": "media",
            "AUTOMATION_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/automation.fifo",
            "DELIVERIES_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/deliveries",
            "MEDIA_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/media",
            "JOBS_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs",
            "KMS_KEY_ID": aws.client("kms").create_key()["KeyMetadata"]["KeyId"],
            "USER_POOL_ID": pool_id,
            "USER_POOL_CLIENT_ID": client_id,
            "PUBLIC_URL": PUBLIC_URL,
            "EDGE_SECRET": EDGE["X-Tertulia-Edge"],
            "WEBSOCKET_URL": "wss://sockets.example.com/api",
            "SOCKETS_ENDPOINT": "",
            "TIMERS_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/timers",
            "TIMERS_QUEUE_ARN": "arn:aws:sqs:us-east-1:123456789012:timers",
            "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/scheduler-wakes-timers",
            "SCHEDULER_GROUP": "default",
        }
        for name, value in names.items():
            monkeypatch.setenv(name, value)
        settings.settings.cache_clear()
        wiring.forget()
        _tables(aws.client("dynamodb"))
        aws.client("s3").create_bucket(Bucket="media")
        sqs = aws.client("sqs")
        sqs.create_queue(QueueName="automation.fifo", Attributes={"FifoQueue": "true"})
        sqs.create_queue(QueueName="deliveries")
        sqs.create_queue(QueueName="media")
        _serve_keys(monkeypatch)
        _stay_in_one_window(monkeypatch)
        yield _app()
    settings.settings.cache_clear()
    wiring.forget()


def _stay_in_one_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits count by the minute: a flood that runs into the next one would be let in again."""
    from chalicelib.visitors import limits

    counting, began = limits.Limits, datetime.now(UTC)
    monkeypatch.setattr(limits, "Limits", lambda counters, _: counting(counters, lambda: began))


def _user_pool(cognito: Any) -> tuple[str, str]:
    pool = cognito.create_user_pool(
        PoolName="people",
        UsernameAttributes=["email"],
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 10,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireUppercase": False,
                "RequireSymbols": False,
            }
        },
        Schema=[
            {"Name": name, "AttributeDataType": "String", "Mutable": True}
            for name in ("account_id", "agent_id")
        ],
    )
    client = cognito.create_user_pool_client(
        UserPoolId=pool["UserPool"]["Id"],
        ClientName="console",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )
    return pool["UserPool"]["Id"], client["UserPoolClient"]["ClientId"]


def _tables(dynamodb: Any) -> None:
    from chalicelib.shared import table

    dynamodb.create_table(TableName="main", **table.schema())
    dynamodb.create_table(
        TableName="connections",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )


def _serve_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """moto answers botocore alone; the pool's public keys are read where it keeps them."""
    from chalicelib.auth import tokens

    document = json.loads(gzip.decompress(_JWKS.read_bytes()))
    monkeypatch.setattr(tokens, "fetch_keys", lambda url: document)


def _app() -> Api:
    from app import app
    from chalicelib.shared import aws

    calls: Counter[str] = Counter()
    dynamodb = aws.client("dynamodb")

    def count(event_name: str, **_: object) -> None:
        calls.update([event_name.rsplit(".", 1)[-1]])

    dynamodb.meta.events.register("before-send", count)
    return Api(Client(app), calls)


def new_account(api: Api, name: str) -> Account:
    """An owner, an agent, a queue and a site."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    ports = wiring.account_ports()
    owner_email, agent_email = f"owner@{name}.example", f"agent@{name}.example"
    owner = service.create_account(
        ports, name=name, owner_name=f"{name} owner", email=owner_email, password=PASSWORD
    )
    agent = service.add_agent(
        ports,
        account_id=owner.account_id,
        name=f"{name} agent",
        email=agent_email,
        password=PASSWORD,
    )
    queue = service.add_queue(ports, account_id=owner.account_id, name="Sales")
    site = service.add_channel(
        ports,
        account_id=owner.account_id,
        kind="website",
        name=f"{name} shop",
        settings={"title": "Hello", "colour": "#112233"},
        secrets={},
    )
    return Account(
        id=owner.account_id,
        owner=api.as_(sign_in(api, owner_email)),
        owner_id=owner.id,
        agent=api.as_(sign_in(api, agent_email)),
        agent_id=agent.id,
        queue_id=queue.id,
        site_id=site.id,
    )


def sign_in(api: Api, email: str) -> str:
    answer = api.post("/auth/sign-in", {"email": email, "password": PASSWORD})
    return str(answer.ok()["access_token"])


def new_visitor(api: Api, account: Account) -> Api:
    session = api.post(f"/widget/{account.site_id}/session", {}).ok()
    return api.as_(session["token"])


def say(text: str, client_id: str = "client-0001") -> dict[str, Any]:
    return {"client_id": client_id, "content": {"kind": "text", "text": text}}


def new_conversation(visitor: Api, text: str = "Hello?") -> str:
    sent = visitor.post("/widget/messages", say(text)).ok()
    return str(sent["conversation"]["id"])


def problems_of(text: str, *needles: str) -> list[str]:
    """Which of the needles the text holds: for what must not be in a log."""
    return [needle for needle in needles if re.search(re.escape(needle), text, re.IGNORECASE)]
