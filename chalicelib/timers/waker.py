"""What brings a timer back when it is due: a one-shot of EventBridge Scheduler to the queue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.timers.model import Timer

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

SOONEST = timedelta(seconds=2)  # a schedule in the past may never fire


@dataclass(frozen=True, slots=True)
class Waker:
    """role_arn: lets the Scheduler send to the timers queue. group: the stack's own schedules."""

    scheduler: Callable[[], EventBridgeSchedulerClient]
    queue_arn: str
    role_arn: str
    group: str

    def __call__(self, timer: Timer, now: datetime) -> None:
        """Setting the same timer twice is harmless: a schedule's name follows from the timer."""
        client = self.scheduler()
        try:
            client.create_schedule(
                Name=_name(timer),
                GroupName=self.group or "default",
                ScheduleExpression=f"at({_whole_second(max(timer.due, now + SOONEST))})",
                ScheduleExpressionTimezone="UTC",
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target={
                    "Arn": self.queue_arn,
                    "RoleArn": self.role_arn,
                    "Input": json.dumps(timer.to_work()),
                },
            )
        except client.exceptions.ConflictException:
            return  # set before


def _whole_second(moment: datetime) -> str:
    """Rounded up, so that it is never early."""
    utc = moment.astimezone(UTC)
    up = utc + timedelta(microseconds=-utc.microsecond % 1_000_000)
    return up.strftime("%Y-%m-%dT%H:%M:%S")


def _name(timer: Timer) -> str:
    """64 characters at most, of letters, digits, '-', '_' and '.'."""
    told = json.dumps(timer.to_work(), sort_keys=True)
    return f"timer-{hashlib.sha256(told.encode()).hexdigest()[:40]}"
