"""The console's builder makes nodes that the engine knows, with the same ways out. The fixture's
other reader is web/apps/console/tests/flowKinds.test.ts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.flows.nodes.registry import KINDS

FIXTURE = Path(__file__).parents[2] / "fixtures/flows/builder.json"
TOLD: dict[str, Any] = json.loads(FIXTURE.read_text())


@pytest.mark.feature("6.1")
def test_the_builder_has_every_kind_of_node_and_no_other() -> None:
    assert set(TOLD["made"]) == set(KINDS)
    assert {case["kind"] for case in TOLD["cases"]} == set(KINDS)


@pytest.mark.feature("6.1")
@pytest.mark.parametrize("kind", sorted(TOLD["made"]))
def test_a_new_node_is_one_that_the_server_takes(kind: str) -> None:
    KINDS[kind].data.model_validate(TOLD["made"][kind])


@pytest.mark.feature("6.1")
@pytest.mark.parametrize(
    "case", TOLD["cases"], ids=lambda case: f"{case['kind']}-{'-'.join(case['ports'])}"
)
def test_the_builder_draws_the_ways_out_that_there_are(case: dict[str, Any]) -> None:
    kind = KINDS[case["kind"]]
    assert list(kind.ports(kind.data.model_validate(case["data"]))) == case["ports"]
