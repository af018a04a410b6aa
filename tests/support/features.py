"""Which rows of docs/features.md are shown by passing tests.

`pytest` records the outcome of each test that carries `@pytest.mark.feature("<row>")` (see
tests/conftest.py); `python -m tests.support.features` prints the map with them.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "features.md"
RECORD = ROOT / ".local" / "features.json"

_SECTION = re.compile(r"^## (\d+)\. (.+)$")
_ROW = re.compile(r"^\| (\d+\.\d+) \| (.+?) \|[^|]*\|$")
_WIDTH = 88


class Outcome(TypedDict):
    rows: list[str]  # of the map
    outcome: str  # passed, failed or skipped


Outcomes = dict[str, Outcome]  # by test id


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    title: str


def read_rows(text: str) -> list[Row]:
    """Sections ("12") and the numbered rows in them ("1.4"), in the map's order."""
    found = []
    for line in text.splitlines():
        match = _SECTION.match(line) or _ROW.match(line)
        if match:
            found.append(Row(match.group(1), match.group(2)))
    return found


def known_rows() -> frozenset[str]:
    return frozenset(row.id for row in read_rows(MAP.read_text(encoding="utf-8")))


def load(record: Path = RECORD) -> Outcomes:
    """What the last runs recorded, without the tests whose file is gone."""
    if not record.exists():
        return {}
    outcomes: Outcomes = json.loads(record.read_text(encoding="utf-8"))
    return {test: o for test, o in outcomes.items() if (ROOT / test.split("::")[0]).exists()}


def merge(fresh: Outcomes, record: Path = RECORD) -> None:
    """Add a run's outcomes to those of earlier runs; a file that ran again is replaced whole."""
    files = {test.split("::")[0] for test in fresh}
    kept = {t: o for t, o in load(record).items() if t.split("::")[0] not in files}
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps(kept | fresh, indent=1, sort_keys=True), encoding="utf-8")


def report(outcomes: Outcomes, text: str) -> str:
    """The map, a line a row, with the tests that pass (and fail) under it."""
    by_row: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for test, outcome in sorted(outcomes.items()):
        for row_id in outcome["rows"]:
            by_row[row_id].append((outcome["outcome"], test))
    lines, bare = [], []
    for row in read_rows(text):
        tests = by_row.get(row.id, [])
        passed = len({test for outcome, test in _shown(row, by_row) if outcome == "passed"})
        lines.append(f"{row.id:>5}  {passed:>3} passing  {row.title[:_WIDTH]}")
        lines += [f"{'':7}{'✓' if o == 'passed' else '✗'} {test}" for o, test in tests]
        if not passed:
            bare.append(row.id)
    lines.append("")
    lines.append(f"rows with no passing test ({len(bare)}): {', '.join(bare) or 'none'}")
    return "\n".join(lines)


def _shown(row: Row, by_row: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Outcomes and tests of a row; of a section, those of its rows too."""
    return [
        one
        for row_id, tests in by_row.items()
        if row_id == row.id or row_id.startswith(f"{row.id}.")
        for one in tests
    ]


def main() -> int:
    outcomes = load()
    if not outcomes:
        print("Nothing is recorded yet: run `make test` first, it records which rows it shows.")
        return 1
    print(report(outcomes, MAP.read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
