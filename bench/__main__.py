"""Costs, times and sizes: a table on the screen, and .local/bench.json.

python -m bench [--quick] [--only inbound,outbound,flows,search,reports,imports,pages,…]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import report

RESULT = Path(__file__).resolve().parents[1] / ".local" / "bench.json"
SECTIONS = (
    "inbound",
    "outbound",
    "flows",
    "search",
    "reports",
    "imports",
    "pages",
    "bytes",
    "latency_ms",
)


def _messages(quick: bool) -> dict[str, Any]:
    from bench import hooks, messages, surroundings

    with surroundings.deployment() as here:
        ways = messages.measured(here, warm=5 if quick else 20, times=20 if quick else 100)
        return {**ways, "webhook": hooks.measured(here)}


def _search(quick: bool) -> dict[str, Any]:
    from bench import search

    sizes = (1_000, 10_000) if quick else (10_000, 100_000)
    return {"search": search.measured(sizes, times=5 if quick else 20)}


def _flows(quick: bool) -> dict[str, Any]:
    from bench import flows, surroundings, turns

    with surroundings.deployment() as here:
        turn = turns.measured(here)
    costs = {f"turn_{name}": turn[name] for name in ("calls", "write_units", "read_units")}
    return {"flows": {**flows.measured(times=50 if quick else 500), **costs}}


def _reports(quick: bool) -> dict[str, Any]:
    from bench import reports

    return {"reports": reports.measured(times=3 if quick else 10)}


def _imports(quick: bool) -> dict[str, Any]:
    from bench import imports

    return {"imports": imports.measured(repeats=3 if quick else 7)}


def _pages(quick: bool) -> dict[str, Any]:
    from bench import pages

    sizes = (100, 10_000) if quick else (100, 10_000, 100_000)
    return {"pages": pages.measured(sizes, times=20 if quick else 60)}


def _bytes(quick: bool) -> dict[str, Any]:
    from bench import sizes

    return {"bytes": sizes.measured()}


def _latency(quick: bool) -> dict[str, Any]:
    from bench import latency

    return {"latency_ms": latency.measured(times=20 if quick else 100)}


_MEASURES: dict[str, Callable[[bool], dict[str, Any]]] = {
    "inbound": _messages,
    "outbound": _messages,
    "flows": _flows,
    "search": _search,
    "reports": _reports,
    "imports": _imports,
    "pages": _pages,
    "bytes": _bytes,
    "latency_ms": _latency,
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, no 100,000")
    parser.add_argument("--only", default="", help="sections, comma-separated")
    return parser.parse_args()


def main() -> int:
    given = _arguments()
    wanted = [name for name in given.only.split(",") if name] or list(SECTIONS)
    unknown = set(wanted) - set(SECTIONS)
    if unknown:
        print(f"There is no section {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    numbers: dict[str, Any] = {}
    failed = False
    for measure in dict.fromkeys(_MEASURES[name] for name in wanted):
        try:
            numbers |= measure(given.quick)
        except Exception as problem:
            failed = True
            print(f"not measured: {type(problem).__name__}: {problem}", file=sys.stderr)
    kept = {name: numbers[name] for name in SECTIONS if name in numbers and name in wanted}
    _write(kept)
    print("\n".join(report.lines(kept)))
    return 1 if failed else 0


def _write(numbers: dict[str, Any]) -> None:
    """Sections that were not asked for keep what an earlier run found."""
    before = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    merged = {**before, **numbers}
    RESULT.write_text(json.dumps(merged, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
