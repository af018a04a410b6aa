"""Every packaged handler, imported from the package in a fresh interpreter and invoked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from infra.package import package

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "tests" / "support" / "events"

DONE: Mapping[str, Any] = {"batchItemFailures": []}
ANSWERS: Mapping[str, Any] = {
    "api": {"statusCode": 404},
    "inbound": DONE,
    "changes": DONE,
    "outbound": DONE,
    "automation": DONE,
    "deliveries": DONE,
    "events": DONE,
    "index": DONE,
    "jobs": DONE,
    "mail": DONE,
    "media": DONE,
    "timers": DONE,
    "sweep": None,
    "websocket_connect": {"statusCode": 401},
    "websocket_message": {"statusCode": 200},
    "websocket_disconnect": {"statusCode": 200},
}


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The unpacked code, and the handler of each function by its own name."""
    build = tmp_path_factory.mktemp("package")
    made = package(stage="test", region="us-east-1", build=build, vendor=False)
    code = build / "code"
    with ZipFile(made.code) as archive:
        archive.extractall(code)
    functions = {
        _name(resource): resource["Properties"]["Handler"]
        for resource in made.template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    }
    return code, functions


def _name(resource: Mapping[str, Any]) -> str:
    """infra names its functions "<stack>-<name>"."""
    told = json.dumps(resource["Properties"]["FunctionName"])
    found = re.search(r"\}-([a-z-]+)", told)
    assert found, told
    return found[1].replace("-", "_")


def test_there_is_a_sample_event_for_every_packaged_function(
    packaged: tuple[Path, dict[str, str]],
) -> None:
    _, functions = packaged
    assert set(functions) == set(ANSWERS) == {path.stem for path in EVENTS.glob("*.json")}


@pytest.mark.parametrize("function", ANSWERS)
def test_a_packaged_handler_serves_its_sample_event(
    packaged: tuple[Path, dict[str, str]], function: str
) -> None:
    code, functions = packaged
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/support/invoke.py"), str(code), functions[function]],
        input=(EVENTS / f"{function}.json").read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        check=False,
        cwd=code,
        env={**os.environ, "AWS_REGION": "us-east-1"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    expected = ANSWERS[function]
    shown = {name: answer[name] for name in expected} if expected else answer
    assert shown == expected, done.stdout[-3000:] + done.stderr[-3000:]
