"""What each function's cold start loads: by names and counts, which no busy machine can blur."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOOR = "import boto3; boto3.client('dynamodb', region_name='us-east-1')"

# Light: what is loaded before the first event. Ready: what its first event needs.
LIGHT = {
    "api": "import app",
    **{
        name: f"import chalicelib.entry.{name}"
        for name in (
            *("inbound", "changes", "automation", "index", "jobs", "mail", "outbound", "media"),
            *("events", "deliveries"),
            *("timers", "sweep"),
        )
    },
}
READY = {
    "api (a webhook)": "import app; from chalicelib import wiring; wiring.intake_ports()",
    "inbound": "from chalicelib.entry import inbound; wiring.delivery_in_ports()",
    "changes": "from chalicelib.entry import changes; wiring.announce_ports()",
    "outbound": "from chalicelib.entry import outbound; wiring.outbound_ports()",
    "automation": "from chalicelib.entry import automation; wiring.automation_ports()",
    "deliveries": "from chalicelib.entry import deliveries; wiring.webhook_ports()",
    "events": "from chalicelib.entry import events; wiring.consumers()",
    "index": "from chalicelib.entry import index; wiring.index_ports()",
    "jobs": "from chalicelib.entry import jobs; wiring.job_ports(); wiring.import_ports()",
    "mail": "from chalicelib.entry import mail; wiring.mail_ports()",
    "media": "from chalicelib.entry import media; wiring.media_ports()",
    "timers": "from chalicelib.entry import timers; wiring.timer_ports()",
    "sweep": "from chalicelib.entry import sweep; wiring.sweep_ports()",
    "sockets": (
        "import os; os.environ['_HANDLER'] = 'app.websocket_any'; import app;"
        " assert not app.app.routes; wiring.realtime_ports()"
    ),
}
HEAVY = ("boto3", "botocore", "pynamodb", "pydantic", "urllib3", "phonenumbers", "joserfc")
# Costs more than it gives on the way of a message. pydantic is for what people send.
UNWANTED = ("pydantic", "phonenumbers", "joserfc", "moto")


@cache
def loaded(statements: str) -> frozenset[str]:
    """The modules in a fresh interpreter after `statements`."""
    code = f"from chalicelib import wiring\n{statements}" if "wiring." in statements else statements
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys; print(json.dumps(list(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "AWS_REGION": "us-east-1"},
    )
    return frozenset(json.loads(done.stdout))


@pytest.mark.parametrize("function", LIGHT)
def test_importing_a_function_loads_nothing_heavy(function: str) -> None:
    assert not loaded(LIGHT[function]) & set(HEAVY)


@pytest.mark.parametrize("function", LIGHT)
def test_the_process_of_a_function_is_ready_before_its_first_event(function: str) -> None:
    handler = "app.app" if function == "api" else f"chalicelib.entry.{function}.{function}"
    own = f"import os; os.environ['_HANDLER'] = '{handler}'; {LIGHT[function]}"
    assert {"botocore", "pynamodb"} <= loaded(own)


@pytest.mark.parametrize("function", READY)
def test_a_functions_first_event_loads_nothing_that_it_does_not_need(function: str) -> None:
    assert not loaded(READY[function]) & set(UNWANTED)


@pytest.mark.parametrize("function", READY)
def test_a_function_loads_hardly_more_modules_than_any_that_talks_to_aws(function: str) -> None:
    assert len(loaded(READY[function])) <= 1.1 * len(loaded(FLOOR))


@pytest.mark.parametrize("function", [name for name in LIGHT if name != "api"])
def test_a_trigger_does_not_load_the_api(function: str) -> None:
    assert "app" not in loaded(READY[function])
    assert not [name for name in loaded(READY[function]) if ".entry.api" in name]
