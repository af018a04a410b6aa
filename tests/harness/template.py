"""The deployment's own template, read as the harness needs it: names, limits, filters, environment.

What is tested is what is deployed: a redrive count changed in infra/ changes here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra import template as deployed
from tests.harness.queues import Queue
from tests.harness.stream import StreamMapping

STACK = "tertulia-test"
ACCOUNT = "123456789012"
_PARAMETERS = {
    "AWS::StackName": STACK,
    "AWS::AccountId": ACCOUNT,
    "AWS::Region": "us-east-1",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "Stage": "test",
    "Endpoint": "",
    "PublicUrl": "https://chat.example",
    "WebsocketUrl": "",
    "TelegramApiUrl": "https://telegram.invalid",
    "WhatsappApiUrl": "https://whatsapp.invalid",
    "PrivateHosts": "",
    "WebsocketAPI": "sockets",
}
_SERVICES = {
    "AWS::SQS::Queue": "arn:aws:sqs:us-east-1:123456789012:{name}",
    "AWS::KMS::Key": "arn:aws:kms:us-east-1:123456789012:key/{name}",
    "AWS::IAM::Role": "arn:aws:iam::123456789012:role/{name}",
}


@cache
def _template() -> dict[str, Any]:
    return deployed.overrides()


def resource(name: str) -> dict[str, Any]:
    """A resource's properties, with its intrinsic functions resolved as on AWS."""
    return deepcopy(_resource(name))


@cache
def _resource(name: str) -> dict[str, Any]:
    return dict(resolve(_template()["Resources"][name]["Properties"]))


@cache
def _names() -> dict[str, str]:
    """What `!Ref` gives for each resource."""
    names = {}
    for logical, body in _template()["Resources"].items():
        kind, properties = body.get("Type", ""), body.get("Properties", {})
        if kind == "AWS::SQS::Queue":
            name = resolve(properties["QueueName"])
            names[logical] = f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/{name}"
        else:
            names[logical] = f"{STACK}-{logical}".lower()
    return names


def resolve(value: Any) -> Any:
    """Ref, GetAtt, Sub, If and Join; conditions as on AWS, where `Local` is false."""
    if isinstance(value, list):
        return [resolve(one) for one in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1:
        (key, operand), *_ = value.items()
        if key == "Ref":
            return _ref(operand)
        if key == "Fn::GetAtt":
            return _attribute(*operand)
        if key == "Fn::Sub":
            return re.sub(r"\$\{([^}]+)\}", lambda found: _sub(found[1]), operand)
        if key == "Fn::If":
            condition, yes, no = operand
            return resolve(yes if condition in ("Aws", "NoWebsocketUrl") else no)
    return {key: resolve(one) for key, one in value.items()}


def _ref(name: str) -> str:
    if name in _PARAMETERS:
        return _PARAMETERS[name]
    parameter = _template()["Parameters"].get(name)
    return str(parameter.get("Default", "")) if parameter else _names()[name]


def _sub(name: str) -> str:
    return _attribute(*name.split(".", 1)) if "." in name else _ref(name)


def _attribute(logical: str, attribute: str) -> str:
    body = _template()["Resources"][logical]
    if body["Type"] == "AWS::SQS::Queue":
        name = resolve(body["Properties"]["QueueName"])
        return f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
    pattern = _SERVICES.get(body["Type"], "arn:aws:any:us-east-1:123456789012:{name}")
    return pattern.format(name=f"{STACK}-{logical}".lower())


@dataclass(frozen=True, slots=True)
class Source:
    """A function that a queue feeds."""

    function: str
    queue: Queue


_FED = {
    "Inbound": "InboundQueue",
    "Automation": "AutomationQueue",
    "Outbound": "OutboundQueue",
    "Media": "MediaQueue",
    "Timers": "TimersQueue",
    "Events": "EventsQueue",
    "Deliveries": "DeliveriesQueue",
}


def queues() -> dict[str, Queue]:
    """Every queue of the template by its real name, wired to its dead letters."""
    made: dict[str, Queue] = {}
    redrives: list[tuple[Queue, dict[str, Any]]] = []
    for body in _template()["Resources"].values():
        if body.get("Type") != "AWS::SQS::Queue":
            continue
        properties = resolve(body["Properties"])
        queue = Queue(
            properties["QueueName"],
            fifo=properties.get("FifoQueue", False),
            visibility=float(properties.get("VisibilityTimeout", 30)),
            per_group=properties.get("DeduplicationScope") == "messageGroup",
        )
        made[queue.name] = queue
        if redrive := properties.get("RedrivePolicy"):
            redrives.append((queue, redrive))
    for queue, redrive in redrives:
        queue.dead = made[redrive["deadLetterTargetArn"].rsplit(":", 1)[-1]]
        queue.max_receives = int(redrive["maxReceiveCount"])
    return made


def sources(made: Mapping[str, Queue]) -> list[Source]:
    """Which function each queue feeds; asserts that it answers for each record of a batch."""
    found = []
    for logical, queue in _FED.items():
        (event,) = resource(logical)["Events"].values()
        properties = event["Properties"]
        if properties["FunctionResponseTypes"] != ["ReportBatchItemFailures"]:
            raise AssertionError(f"{logical} does not answer for each record")
        name = resolve(_template()["Resources"][queue]["Properties"]["QueueName"])
        if properties["Queue"].rsplit(":", 1)[-1] != name:
            raise AssertionError(f"{logical} is not fed by {queue}")
        found.append(Source(logical.lower(), made[name]))
    return found


def stream() -> StreamMapping:
    (event,) = resource("Changes")["Events"].values()
    properties = event["Properties"]
    return StreamMapping(
        filters=[json.loads(one["Pattern"]) for one in properties["FilterCriteria"]["Filters"]],
        retries=properties["MaximumRetryAttempts"],
        bisect=properties["BisectBatchOnFunctionError"],
    )


def environment() -> dict[str, str]:
    """All functions' variables together: in this process they are one."""
    return dict(_environment())


@cache
def _environment() -> dict[str, str]:
    merged: dict[str, str] = {}
    for logical, body in _template()["Resources"].items():
        variables = body.get("Properties", {}).get("Environment", {}).get("Variables")
        if variables:
            for name, value in resolve(variables).items():
                if merged.setdefault(name, value) != value:
                    raise AssertionError(f"{logical} has another {name}")
    return merged


def table(logical: str) -> dict[str, Any]:
    """Arguments of create_table."""
    properties = resource(logical)
    arguments: dict[str, Any] = {
        name: properties[name]
        for name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
        if name in properties
    }
    if "StreamSpecification" in properties:
        arguments["StreamSpecification"] = {
            "StreamEnabled": True,
            **properties["StreamSpecification"],
        }
    return {"TableName": _ref(logical), "BillingMode": "PAY_PER_REQUEST", **arguments}
