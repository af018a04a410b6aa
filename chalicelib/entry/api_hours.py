"""The console's routes over working hours. Agents may read them; administrators set them."""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/hours")
def list_hours(call: AgentCall) -> Answer:
    """`HoursList`."""
    from chalicelib import wiring
    from chalicelib.hours import service
    from chalicelib.hours.view import hours_view

    ports = wiring.hours_ports()
    found, now = service.catalogue(ports, account_id=call.account_id), ports.clock()
    account = found.get("")
    return {
        "account": hours_view(account, now) if account else None,
        "queues": [hours_view(each, now) for id, each in sorted(found.items()) if id],
    }


@routes.administrator("PUT", "/hours")
def save_hours(call: AgentCall) -> Answer:
    return _save(call, "")


@routes.administrator("DELETE", "/hours")
def remove_hours(call: AgentCall) -> Answer:
    """Always open from now on, but for queues with hours of their own."""
    return _remove(call, "")


@routes.agent("GET", "/queues/{queue_id}/hours")
def queue_hours(call: AgentCall, queue_id: str) -> Answer:
    """`HoursView`; version 0: it keeps the account's."""
    from chalicelib import wiring
    from chalicelib.hours import service
    from chalicelib.hours.view import hours_view

    ports = wiring.hours_ports()
    found = service.own(ports, account_id=call.account_id, queue_id=checked_id(queue_id))
    return hours_view(found, ports.clock())


@routes.administrator("PUT", "/queues/{queue_id}/hours")
def save_queue_hours(call: AgentCall, queue_id: str) -> Answer:
    return _save(call, checked_id(queue_id))


@routes.administrator("DELETE", "/queues/{queue_id}/hours")
def remove_queue_hours(call: AgentCall, queue_id: str) -> Answer:
    return _remove(call, checked_id(queue_id))


@routes.agent("POST", "/hours/preview")
def preview(call: AgentCall) -> Answer:
    """`HoursPreview` of what is not saved yet."""
    from chalicelib import wiring
    from chalicelib.hours import view
    from chalicelib.wire.hours import HoursPreviewRequest

    schedule = view.schedule_from(call.body(HoursPreviewRequest).schedule)
    return view.preview(schedule, wiring.hours_ports().clock())


@routes.agent("GET", "/hours/calendar")
def calendar(call: AgentCall) -> Answer:
    """`HolidayCalendar`."""
    from chalicelib.entry._hours_query import CalendarQuery
    from chalicelib.hours.holiday_calendar import countries, public_holidays, subdivisions

    asked = call.query(CalendarQuery)
    known = countries()
    there = asked.country in known
    days = public_holidays(asked.country, asked.subdivision, asked.year) if there else {}
    parts = subdivisions(asked.country) if there else {}
    return {
        "countries": sorted(known),
        "subdivisions": [
            {"code": code, "name": name}
            for code, name in sorted(parts.items(), key=lambda part: part[1])
        ],
        "holidays": [
            {"day": day.isoformat(), "name": days[day], "yearly": False} for day in sorted(days)
        ],
    }


def _remove(call: AgentCall, queue_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.hours import service

    service.remove(wiring.hours_ports(), account_id=call.account_id, queue_id=queue_id)
    return None


def _save(call: AgentCall, queue_id: str) -> Answer:
    """`HoursView`."""
    from chalicelib import wiring
    from chalicelib.hours import service
    from chalicelib.hours.view import hours_from, hours_view
    from chalicelib.wire.hours import HoursRequest

    asked = hours_from(call.body(HoursRequest), queue_id)
    ports = wiring.hours_ports()
    saved = service.save(ports, account_id=call.account_id, hours=asked)
    return hours_view(saved, ports.clock())
