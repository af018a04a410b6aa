"""For tests in which a day is today, or tomorrow, from their beginning to their end."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta


def tomorrow(still: float) -> date:
    """Of UTC; it stays tomorrow for that many seconds. Whoever comes shortly before midnight waits
    until it is over."""
    now = datetime.now(UTC)
    end = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left = (end - now).total_seconds()
    if left < still:
        time.sleep(left + 0.1)
    return (datetime.now(UTC) + timedelta(days=1)).date()
