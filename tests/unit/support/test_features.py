"""The feature map's report tells shown rows from bare ones."""

from __future__ import annotations

from pathlib import Path

from tests.support import features

MAP = """
## 1. Website widget
| # | capability | from |
|---|---|---|
| 1.1 | One line puts it on a site | J |
| 1.2 | Chat in real time | J |

## 5. Working hours
Per account.
"""


def test_sections_and_numbered_rows_are_read_in_order() -> None:
    assert [row.id for row in features.read_rows(MAP)] == ["1", "1.1", "1.2", "5"]


def test_the_whole_map_is_read() -> None:
    assert {"1.1", "1.12", "2.5", "5", "9.6", "13"} <= features.known_rows()


def test_a_failing_test_does_not_show_its_row() -> None:
    outcomes: features.Outcomes = {
        "tests/a.py::good": {"rows": ["1.1", "5"], "outcome": "passed"},
        "tests/a.py::bad": {"rows": ["1.2"], "outcome": "failed"},
    }
    text = features.report(outcomes, MAP)
    assert "✓ tests/a.py::good" in text
    assert "✗ tests/a.py::bad" in text
    assert text.endswith("(1): 1.2")  # a section has those of its rows


def test_a_second_run_replaces_only_the_files_it_ran(tmp_path: Path) -> None:
    record = tmp_path / "features.json"
    here = "tests/unit/support/test_features.py"
    features.merge({f"{here}::old": {"rows": ["1"], "outcome": "passed"}}, record)
    features.merge({"tests/conftest.py::other": {"rows": ["2"], "outcome": "passed"}}, record)
    features.merge({f"{here}::new": {"rows": ["1"], "outcome": "passed"}}, record)
    assert set(features.load(record)) == {f"{here}::new", "tests/conftest.py::other"}


def test_tests_whose_file_is_gone_are_forgotten(tmp_path: Path) -> None:
    record = tmp_path / "features.json"
    features.merge({"tests/gone.py::x": {"rows": ["1"], "outcome": "passed"}}, record)
    assert features.load(record) == {}
