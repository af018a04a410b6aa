"""The gallery's flows are sound in every language, and a person gets through each of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.flows import templates
from chalicelib.flows.effects import (
    CallHttp,
    Emit,
    Ended,
    HandOff,
    Note,
    Resolve,
    Say,
    SetAttribute,
    Wait,
)
from chalicelib.flows.events import ActionDone, Event, HttpAnswered
from chalicelib.flows.graph import Graph
from chalicelib.flows.state import State
from chalicelib.flows.triggers import Occurred, matches
from chalicelib.flows.validate import validate
from chalicelib.shared.content import text
from tests.unit.flows.building import Talk, env, only, said, wrote

pytestmark = pytest.mark.feature("6.8")

OPEN = {"": "open"}.__getitem__
CLOSED = {"": "closed"}.__getitem__
FILES = sorted(Path(templates.__file__).parent.glob("gallery/*.json"))


def flow(id: str, language: str = "en") -> Graph:
    return next(each.graph for each in templates.gallery(language) if each.id == id)


EVERYTHING = [
    (each.id, language) for language in templates.LANGUAGES for each in templates.gallery(language)
]


def test_there_are_six_at_least_and_the_welcome_comes_first() -> None:
    ids = [each.id for each in templates.gallery("en")]
    assert len(ids) == len(set(ids)) >= 6
    assert ids[0] == "welcome_menu"


@pytest.mark.parametrize(("id", "language"), EVERYTHING)
def test_each_can_be_published_as_it_is(id: str, language: str) -> None:
    assert validate(flow(id, language)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_word_is_there_in_every_language_and_none_is_left_over(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    names = [set(words) for words in told["words"].values()]
    assert set(told["words"]) == set(templates.LANGUAGES)
    assert names[0] == names[1] == names[2]
    used = {each for each in names[0] if f'"@{each}"' in file.read_text("utf-8")}
    assert used | {"name", "description"} == names[0]
    for words in told["words"].values():
        assert all(each.strip() and "!" not in each for each in words.values())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_lies_on_top_of_something_else(file: Path) -> None:
    places = [
        (each["x"], each["y"]) for each in json.loads(file.read_text("utf-8"))["graph"]["nodes"]
    ]
    assert len(places) == len(set(places))


def test_a_language_that_is_not_there_is_english() -> None:
    assert templates.gallery("de") == templates.gallery("en")
    assert templates.gallery("es")[0].name != templates.gallery("en")[0].name


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_the_welcome_menu_leads_to_people_or_to_an_answer(language: str) -> None:
    talk = Talk(flow("welcome_menu", language))
    assert "Ana" in said(talk.last)[0]
    about = Talk(flow("welcome_menu", language))
    about.write("3")
    about.write("1")  # back to the menu
    about.write("3")
    assert about.write("3").effects[-1] == Ended(outcome="resolved")
    assert only(talk.write("1"), HandOff).learned  # what it is about
    closed = Talk(flow("welcome_menu", language), env(hours=lambda queue: "closed"))
    closed.write("1")
    assert only(closed.write("A blue hat"), HandOff).learned["request"] == "A blue hat"


def test_a_lead_is_told_with_what_was_learned() -> None:
    talk = Talk(flow("lead_capture"))
    talk.write("Ana")
    talk.write("nonsense")
    talk.write("ana@example.com")
    step = talk.write("3")
    assert only(step, HandOff).learned == {
        "name": "Ana",
        "email": "ana@example.com",
        "size": "More than 20",
    }
    assert "Ana, ana@example.com, size: More than 20" in only(step, Note).text
    assert only(step, SetAttribute).value == "high"


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (
            200,
            '{"status": "shipped", "delivery": {"date": "2026-12-24"}}',
            "shipped. It arrives on 24/12/2026",
        ),
        (200, "{}", "in progress."),
        (404, "", "There is no order A-17"),
        (500, "", "A colleague will write"),
    ],
)
def test_an_order_is_looked_up(status: int, body: str, told: str) -> None:
    talk = Talk(flow("order_status"))
    call = only(talk.write("A-17"), CallHttp)
    assert call.url == "https://shop.example.com/api/orders/A-17"
    step = talk.send(HttpAnswered(node=call.node, call_id=call.call_id, status=status, body=body))
    assert told in said(step)[0]


def test_an_appointment_is_read_back_changed_and_passed_on() -> None:
    talk = Talk(flow("appointment", "es"), env(language="es"))
    for words in ("primera visita", "24/12/2026", "1", "Ana", "+34 600 123 456"):
        talk.write(words)
    assert "24/12/2026" in said(talk.last)[0]
    talk.write("cambiar")
    for words in ("mañana", "tarde", "Ana", "+34 600 123 456"):
        talk.write(words)
    call = only(talk.write("sí"), Emit)
    assert call.action == "appointment.requested"
    assert call.payload["day"] == "2026-11-24"
    assert only(talk.send(ActionDone(node=call.node)), HandOff)


def test_a_question_is_answered() -> None:
    talk = Talk(flow("faq"))
    assert "four" in said(talk.write("shipping"))[0]
    talk.write("another")
    assert "30 days" in said(talk.write("3"))[0]
    assert only(talk.write("yes"), Resolve)


def test_after_hours_somebody_is_called_at_the_next_opening() -> None:
    talk = Talk(flow("after_hours"), env(hours=lambda queue: "holiday"))
    assert "holiday" in said(talk.last)[0]
    talk.write("call me")
    talk.write("+34 600 123 456")
    assert only(talk.write("my order"), Wait).working == 1
    step = talk.time_passes()
    assert "+34600123456" in only(step, Note).text
    assert only(step, HandOff)
    assert Talk(flow("after_hours")).last.effects[-1] == Ended(outcome="handed_off")


def _answered(talk: Talk, state: State, number: int) -> Event:
    """The contact chooses by `number`, and so do the systems that are asked."""
    assert state.waiting is not None
    if state.waiting.kind == "http":
        return HttpAnswered(node=state.at.node, status=(200, 404, 500, 0)[number % 4], body="{}")
    if state.waiting.kind == "action":
        return ActionDone(node=state.at.node)
    offered = [each.content.options for each in talk.last.effects if isinstance(each, Say)]
    if offered and offered[-1]:
        return wrote(str(1 + number % len(offered[-1])))
    return wrote("ana@example.com +34 600 123 456 24/12/2026")


def _walk(talk: Talk, seed: int) -> str:
    """To the end, by choices of its own; from some point on nobody answers. The outcome."""
    for turn in range(30):
        state = talk.state
        assert state is not None
        if state.outcome:
            return state.outcome
        if turn > 12 or (state.waiting and state.waiting.kind == "time"):
            talk.time_passes()
        else:
            talk.send(_answered(talk, state, (seed * 31 + turn) * 7919))
    return ""


@pytest.mark.parametrize(("id", "language"), EVERYTHING)
def test_everybody_gets_to_an_end_whatever_they_choose(id: str, language: str) -> None:
    for seed in range(40):
        talk = Talk(flow(id, language), env(hours=OPEN if seed % 2 else CLOSED))
        assert _walk(talk, seed) in ("resolved", "handed_off"), seed


@pytest.mark.parametrize("language", templates.LANGUAGES)
def test_their_keywords_begin_them(language: str) -> None:
    for id in ("lead_capture", "order_status", "appointment", "faq"):
        trigger = next(each for each in flow(id, language).triggers if each.kind == "keyword")
        assert matches(trigger, Occurred("message", content=text(f"¿{trigger.words[0].upper()}?")))
