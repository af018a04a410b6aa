"""A deployment in one process: the template's tables and queues, the app's real handlers, people.

with world() as here:
    here.receive(here.telegram_webhook(...))
    here.settle()
"""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from random import Random
from types import SimpleNamespace
from typing import Any, TypeVar
from unittest import mock

from botocore.exceptions import BotoCoreError, ClientError

from tests.harness import payloads, template
from tests.harness.engine import Engine
from tests.harness.faults import Killed, Plan, no_faults
from tests.harness.payloads import Webhook
from tests.harness.providers import Providers
from tests.harness.pump import Pump
from tests.support.quick import kept_clients, make_once

T = TypeVar("T")
START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC).timestamp()
ACCOUNT = "acc00"
TRIES = 12  # of a provider or a browser that got no good answer


class Refused(Exception):
    """The app answered, but not with 2xx."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


@dataclass(slots=True)
class World:
    engine: Engine
    pump: Pump
    providers: Providers
    account_id: str = ACCOUNT
    telegram_id: str = ""
    telegram_secret: str = ""
    whatsapp_id: str = ""
    website_id: str = ""
    automation: str = ""  # what flows want to see of the website's messages
    retries: int = 0
    accepted: list[Webhook] = field(default_factory=list)
    log: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, Any] = field(default_factory=dict)  # connection id -> Person

    def logged(self, event: str, **fields: Any) -> None:
        """Stands in for chalicelib.shared.log.line."""
        self.log.append({"event": event, **fields})

    @property
    def steps(self) -> int:
        """Records delivered, and calls where a fault could strike."""
        return self.pump.delivered + sum(1 for call in self.engine.calls if call.function)

    def clock(self) -> datetime:
        """The world's time. Each look takes a millisecond, as work does."""
        self.engine.now += 0.001
        return datetime.fromtimestamp(round(self.engine.now, 3), UTC)

    def run(self, function: str, work: Callable[[], T]) -> T:
        """One invocation: faults may strike within. Raises Killed if it died."""
        engine = self.engine
        before = engine.function, engine.number
        engine.function, engine.number = function, 0
        try:
            return work()
        finally:
            engine.function, engine.number = before

    def until_done(self, function: str, work: Callable[[], T]) -> T:
        """As a browser does: again until there is an answer. Deliberate refusals come through."""
        from chalicelib.shared.errors import AppError

        for attempt in range(TRIES):
            self.engine.protected = attempt == TRIES - 1
            try:
                return self.run(function, work)
            except AppError as problem:
                if problem.status < 500:
                    raise
                self._again(problem)
            except (Killed, Exception) as problem:
                self._again(problem)
            finally:
                self.engine.protected = False
        raise AssertionError("not reached: the last try meets no faults")

    def once(self, function: str, work: Callable[[], object]) -> None:
        """As API Gateway with a socket's event: what fails is not brought again."""
        with suppress(Killed, ClientError, BotoCoreError):
            self.run(function, work)

    def pass_minute(self) -> None:
        """A minute goes by, and the scheduled function runs; the next minute makes good for it."""
        self.engine.now += 60
        self.once("sweep", lambda: self.invoke("sweep", SCHEDULED))
        self.settle(self.engine.now)

    def _again(self, problem: BaseException) -> None:
        if self.engine.protected:
            raise problem
        self.retries += 1

    def receive(self, webhook: Webhook) -> None:
        """As a provider does: sent again until it is answered with 2xx."""
        self.until_done("api", lambda: self.post(webhook))
        self.accepted.append(webhook)

    def post(self, webhook: Webhook) -> None:
        """One POST through the app. Raises Refused for what is not 2xx."""
        from chalice.test import Client

        path = f"/hooks/{webhook.kind}/{webhook.channel_id}"
        with Client(_app()) as client:
            answer = client.http.post(path, headers=webhook.headers, body=webhook.body)
        if not 200 <= answer.status_code < 300:
            raise Refused(answer.status_code)

    def telegram(self, update: dict[str, Any]) -> Webhook:
        return payloads.telegram(self.telegram_id, self.telegram_secret, update)

    def whatsapp(self, *values: dict[str, Any]) -> Webhook:
        return payloads.whatsapp(self.whatsapp_id, *values)

    def invoke(self, function: str, event: dict[str, Any]) -> dict[str, Any]:
        """As Lambda: the packaged handler with a JSON event."""
        module = importlib.import_module(f"chalicelib.entry.{function}")
        handler = getattr(module, function)
        answer = self.run(function, lambda: handler(json.loads(json.dumps(event)), CONTEXT))
        return dict(answer or {})

    def pushed(self, connection_id: str, frame: str) -> None:
        person = self.people.get(connection_id)
        if person is not None:
            person.arrived(frame)

    def look(self) -> None:
        """Everybody takes in what came to his screen."""
        for person in dict.fromkeys(self.people.values()):
            person.look()

    def settle(self, until: float = float("inf")) -> None:
        """Until nothing is left to deliver."""
        while True:
            self.pump.settle(until)
            self.look()
            if not self.pump.step():
                return

    def dead(self) -> dict[str, int]:
        """Dead letters by queue; empty if there are none."""
        queues = self.engine.queues.values()
        letters = {queue.dead.name: len(queue.dead.messages) for queue in queues if queue.dead}
        if self.engine.stream.given_up:
            letters["changes"] = len(self.engine.stream.given_up)
        return {name: count for name, count in letters.items() if count}


SCHEDULED = {  # https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html
    "version": "0",
    "id": "event",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": template.ACCOUNT,
    "time": "2026-06-01T09:00:00Z",
    "region": "us-east-1",
    "resources": ["arn:aws:events:us-east-1:123456789012:rule/sweep"],
    "detail": {},
}
CONTEXT = SimpleNamespace(
    aws_request_id="request",
    function_name="function",
    invoked_function_arn="arn:aws:lambda:us-east-1:123456789012:function:function",
    memory_limit_in_mb=512,
    get_remaining_time_in_millis=lambda: 30_000,
)


@lru_cache(maxsize=1)
def _app() -> Any:
    return importlib.import_module("app").app


@lru_cache(maxsize=1)
def batch_sizes() -> dict[str, int]:
    """From the triggers that the app registers."""
    sizes: dict[str, int] = {}
    for source in _app().event_sources:
        if hasattr(source, "batch_size"):
            sizes[source.handler_string.rsplit(".", 1)[-1]] = source.batch_size
    return sizes


@contextmanager
def world(
    seed: int = 0, plan: Plan = no_faults, repeats: float = 0.0, setup: bool = True
) -> Iterator[World]:
    """A fresh deployment with one account and three channels. Faults begin after it stands."""
    queues = template.queues()
    engine = Engine(START, queues, template.stream(), template.environment()["MAIN_TABLE"])
    pump = Pump(
        engine, template.sources(queues), lambda *_: {}, Random(seed), batch_sizes(), repeats
    )
    here = World(engine, pump, Providers(engine))
    pump.invoke = here.invoke
    engine.on_push = here.pushed
    with ExitStack() as stack:
        _surround(stack, here, seed)
        _create(here)
        if setup:
            _open_account(here)
        engine.calls.clear()
        engine.plan = plan
        yield here


def _make_repeatable(stack: ExitStack, random: Random) -> None:
    """The same day told twice makes the same ids: what hypothesis finds, it finds again."""

    def token(length: int = 32) -> str:
        return random.getrandbits(length * 8).to_bytes(length, "big").hex()

    stack.enter_context(mock.patch("secrets.randbits", random.getrandbits))
    stack.enter_context(mock.patch("secrets.token_urlsafe", token))
    stack.enter_context(mock.patch("secrets.token_hex", token))


def _surround(stack: ExitStack, here: World, seed: int) -> None:
    """Environment, clock, network: the world's instead of the machine's."""
    from moto.dynamodb.models import dynamodb_backends
    from moto.s3.models import s3_backends

    from chalicelib import wiring

    make_once()
    dynamodb_backends[template.ACCOUNT]["us-east-1"].reset()
    s3_backends[template.ACCOUNT]["aws"].reset()
    stack.callback(wiring.forget)
    stack.enter_context(mock.patch("chalicelib.shared.aws.client", kept_clients()))
    stack.enter_context(mock.patch.dict(os.environ, _variables()))
    stack.enter_context(here.engine.installed())
    stack.enter_context(mock.patch("time.sleep"))
    stack.enter_context(mock.patch("chalicelib.wiring.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_desk.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_automation.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_timers.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_events.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_webhooks.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_inlets.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_integrations.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_surveys.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_reports.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_access.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_sign_in.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_flows.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.wiring_gestures.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.shared.clock.system_clock", here.clock))
    stack.enter_context(mock.patch("chalicelib.shared.http.call", here.providers.call))
    stack.enter_context(mock.patch("chalicelib.shared.http.download", here.providers.download))
    stack.enter_context(mock.patch("chalicelib.shared.log.line", here.logged))
    _make_repeatable(stack, Random(seed))
    wiring.forget()


def _variables() -> dict[str, str]:
    return {
        **template.environment(),
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": "",
    }


def _key() -> str:
    """One for all worlds: Moto draws an RSA key for each, which takes a quarter of a second. Looked
    up each time, since tests of other folders make Moto forget."""
    from moto.kms.models import kms_backends

    from chalicelib.shared import aws

    keys = kms_backends[template.ACCOUNT]["us-east-1"].keys
    return next(iter(keys), "") or aws.kms().create_key()["KeyMetadata"]["KeyId"]


def _create(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.shared import aws

    tables = aws.client("dynamodb")
    for logical in ("MainTable", "ConnectionsTable"):
        tables.create_table(**template.table(logical))
    aws.s3().create_bucket(Bucket=template.environment()["MEDIA_BUCKET"])
    os.environ["KMS_KEY_ID"] = _key()
    wiring.forget()


def _open_account(here: World) -> None:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.accounts.model import Account
    from chalicelib.shared.ids import AccountId

    ports = wiring.account_ports()
    ports.store.add_account(Account(id=AccountId(here.account_id), name="Shop"))

    def add(kind: str, settings: dict[str, str], secrets: dict[str, str]) -> str:
        channel = service.add_channel(
            ports,
            account_id=here.account_id,
            kind=kind,
            name=kind,
            settings=settings,
            secrets=secrets,
        )
        return str(channel.id)

    here.website_id = add("website", {"title": "Shop"}, {})
    here.telegram_id = add("telegram", {}, {"token": "12345:" + "a" * 35})
    here.telegram_secret = service.get_channel(ports, channel_id=here.telegram_id).secrets[
        "webhook_secret"
    ]
    here.whatsapp_id = add(
        "whatsapp",
        {"phone_number_id": payloads.PHONE_NUMBER_ID, "waba_id": "102290129340398"},
        {"access_token": "token-of-meta", "app_secret": payloads.APP_SECRET},
    )
