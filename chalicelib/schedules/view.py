"""A scheduled message as browsers see it: JSON-ready, as `wire.schedules.ScheduleView` says."""

from __future__ import annotations

from typing import Any

from chalicelib.conversations import codec
from chalicelib.schedules.model import Schedule

_NOT_SHOWN = ("account_id", "inbound")


def schedule_view(schedule: Schedule) -> dict[str, Any]:
    view: dict[str, Any] = codec.pack(schedule, whole=True)
    for name in _NOT_SHOWN:
        del view[name]
    return view
