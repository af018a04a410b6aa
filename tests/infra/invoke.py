"""Run by test_packaged_handlers.py in an interpreter of its own, beside the unpacked zip.

Reads one JSON object from standard input: handler, event. Prints what the handler answers, and
where its code came from, as the last line.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any


class Context:
    """What Lambda hands to a handler, as far as it is used."""

    aws_request_id = "11111111-0000-4000-8000-000000000001"
    function_name = "packaged"
    memory_limit_in_mb = 512

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


def tables() -> None:
    import boto3

    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    names = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")]
    for table in filter(None, map(os.environ.get, ("MAIN_TABLE", "CONNECTIONS_TABLE"))):
        boto3.client("dynamodb").create_table(
            TableName=table,
            KeySchema=keys,  # type: ignore[arg-type]
            AttributeDefinitions=names,  # type: ignore[arg-type]
            BillingMode="PAY_PER_REQUEST",
        )


def main() -> None:
    from moto import mock_aws

    given: dict[str, Any] = json.load(sys.stdin)
    module, name = given["handler"].rsplit(".", 1)
    with mock_aws():
        tables()
        handler = getattr(importlib.import_module(module), name)
        answer = handler(given["event"], Context())
    code = importlib.import_module("chalicelib").__file__
    print(json.dumps({"answer": answer, "code": code}))


if __name__ == "__main__":
    main()
