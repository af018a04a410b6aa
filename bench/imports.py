"""What a cold start loads, function by function, each in a fresh interpreter.

Counted is what the first record needs, and not only what the handler's module imports at once: the
ports that the first invocation builds, the logger, and one client, as in the floor; further clients
are made when they are first called. The floor is what any Lambda that talks to AWS pays: boto3 and
one client. Milliseconds are of CPU, the least of several
runs: what an import takes on a machine that does nothing else. Whatever else runs only adds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.harness import template

ROOT = Path(__file__).resolve().parents[1]
FLOOR = "import boto3; boto3.client('dynamodb', region_name='us-east-1')"


@dataclass(frozen=True, slots=True)
class Function:
    """handler: the module that Lambda imports. ready: what the first invocation builds."""

    name: str
    handler: str
    ready: str


def _ready(*lines: str) -> str:
    start = "from chalicelib import wiring; from chalicelib.shared import aws, log"
    return "; ".join((start, *lines, "log.line('started')"))


_TABLES = "aws.client('dynamodb')"
FUNCTIONS = (
    Function("api", "app", _ready("wiring.intake_ports()", _TABLES)),
    Function("inbound", "chalicelib.entry.inbound", _ready("wiring.delivery_in_ports()", _TABLES)),
    Function(
        "changes",
        "chalicelib.entry.changes",
        _ready("wiring.announce_ports()", _TABLES),
    ),
    Function("outbound", "chalicelib.entry.outbound", _ready("wiring.outbound_ports()", _TABLES)),
    Function(
        "automation",
        "chalicelib.entry.automation",
        _ready("wiring.automation_ports()", _TABLES),
    ),
    Function(
        "deliveries", "chalicelib.entry.deliveries", _ready("wiring.webhook_ports()", _TABLES)
    ),
    Function("events", "chalicelib.entry.events", _ready("wiring.consumers()", _TABLES)),
    Function("index", "chalicelib.entry.index", _ready("wiring.index_ports()", _TABLES)),
    Function("jobs", "chalicelib.entry.jobs", _ready("wiring.job_ports()", _TABLES)),
    Function("media", "chalicelib.entry.media", _ready("wiring.media_ports()", _TABLES)),
    Function("timers", "chalicelib.entry.timers", _ready("wiring.timer_ports()", _TABLES)),
    Function("sweep", "chalicelib.entry.sweep", _ready("wiring.timer_ports()", _TABLES)),
    Function("websocket_connect", "app", _ready("wiring.realtime_ports()", _TABLES)),
    Function("websocket_message", "app", _ready("wiring.realtime_ports()", _TABLES)),
    Function("websocket_disconnect", "app", _ready("wiring.realtime_ports()", _TABLES)),
)

_TIMED = """
import sys, time
started = time.process_time()
{statements}
took = time.process_time() - started
print(took * 1000, len(sys.modules))
"""


def measured(*, repeats: int) -> dict[str, Any]:
    """{"floor_ms", "functions": {name: {"ms", "modules", "ratio"}}}. Floor and functions take
    turns, so that a busy machine is as unkind to one as to the others."""
    statements = {"floor": FLOOR} | {
        function.name: f"import {function.handler}; {function.ready}" for function in FUNCTIONS
    }
    samples: dict[str, list[tuple[float, int]]] = {name: [] for name in statements}
    for code in statements.values():
        _once(code)  # compiles what is not compiled yet
    for _ in range(repeats):
        for name, code in statements.items():
            samples[name].append(_once(code))
    floor = min(ms for ms, _ in samples["floor"])
    functions = {}
    for function in FUNCTIONS:
        ms = min(ms for ms, _ in samples[function.name])
        functions[function.name] = {
            "ms": round(ms, 1),
            "modules": samples[function.name][0][1],
            "ratio": round(ms / floor, 2),
        }
    return {"floor_ms": round(floor, 1), "functions": functions}


def _once(code: str) -> tuple[float, int]:
    """Milliseconds and modules. Compiled files are kept: floor and functions differ in what is
    loaded, not in what was edited last."""
    inherited = {name: value for name, value in os.environ.items() if "BYTECODE" not in name}
    environment = {
        **inherited,
        **template.environment(),
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    done = subprocess.run(
        [sys.executable, "-c", _TIMED.format(statements=code)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    if done.returncode:
        raise RuntimeError(f"{code}\n{done.stderr}")
    ms, modules = done.stdout.split()[-2:]
    return float(ms), int(modules)


if __name__ == "__main__":
    json.dump(measured(repeats=3), sys.stdout, indent=1)
