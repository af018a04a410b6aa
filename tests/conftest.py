"""Every test run records which rows of the feature map its tests show; failures print little."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from tests.support import features, reports

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
os.environ.setdefault("AWS_REGION", "us-east-1")
os.environ.setdefault("AWS_ACCESS_KEY_ID", "testing")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "testing")
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

_outcomes: features.Outcomes = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    known = features.known_rows()
    for item in items:
        for mark in item.iter_markers("feature"):
            for row in mark.args:
                if row not in known:
                    raise pytest.UsageError(f"{item.nodeid}: docs/features.md has no row {row!r}")
                item.user_properties.append(("feature", row))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    reports.shorten(report)
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Runs in the main process, also for tests that ran in a worker."""
    shown = [str(value) for name, value in report.user_properties if name == "feature"]
    if shown and (report.when == "call" or report.outcome != "passed"):
        _outcomes[report.nodeid] = {"rows": shown, "outcome": report.outcome}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput") and _outcomes:
        features.merge(_outcomes)
