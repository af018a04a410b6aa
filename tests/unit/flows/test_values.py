"""What people answer, read as what was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.flows import dates, values
from chalicelib.flows.values import Choosable
from chalicelib.shared.content import ContactCard, Content, Kind, Option, text
from tests.unit.flows.building import env

pytestmark = pytest.mark.feature("6.1")


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [
        ("42", "", 42),
        ("-3", "", -3),
        ("−3", "", -3),
        ("3.5", "en", 3.5),
        ("3,5", "pt-BR", 3.5),
        ("3,5", "en", 3.5),
        ("3.5", "es", 3.5),
        ("1.234", "pt-BR", 1234),
        ("1.234", "en", 1.234),
        ("1,234", "en", 1234),
        ("1,234", "es", 1.234),
        ("1,234", "es-MX", 1234),
        ("1.234,56", "", 1234.56),
        ("1,234.56", "pt", 1234.56),
        ("1.234.567", "", 1234567),
        ("1 234 567,8", "es", 1234567.8),
        ("1'234.5", "", 1234.5),
        ("I am 30 years old", "", 30),
        ("R$ 1.500,00", "pt-BR", 1500),
        ("٤٢", "ar", 42),
        ("４２", "", 42),
        ("five", "", None),
        ("3 or 4", "", None),
        ("1.2.3", "", None),
        ("1,23,456", "", None),
        ("12,34.56", "", None),
        ("1" * 40, "", None),
        ("nan", "", None),
        ("1e9", "", None),
        ("", "", None),
    ],
)
def test_numbers_as_each_language_writes_them(
    words: str, language: str, number: float | None
) -> None:
    assert values.number(words, language) == number


@pytest.mark.parametrize(
    ("words", "language", "day"),
    [
        ("2026-12-24", "", "2026-12-24"),
        ("24/12/2026", "es", "2026-12-24"),
        ("24.12.2026", "", "2026-12-24"),
        ("5-6-2026", "pt-BR", "2026-06-05"),
        ("5/6/2026", "en", "2026-05-06"),
        ("5/6/2026", "en-US", "2026-05-06"),
        ("5/6/2026", "en-GB", "2026-06-05"),
        ("24/12/2026", "en", "2026-12-24"),
        ("12/24/2026", "es", "2026-12-24"),
        ("1/2/85", "es", "1985-02-01"),
        ("1/2/30", "es", "2030-02-01"),
        ("24 12 2026", "", "2026-12-24"),
        ("on 24/12 please", "es", "2026-12-24"),
        ("1/2", "es", "2027-02-01"),
        ("24 de diciembre de 2026", "es", "2026-12-24"),
        ("24 de dezembro", "pt-BR", "2026-12-24"),
        ("December 24, 2026", "en", "2026-12-24"),
        ("24th of December 2026", "en", "2026-12-24"),
        ("3 mar", "pt-BR", "2027-03-03"),
        ("29/02", "es", "2028-02-29"),
        ("mañana", "es", "2026-11-24"),
        ("Amanhã!", "pt-BR", "2026-11-24"),
        ("today", "en", "2026-11-23"),
        ("31/02/2026", "es", ""),
        ("45/45/2026", "es", ""),
        ("between 1/2 and 3/4", "es", ""),
        ("soon", "en", ""),
        ("", "en", ""),
    ],
)
def test_dates_as_each_language_writes_them(words: str, language: str, day: str) -> None:
    assert dates.read(words, date(2026, 11, 23), language) == day


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("ana@example.com", "ana@example.com"),
        ("  Ana.Souza+shop@Mail.Example.COM.  ", "Ana.Souza+shop@mail.example.com"),
        ("my mail is ana@example.com, thanks", "ana@example.com"),
        ("a@b.co or c@d.co", ""),
        ("ana@example", ""),
        ("ana at example.com", ""),
        ("@example.com", ""),
        ("x" * 300 + "@example.com", ""),
    ],
)
def test_the_one_address_in_it(words: str, address: str) -> None:
    assert values.email(words) == address


@pytest.mark.parametrize(
    ("words", "region", "number"),
    [
        ("+55 (11) 98765-4321", "", "+5511987654321"),
        ("0055 11 98765 4321", "", "+5511987654321"),
        ("11 98765-4321", "BR", "+5511987654321"),
        ("600 123 456", "ES", "+34600123456"),
        ("12", "ES", ""),
        ("call me", "ES", ""),
        ("1" * 30, "", ""),
    ],
)
def test_phone_numbers(words: str, region: str, number: str) -> None:
    assert values.phone(words, region) == number


def test_a_contact_that_was_sent_is_a_phone_number() -> None:
    card = Content(Kind.CONTACT, contacts=(ContactCard("Ana", ("+34600123456",)),))
    assert values.read(values.Wanted("phone"), card, env()).value == "+34600123456"


MENU = (
    Choosable("a", "Formas de pago"),
    Choosable("b", "Envíos y entregas"),
    Choosable("c", "Hablar con alguien"),
)


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("Formas de pago", "a"),
        ("formas  DE pago!!", "a"),
        ("envios y entregas", "b"),
        ("pago", "a"),
        ("entregas", "b"),
        ("quiero hablar con alguien", "c"),
        ("habl", "c"),
        ("2", "b"),
        ("2.", "b"),
        ("opción 2", "b"),
        ("3️⃣", "c"),
        ("0", None),
        ("4", None),
        ("de", "a"),
        ("y", "b"),
        ("12 de mayo", None),
        ("", None),
        ("👍", None),
        ("formas de pago o hablar con alguien", None),
    ],
)
def test_a_choice_by_title_number_or_words_that_fit_one_alone(words: str, id: str | None) -> None:
    found = values.choose(text(words), "n", MENU)
    assert (found.id if found else None) == id


def test_words_that_fit_two_fit_none() -> None:
    two = (Choosable("a", "Blue shirt"), Choosable("b", "Blue hat"))
    assert values.choose(text("blue"), "n", two) is None
    assert values.choose(text("hat"), "n", two) == two[1]


def test_titles_that_are_numbers_are_meant_as_such() -> None:
    sizes = (Choosable("a", "40"), Choosable("b", "2"))
    assert values.choose(text("2"), "n", sizes) == sizes[1]
    assert values.choose(text("1"), "n", sizes) is None


def test_signs_alone_can_be_titles() -> None:
    thumbs = (Choosable("up", "👍"), Choosable("down", "👎"))
    assert values.choose(text("👎"), "n", thumbs) == thumbs[1]


def test_a_button_counts_by_whose_it_is() -> None:
    mine = Content(Kind.CHOICE, choice=Option("n.b", "whatever"))
    old = Content(Kind.CHOICE, choice=Option("m.b", MENU[1].title))
    foreign = Content(Kind.CHOICE, choice=Option("hello", MENU[2].title))
    assert values.choose(mine, "n", MENU) == MENU[1]
    assert values.choose(old, "n", MENU) is None
    assert values.choose(foreign, "n", MENU) == MENU[2]  # no flow's: its words count


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("5", 5),
        ("4 of them", 4),
        ("⭐⭐⭐", 3),
        ("★", 1),
        ("3️⃣", 3),
        ("0", None),
        ("6", None),
        ("", None),
    ],
)
def test_a_mark_is_a_number_or_stars(words: str, mark: int | None) -> None:
    assert values.read(values.Wanted("rating", scale=5), text(words), env()).value == mark


def test_an_old_button_is_no_answer_to_a_later_question() -> None:
    old = Content(Kind.CHOICE, text="Yes", choice=Option("m.yes", "Yes"))
    for kind in ("text", "rating", "choice", "number"):
        assert values.read(values.Wanted(kind, node="n"), old, env()).value is None


def test_a_day_is_that_of_the_account() -> None:
    west = env(zone="Pacific/Kiritimati")  # UTC+14: Tuesday already
    assert values.read(values.Wanted("date"), text("today"), west).value == "2026-11-24"


@pytest.mark.parametrize(
    ("language", "region", "number"),
    [
        ("pt-BR", "", "+5511987654321"),
        ("es_ES", "BR", "+5511987654321"),
        ("pt", "BR", "+5511987654321"),
    ],
)
def test_a_number_without_a_country_is_of_the_contacts_own(
    language: str, region: str, number: str
) -> None:
    world = env(language=language, region=region)
    assert values.read(values.Wanted("phone"), text("(11) 98765-4321"), world).value == number
