"""What brings a timer back when it is due: the queue's own delay, or a one-shot schedule."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib.shared.queues import entry, send
from chalicelib.timers.model import Timer

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sqs import SQSClient

MAX_DELAY = 900  # seconds; SQS holds a message back no longer


@dataclass(frozen=True, slots=True)
class Waker:
    """role_arn: lets EventBridge Scheduler send to the timers queue."""

    sqs: Callable[[], SQSClient]
    scheduler: Callable[[], EventBridgeSchedulerClient]
    queue_url: str
    queue_arn: str
    role_arn: str

    def __call__(self, timer: Timer, now: datetime) -> None:
        """Setting the same timer twice is harmless: a schedule's name follows from the timer."""
        seconds = (timer.due - now).total_seconds()
        if seconds <= MAX_DELAY:
            delay = max(0, -int(-seconds // 1))
            send(self.sqs(), self.queue_url, [entry(timer.to_work(), delay=delay)])
        else:
            self._schedule(timer)

    def _schedule(self, timer: Timer) -> None:
        client = self.scheduler()
        # Schedules have whole seconds; rounding up, so that it is never early.
        at = timer.due.replace(microsecond=0) + timedelta(seconds=1 if timer.due.microsecond else 0)
        try:
            client.create_schedule(
                Name=_name(timer),
                ScheduleExpression=f"at({at.strftime('%Y-%m-%dT%H:%M:%S')})",
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


def _name(timer: Timer) -> str:
    """64 characters at most, of letters, digits, '-', '_' and '.'."""
    told = json.dumps(timer.to_work(), sort_keys=True)
    return f"timer-{hashlib.sha256(told.encode()).hexdigest()[:40]}"
