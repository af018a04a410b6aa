"""Adds up the harness's steps and says how many there were."""

from __future__ import annotations

import pytest

_steps: dict[str, int] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call":
        for name, value in report.user_properties:
            if name == "harness_steps":
                _steps[report.nodeid] = int(str(value))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _steps:
        terminalreporter.write_line(f"fault harness: {sum(_steps.values()):,} steps")
