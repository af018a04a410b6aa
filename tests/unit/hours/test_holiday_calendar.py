from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from chalicelib.hours.holiday_calendar import countries, public_holidays, subdivisions

pytestmark = pytest.mark.feature("5")


def test_names_are_in_the_countrys_own_language() -> None:
    assert public_holidays("BR", "", 2026)[date(2026, 9, 7)] == "Independência do Brasil"
    assert public_holidays("ES", "", 2026)[date(2026, 12, 25)] == "Natividad del Señor"


def test_a_subdivision_that_went_away_leaves_the_countrys_holidays() -> None:
    assert public_holidays("BR", "XX", 2026) == public_holidays("BR", "", 2026)


def test_a_country_that_went_away_has_none() -> None:
    assert public_holidays("XX", "", 2026) == {}


def test_countries_and_their_subdivisions_can_be_chosen_from() -> None:
    assert {"BR", "ES", "US", "MX", "PT"} <= countries()
    assert subdivisions("BR")["SP"] == "São Paulo"


def test_a_schedule_without_a_country_does_not_load_the_library() -> None:
    code = """
import sys
from datetime import UTC, datetime
from chalicelib.hours.engine import state
from chalicelib.hours.model import Interval, Schedule
state(Schedule(week=((Interval(0, 60),),) * 7), datetime(2026, 1, 1, tzinfo=UTC))
print("holidays" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
