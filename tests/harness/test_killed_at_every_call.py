"""Each function is killed before and after each call that it makes; the end is as without it.

The longest of all tests: in two files, so that two workers share them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.harness.faults import no_faults
from tests.harness.killing import End, day, dies_everywhere

FUNCTIONS = ("api", "inbound", "changes", "automation", "outbound")


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return day(no_faults)


def test_the_day_ends_with_everything_awake_and_the_photo_ours(undisturbed: End) -> None:
    assert set(undisturbed.statuses.values()) == {"open"}
    photo = next(one for one in undisturbed.stored["71"] if one[1] == "telegram photo")
    assert [key.rpartition(".")[2] for key in photo[4]] == ["png"]


@pytest.mark.feature("12")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_killed_at_any_call_leaves_the_same_end(
    function: str, undisturbed: End, record_property: Callable[[str, object], None]
) -> None:
    record_property("harness_steps", dies_everywhere(function, undisturbed))
