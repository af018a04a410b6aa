"""A failed test's output holds what tells why."""

from __future__ import annotations

import pytest

from tests.support import reports

ANSWERED = '{"level":"INFO","message":"request","function":"api","status":200,"ms":14}\n'
WARNED = '{"level":"ERROR","message":"stream.failed","error":"KeyError"}\n'
RECORD = "INFO     tertulia:log.py:21 request\n"


def test_answered_calls_are_left_out_and_all_else_stays() -> None:
    out = f"{ANSWERED}{WARNED}{ANSWERED}print of mine\n"
    report = pytest.TestReport("a", ("a", 1, "a"), {}, "failed", None, "call")
    log = "ERROR    tertulia:log.py:27 stream.failed\n"
    report.sections = [
        ("Captured stdout call", out),
        ("Captured log call", RECORD * 50),
        ("Captured log setup", RECORD + log),
    ]
    reports.shorten(report)
    assert report.sections == [
        ("Captured stdout call", f"{WARNED}print of mine\n"),
        ("Captured log setup", log),
    ]


def test_of_a_long_section_the_end_is_kept() -> None:
    told = reports.ending("a" * 10_000 + "the last word")
    assert told.startswith("[…]")
    assert told.endswith("the last word")
    assert len(told) == reports.MOST + len("[…]")
