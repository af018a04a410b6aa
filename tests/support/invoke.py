"""Invoke one handler as Lambda would: `python tests/support/invoke.py <code folder> <handler>`.

The event comes on standard input; the answer goes to standard output, last. The interpreter is
fresh and the code is the packaged one, so that whatever a handler needs must be in the package. AWS
is moto's, put in place after the handler's module was imported.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

_KEYS = [
    {"AttributeName": "pk", "KeyType": "HASH"},
    {"AttributeName": "sk", "KeyType": "RANGE"},
]


class Context:
    aws_request_id = "00000000-0000-0000-0000-000000000000"
    function_name = "sample"


def main(code: str, handler: str) -> None:
    module_name, _, name = handler.rpartition(".")
    module = importlib.import_module(module_name)
    assert Path(str(module.__file__)).is_relative_to(code), "not the packaged code"
    event = json.load(sys.stdin)

    from moto import mock_aws  # late: it loads what a handler must not rely on

    with mock_aws():
        _deploy()
        print(json.dumps(getattr(module, name)(event, Context())))


def _deploy() -> None:
    """An empty deployment, and its names in the environment."""
    from chalicelib.shared import aws, table

    dynamodb: Any = aws.client("dynamodb")
    dynamodb.create_table(TableName="main", **table.schema())
    dynamodb.create_table(
        TableName="connections",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "sk")],
        KeySchema=_KEYS,
    )
    aws.events().create_event_bus(Name="bus")
    queue = aws.sqs().create_queue(QueueName="inbound.fifo", Attributes={"FifoQueue": "true"})
    os.environ |= {
        "MAIN_TABLE": "main",
        "CONNECTIONS_TABLE": "connections",
        "BUS_NAME": "bus",
        "INBOUND_QUEUE_URL": queue["QueueUrl"],
    }
    from chalicelib import wiring

    wiring.forget()


if __name__ == "__main__":
    sys.path[0] = sys.argv[1]
    main(sys.argv[1], sys.argv[2])
