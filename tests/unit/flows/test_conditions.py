"""Whether a value meets a condition."""

from __future__ import annotations

import pytest

from chalicelib.flows.conditions import Operator, dig, holds

pytestmark = pytest.mark.feature("6.1")


@pytest.mark.parametrize(
    ("value", "operator", "wanted", "holding"),
    [
        ("São Paulo", "is", " sao  PAULO ", True),
        ("a.b@x.com", "is", "a-b@x.com", False),
        ("C++", "is", "C", False),
        ("7", "is", "7.0", True),
        (7, "is", "7", True),
        (None, "is", "", True),
        ("a", "is_not", "b", True),
        (None, "is_not", "b", True),
        ("Olá mundo", "contains", "OLA", True),
        ("abc", "contains", "", False),
        ("abc", "not_contains", "x", True),
        ("abc", "starts_with", "AB", True),
        ("abc", "ends_with", "bc", True),
        ("b", "one_of", "a, B ,c", True),
        ("", "one_of", "a,,b", False),
        (10, "greater", "9", True),
        ("10", "greater", "9", True),
        ("10", "at_least", "10", True),
        ("9.5", "less", "10", True),
        ("b", "greater", "a", False),
        (None, "less", "5", False),
        ("2026-12-24", "after", "2026-12-23", True),
        ("2026-12-24", "before", "2026-12-23", False),
        ("", "before", "2026-12-23", False),
        (["VIP", "new"], "contains", "vip", True),
        (["VIP"], "is", "vip", True),
        (["VIP"], "not_contains", "vip", False),
        (["VIP"], "one_of", "x, vip", True),
        (["a", "b"], "greater", "1", True),
        ([], "is_empty", "", True),
        ("", "is_empty", "", True),
        (0, "is_empty", "", False),
        (False, "is_filled", "", True),
        (True, "is", "true", True),
        ({"name": "a.pdf"}, "ends_with", ".pdf", True),
        ("9" * 400, "greater", "1", False),
        ("nan", "is", "nan", True),
    ],
)
def test_conditions(value: object, operator: Operator, wanted: str, holding: bool) -> None:
    assert holds(value, operator, wanted) is holding


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.b[1].c", 3),
        ("$.a.b[1].c", 3),
        ("a.b.1.c", 3),
        ("a.b[7].c", None),
        ("a.x.y", None),
        ("a.b.c", None),
        ("[0]", None),
        ("", {"a": {"b": [1, {"c": 3}]}}),
    ],
)
def test_what_is_at_a_path(path: str, found: object) -> None:
    assert dig({"a": {"b": [1, {"c": 3}]}}, path) == found
