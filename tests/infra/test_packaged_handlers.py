"""Every function as it is packaged: its handler imported from the zip by a fresh interpreter, with
the environment that the template gives it, and invoked with its sample event."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from infra.package import package
from tests.harness.template import resolve

HERE = Path(__file__).parent
DONE: dict[str, Any] = {"batchItemFailures": []}

#: What each sample event is answered with.
ANSWERS: dict[str, Any] = {
    "APIHandler": {"statusCode": 401},  # no token
    "WebsocketConnect": {"statusCode": 401},  # a forged ticket
    "WebsocketMessage": {"statusCode": 200},
    "WebsocketDisconnect": {"statusCode": 200},
    "Inbound": DONE,  # stored
    "Changes": DONE,
    "Outbound": DONE,  # no such conversation: nothing to send
    "Automation": DONE,  # no such conversation: nothing to do
    "Deliveries": DONE,  # no such webhook: nothing to send
    "Events": DONE,  # nobody who listens wants it
    "Index": DONE,
    "Mail": DONE,  # not of our topic: refused
    "Jobs": DONE,  # no such job: nothing to do
    "Media": DONE,
    "Timers": DONE,
    "Sweep": None,
}


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The zip's content, and the template."""
    build = tmp_path_factory.mktemp("packaged")
    packed = package(stage="test", region="us-east-1", build=build, vendor=False)
    folder = build / "code"
    with zipfile.ZipFile(packed.code) as archive:
        archive.extractall(folder)
    return folder, packed.template


def invoke(folder: Path, properties: dict[str, Any], event: Any) -> Any:
    given = {"handler": properties["Handler"], "event": event}
    variables = resolve(properties["Environment"]["Variables"])
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(folder),
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_LAMBDA_FUNCTION_NAME": "packaged",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "invoke.py")],
        cwd=folder,
        env=environment,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_there_is_a_sample_for_every_function(functions: dict[str, Any]) -> None:
    assert set(ANSWERS) == set(functions)
    assert {path.stem for path in (HERE / "events").glob("*.json")} == set(functions)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_packaged_handler_answers_its_sample_event(
    unpacked: tuple[Path, dict[str, Any]], name: str
) -> None:
    folder, template = unpacked
    event = json.loads((HERE / "events" / f"{name}.json").read_text())
    told = invoke(folder, template["Resources"][name]["Properties"], event)
    assert Path(told["code"]).is_relative_to(folder)
    answer, wanted = told["answer"], ANSWERS[name]
    if isinstance(wanted, dict) and "statusCode" in wanted:
        answer = {"statusCode": answer["statusCode"]}
    assert answer == wanted
