"""How many calls a token may make. Pure.

Windows of a minute on the clock, one counter each: a call costs one conditional write, whatever it
does and however many calls there were. Up to twice the quota may pass in the minute around a
window's border: it guards the account's costs, not a machine that could fall over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.shared.errors import TooManyRequests

QUOTA = 600
WINDOW = 60  # seconds
NAME = "token"


@dataclass(frozen=True, slots=True)
class Standing:
    """left: calls in this window. reset: seconds until the next one, at least 1."""

    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-09 has them: the policy by its name, what is left
        of it (r), and when it is whole again (t)."""
        return {
            "RateLimit-Policy": f'"{NAME}";q={QUOTA};w={WINDOW}',
            "RateLimit": f'"{NAME}";r={self.left};t={self.reset}',
        }


class QuotaUsed(TooManyRequests):
    """after: seconds until the next window."""

    code = "quota_used"

    def __init__(self, after: int) -> None:
        super().__init__(f"more than {QUOTA} calls a minute; wait {after} seconds")
        self.after = after


def window(now: datetime) -> int:
    """Of which `now` is part: its first second, epoch."""
    return int(now.timestamp()) // WINDOW * WINDOW


def standing(now: datetime, used: int) -> Standing:
    """used: calls in this window, this one with them."""
    reset = window(now) + WINDOW - int(now.timestamp())
    return Standing(max(QUOTA - used, 0), max(reset, 1))
