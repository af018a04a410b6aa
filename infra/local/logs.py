"""What the functions of a running local stack have written, in the order of time."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.local import checks, cloud

Line = tuple[int, str, str]  # milliseconds, function, text
_NOISE = ("START ", "END ", "REPORT ", "INIT_START ")


def read(client: Any, since: int) -> list[Line]:
    """Lines later than `since` (milliseconds), oldest first."""
    found: list[Line] = []
    for group in client.describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]:
        name = group["logGroupName"]
        pages = client.get_paginator("filter_log_events").paginate(
            logGroupName=name, startTime=since + 1
        )
        for page in pages:
            found += [
                (event["timestamp"], name.rsplit("/", 1)[-1], event["message"].rstrip())
                for event in page["events"]
                if not event["message"].startswith(_NOISE)
            ]
    return sorted(found, key=lambda line: line[0])


def follow(folder: Path, *, once: bool) -> Iterator[str]:
    """Raises Missing if no stack runs with that folder."""
    path = folder / "stack.json"
    if not path.exists():
        raise checks.Missing("No local stack is running: start it by `make run`.")
    endpoint = json.loads(path.read_text())["environment"]["AWS_ENDPOINT_URL"]
    client = cloud.session().client("logs", endpoint_url=endpoint)
    since = 0
    while True:
        for moment, function, text in read(client, since):
            since = max(since, moment)
            yield f"{time.strftime('%H:%M:%S', time.localtime(moment / 1000))} {function}: {text}"
        if once:
            return
        time.sleep(1)
