"""As test_killed_at_every_call.py, for what brings files, time and sockets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.harness import test_killed_at_every_call as others
from tests.harness.faults import no_faults
from tests.harness.killing import End, day, dies_everywhere

FUNCTIONS = (
    *("media", "timers", "sweep"),
    *("websocket_connect", "websocket_message", "websocket_disconnect"),
)


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return day(no_faults)


def test_no_function_of_that_day_is_left_out(undisturbed: End) -> None:
    assert {*FUNCTIONS, *others.FUNCTIONS} == {call.function for call in undisturbed.calls} - {""}


@pytest.mark.feature("12")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_killed_at_any_call_leaves_the_same_end(
    function: str, undisturbed: End, record_property: Callable[[str, object], None]
) -> None:
    record_property("harness_steps", dies_everywhere(function, undisturbed))
