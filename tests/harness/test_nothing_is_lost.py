"""What docs/features.md promises in row 12, held against drawn days with drawn faults."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.harness import story
from tests.harness.faults import Fault

STEPS = int(os.environ.get("TERTULIA_STEPS", "10000"))
A_DAY = 120  # steps that a drawn day takes at least, on the average
Record = Callable[[str, object], None]


@pytest.mark.feature("12")
def test_whatever_dies_every_message_is_stored_once_and_shown_once_in_order(
    record_property: Record,
) -> None:
    taken = 0

    @settings(
        max_examples=max(1, STEPS // A_DAY),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**16), story.acts, story.faults)
    def any_day(seed: int, acts: list[story.Act], faults: dict[int, Fault]) -> None:
        nonlocal taken
        taken += story.tell(seed, acts, faults)

    any_day()
    record_property("harness_steps", taken)
    assert taken >= STEPS
