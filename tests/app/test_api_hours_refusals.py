"""What of working hours is refused and looked up: nothing here changes anything."""

from __future__ import annotations

from typing import Any

import pytest

from tests.app.test_api_hours import DAY, HOURS, NEVER, SCHEDULE, WEEK
from tests.support.api import Account, Api

pytestmark = pytest.mark.feature("5")
SOON = {**NEVER, "exceptions": [{"day": "2099-01-01", "hours": DAY}]}


def put(api: Api, body: Any) -> Any:
    return api.call("PUT", "/hours", body)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"zone": "Mars/Olympus"}, "schedule.zone"),
        ({"week": WEEK[:6]}, "schedule.week"),
        ({"week": [[{"start": "18:00", "end": "09:00"}], *WEEK[1:]]}, "schedule.week.0.0.end"),
        ({"week": [[*DAY, {"start": "12:00", "end": "15:00"}], *WEEK[1:]]}, None),
        ({"holidays": [{"day": "2026-02-30"}]}, "schedule.holidays.0.day"),
        ({"holidays": SCHEDULE["holidays"] * 2}, "schedule.holidays.1.day"),
        ({"exceptions": SCHEDULE["exceptions"] * 2}, "schedule.exceptions.1.day"),
        ({"country": "XX"}, "schedule.country"),
        ({"subdivision": "ZZ"}, "schedule.subdivision"),
    ],
)
def test_what_cannot_be_meant_is_explained_by_field(
    house: Account, change: dict[str, Any], field: str | None
) -> None:
    status, code, named = put(house.owner, {**HOURS, "schedule": SCHEDULE | change}).problem()
    assert (status, code) == (422, "invalid_input")
    assert named == field or (field is None and named.startswith("schedule.week.0."))
    assert house.owner.get("/hours").ok()["account"] is None


def test_a_message_with_an_unknown_variable_is_refused(house: Account) -> None:
    asked = {**HOURS, "messages": {"closed": {"en": "Back {{ openning }}"}}}
    assert put(house.owner, asked).problem() == (422, "invalid_input", "messages.closed.en")
    assert put(house.owner, {**HOURS, "messages": {"lunch": {}}}).problem()[0] == 422


def test_the_preview_tells_what_a_schedule_comes_to(house: Account) -> None:
    told = house.agent.post("/hours/preview", {"schedule": SOON}).ok()
    assert told["now"] == {"kind": "closed", "until": None, "name": "", "opens": None}
    assert len(told["days"]) == 14
    nonstop = {"zone": "UTC", "week": [[{"start": "00:00", "end": "24:00"}]] * 7}
    assert house.agent.post("/hours/preview", {"schedule": nonstop}).ok()["now"]["kind"] == "open"


def test_countries_and_their_holidays_can_be_looked_at(house: Account) -> None:
    told = house.agent.get("/hours/calendar?country=BR&subdivision=SP&year=2026").ok()
    assert {"BR", "ES"} <= set(told["countries"])
    assert {"code": "SP", "name": "São Paulo"} in told["subdivisions"]
    assert {"day": "2026-12-25", "name": "Natal", "yearly": False} in told["holidays"]
    assert house.agent.get("/hours/calendar?country=XX").ok()["holidays"] == []
    assert house.agent.get("/hours/calendar?year=1").problem()[0] == 422
