"""One message in, of an account with one webhook: with hearing of it and sending it on."""

from __future__ import annotations

import json
import os
from typing import Any
from unittest import mock

from bench import prices
from bench.messages import POLLS, Driver, Telegram, _counted
from bench.surroundings import Deployment
from chalicelib.channels.base import ProviderResponse

CHAT = 888
URL = "https://shop.example/hooks"
KMS = ("kms", "Decrypt")


def measured(here: Deployment, *, warm: int = 3) -> dict[str, Any]:
    """{"write_units", "read_units", "invocations", "usd_per_million", "calls"}. The receiver
    answers at once, with 200."""
    good = ProviderResponse(200, {}, b"")
    hears = mock.patch("chalicelib.shared.http.fetch", return_value=good)
    with mock.patch("chalicelib.shared.http.call", Telegram()), hears:
        _listen(here)
        driver = Driver(here)
        driver.number = 700_000
        for _ in range(warm):
            _message(driver)
        path = _counted(driver, lambda: _message(driver))
    # The rule's request into the queue of events, and what takes messages out of both queues.
    queued = (1 + 2 * POLLS) * prices.SQS_REQUEST + path.tally.calls[KMS] * prices.KMS_REQUEST
    return {
        "write_units": path.tally.write_units,
        "read_units": path.tally.read_units,
        "invocations": path.invocations,
        "usd_per_million": round(path.dollars() + queued * prices.MILLION, 2),
        "calls": {f"{s} {o}": count for (s, o), count in path.tally.calls.items()},
    }


def _listen(here: Deployment) -> None:
    """A webhook, and the rule that the template has."""
    import boto3

    from chalicelib import wiring
    from chalicelib.webhooks import service

    make: Any = boto3.client
    bus, sqs = make("events", endpoint_url=here.address), here.clients["sqs"]
    urls = sqs.list_queues()["QueueUrls"]
    (url,) = (each for each in urls if each.endswith("-events"))
    os.environ["EVENTS_QUEUE_URL"] = url
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
    named = {"EventBusName": os.environ["BUS_NAME"]}
    pattern = json.dumps({"source": ["tertulia"], "detail": {"watched": [True]}})
    bus.put_rule(Name="watched", EventPattern=pattern, **named)
    targets = [{"Id": "events", "Arn": told["QueueArn"]}]
    bus.put_targets(Rule="watched", Targets=targets, **named)
    ports = wiring.webhook_ports()
    service.add(ports, account_id=here.account_id, url=URL, types=["message.received"])
    wiring.forget()


def _message(driver: Driver) -> None:
    driver.inbound(CHAT)
    for queue, function in (("EVENTS", "events"), ("DELIVERIES", "deliveries")):
        for record in driver.here.take(f"{queue}_QUEUE_URL"):
            answer = driver.here.invoke(function, {"Records": [record]})
            if answer["batchItemFailures"]:
                raise RuntimeError(f"{function} failed: {driver.here.runs[-1].log}")
