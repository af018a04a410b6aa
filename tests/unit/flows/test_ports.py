"""The ways out of each kind of node: the console draws the same (web/apps/console/tests)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.flows.nodes.registry import KINDS

pytestmark = pytest.mark.feature("6.1")

CASES = json.loads((Path(__file__).parents[2] / "fixtures/flows/ports.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_the_table_that_the_console_shares_holds_here(case: dict[str, Any]) -> None:
    kind = KINDS[case["kind"]]
    data = kind.data.model_validate(case["data"])
    assert list(kind.ports(data)) == case["ports"]
    assert set(kind.needed(data)) <= set(case["ports"])


def test_the_table_has_every_kind() -> None:
    assert {case["kind"] for case in CASES} == set(KINDS)
