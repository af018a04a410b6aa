"""What a failed test prints: what tells why, and not what is the same in every test."""

from __future__ import annotations

import re

import pytest

MOST = 6000  # letters of a section; its end is nearest to the failure
#: That a call was answered, as the log tells it, and as pytest's own record of the log does.
_ANSWERED = re.compile(
    r'^\{"level":"INFO","message":"request".*\n?|^INFO +tertulia:log\.py:\d+ request\n?',
    re.MULTILINE,
)


def shorten(report: pytest.TestReport) -> None:
    report.sections = [
        (name, short) for name, text in report.sections if (short := ending(quiet(text)))
    ]


def quiet(text: str) -> str:
    return _ANSWERED.sub("", text)


def ending(text: str, most: int = MOST) -> str:
    return text if len(text) <= most else f"[…]{text[-most:]}"
