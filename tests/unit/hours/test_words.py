from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.hours.engine import State, state
from chalicelib.hours.model import OpeningHours, Schedule
from chalicelib.hours.words import back_line, language_of, message, opening
from tests.unit.hours.schedules import office

pytestmark = pytest.mark.feature("5")
# Monday 6 July 2026, 12:30 in Madrid.
NOON = datetime(2026, 7, 6, 10, 30, tzinfo=UTC)


def local(day: int, hour: int, month: int = 7) -> datetime:
    return datetime(2026, month, day, hour - 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "english", "spanish", "portuguese"),
    [
        (local(6, 14), "at 14:00", "a las 14:00", "às 14:00"),
        (local(7, 9), "tomorrow at 09:00", "mañana a las 09:00", "amanhã às 09:00"),
        (
            local(8, 9),
            *("on Wednesday at 09:00", "el miércoles a las 09:00", "na quarta-feira às 09:00"),
        ),
        (
            local(11, 9),
            *("on Saturday at 09:00", "el sábado a las 09:00", "no sábado às 09:00"),
        ),
        (
            local(3, 9, 8),
            *("on 3 August at 09:00", "el 3 de agosto a las 09:00", "em 3 de agosto às 09:00"),
        ),
    ],
)
def test_an_opening_is_told_as_people_say_it(
    at: datetime, english: str, spanish: str, portuguese: str
) -> None:
    for language, words in (("en", english), ("es", spanish), ("pt-BR", portuguese)):
        assert opening(office(), at, NOON, language) == words


def test_one_oclock_is_singular_in_spanish_and_portuguese() -> None:
    one = datetime(2026, 7, 6, 23, 0, tzinfo=UTC)
    assert opening(office(), one, NOON, "es") == "mañana a la 01:00"
    assert opening(office(), one, NOON, "pt-BR") == "amanhã à 01:00"


def test_the_line_of_the_widget_stands_while_it_is_closed() -> None:
    lunch = datetime(2026, 7, 6, 11, 30, tzinfo=UTC)
    assert back_line(office(), state(office(), lunch), lunch, "es") == "Volvemos a las 14:00"
    assert back_line(office(), state(office(), NOON), NOON, "en") == ""
    assert back_line(Schedule(), state(Schedule(), NOON), NOON, "en") == ""


@pytest.mark.parametrize(
    ("asked", "fallback", "found"),
    [
        *(("pt", "en", "pt-BR"), ("pt_PT", "en", "pt-BR"), ("es-MX", "en", "es")),
        *(("", "es", "es"), ("de", "pt-BR", "pt-BR"), ("de", "fr", "en"), ("auto", "es", "es")),
    ],
)
def test_a_language_of_ours_is_found(asked: str, fallback: str, found: str) -> None:
    assert language_of(asked, fallback) == found


TEXTS = {
    "closed": {"en": "Closed. Back {{ opening }}.", "es": "Cerrado. Volvemos {{ opening }}."},
    "holiday": {"pt-BR": "Hoje é {{ holiday | upcase }}, {{ name | default: 'olá' }}."},
}
HOURS = OpeningHours(schedule=office(), messages=TEXTS)
CLOSED = State("closed", local(7, 9))


def test_a_message_is_in_the_contacts_language_or_in_the_accounts_or_in_any() -> None:
    assert message(HOURS, CLOSED, NOON, language="es-AR") == "Cerrado. Volvemos mañana a las 09:00."
    assert message(HOURS, CLOSED, NOON, language="de", fallback="es").startswith("Cerrado")
    assert message(HOURS, CLOSED, NOON, language="") == "Closed. Back tomorrow at 09:00."
    feast = State("holiday", local(7, 9), "Natal")
    assert message(HOURS, feast, NOON, language="en", name="Ana") == "Hoje é NATAL, Ana."


def test_what_nobody_wrote_is_not_said() -> None:
    assert message(HOURS, State("break", local(7, 9)), NOON, language="en") == ""


def test_an_opening_that_nobody_knows_stands_empty() -> None:
    assert message(HOURS, State("closed"), NOON, language="en") == "Closed. Back ."
