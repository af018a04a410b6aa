"""What the nodes do that say and ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.flows.effects import (
    Count,
    Say,
    SetAttribute,
)
from chalicelib.flows.events import Replied, TimerFired
from chalicelib.flows.nodes.registry import KINDS
from chalicelib.shared.content import Content, Kind, Media
from tests.unit.flows.building import (
    NOW,
    Talk,
    env,
    one,
    only,
    pressed,
    said,
    waits,
)

pytestmark = pytest.mark.feature("6.1")

YES_NO = [{"id": "yes", "title": "Yes"}, {"id": "no", "title": "No"}]
HOUR = {"amount": 1, "unit": "hours"}


@pytest.mark.feature("6.2")
def test_a_message_fills_its_variables_in_and_goes_on() -> None:
    talk = Talk(one("message", "out", text="Hi {{ contact.first_name | upcase }}"))
    assert said(talk.last) == ["Hi ANA", "went out"]


@pytest.mark.parametrize("kind", ["image", "audio", "video", "file"])
def test_a_message_carries_a_file(kind: str) -> None:
    file = {"key": "media/a/x", "mime": "a/b", "name": "x", "size": 3}
    talk = Talk(one("message", kind=kind, file=file, text="Look, {{ contact.first_name }}"))
    content = only(talk.last, Say).content
    assert (content.kind.value, content.text) == (kind, "Look, Ana")
    assert content.media == (Media(mime="a/b", name="x", size=3, key="media/a/x"),)


def test_a_message_carries_a_contact() -> None:
    card = {"name": "Rui", "phones": ["+34600123456"]}
    content = only(Talk(one("message", kind="contact", card=card)).last, Say).content
    assert content.kind is Kind.CONTACT
    assert content.contacts[0].phones == ("+34600123456",)


@pytest.mark.parametrize("kind", ["buttons", "list"])
class TestButtons:
    def flow(self, kind: str, **data: Any) -> Any:
        data = {"text": "Well?", "choices": YES_NO, "variable": "said", **data}
        return one(kind, "yes", "no", "invalid", "no_answer", **data)

    def test_offers_them_as_the_channel_can(self, kind: str) -> None:
        content = only(Talk(self.flow(kind)).last, Say).content
        assert content.kind is Kind.OPTIONS
        assert [(each.id, each.title) for each in content.options] == [
            ("n.yes", "Yes"),
            ("n.no", "No"),
        ]

    @pytest.mark.parametrize("words", ["Yes", " YÉS! ", "1", "1️⃣", "yes please"])
    def test_takes_the_way_that_was_meant(self, kind: str, words: str) -> None:
        talk = Talk(self.flow(kind))
        assert said(talk.write(words)) == ["went yes"]
        assert talk.variables == {"said": "Yes"}

    def test_takes_the_way_that_was_pressed(self, kind: str) -> None:
        assert said(Talk(self.flow(kind)).press("no")) == ["went no"]

    def test_an_old_button_of_another_question_does_not_answer(self, kind: str) -> None:
        assert said(Talk(self.flow(kind)).send(pressed("before.yes", "Yes"))) == ["Well?"]

    def test_asks_again_as_often_as_it_says_then_goes_its_way(self, kind: str) -> None:
        talk = Talk(self.flow(kind, retries=2, retry_text="One of these, please"))
        assert said(talk.write("maybe")) == ["One of these, please"]
        assert said(talk.write("hm")) == ["One of these, please"]
        assert said(talk.write("hm")) == ["went invalid"]

    def test_goes_its_way_when_nobody_answers(self, kind: str) -> None:
        talk = Talk(self.flow(kind, no_answer=HOUR))
        assert waits(talk.last)[0].until == NOW + timedelta(hours=1)
        step = talk.time_passes()
        assert said(step) == ["went no_answer"]
        assert Count(node="n", what="dropped") in step.effects

    def test_a_question_that_was_asked_again_has_a_new_time(self, kind: str) -> None:
        talk = Talk(self.flow(kind, no_answer=HOUR))
        old = waits(talk.last)[0].wait_id
        talk.write("maybe")
        assert talk.send(TimerFired(wait_id=old)).effects == ()
        assert said(talk.time_passes()) == ["went no_answer"]


def test_a_button_with_an_address_opens_it_and_has_no_way_out() -> None:
    choices = [*YES_NO, {"id": "site", "title": "Our site", "url": "https://example.com"}]
    flow = one("buttons", "yes", text="?", choices=choices)
    kind = KINDS["buttons"]
    assert "site" not in kind.ports(kind.data.model_validate({"choices": choices}))
    assert only(Talk(flow).last, Say).content.options[2].url == "https://example.com"


@pytest.mark.feature("6.2")
@pytest.mark.parametrize(
    ("answer", "words", "kept"),
    [
        ("text", "  blue  ", "blue"),
        ("number", "1.234,5", 1234.5),
        ("email", "it is Ana@Example.COM", "Ana@example.com"),
        ("phone", "+55 11 98765-4321", "+5511987654321"),
        ("date", "24/12/2026", "2026-12-24"),
        ("choice", "no", "No"),
        ("rating", "4", 4),
    ],
)
def test_a_question_keeps_its_answer(answer: str, words: str, kept: object) -> None:
    data = {"text": "?", "answer": answer, "variable": "it", "choices": YES_NO}
    talk = Talk(one("question", "out", "invalid", **data), env(language="pt-BR"))
    step = talk.write(words)
    assert said(step) == ["went out"]
    assert talk.variables == {"it": kept}
    assert Count(node="n", what="answered") in step.effects


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("text", "   "),
        ("number", "a lot"),
        ("number", "3 or 4"),
        ("email", "ana at example"),
        ("phone", "12"),
        ("date", "31/02/2026"),
        ("choice", "perhaps"),
        ("rating", "6"),
        ("rating", "4.5"),
        ("file", "here it is"),
    ],
)
def test_a_wrong_answer_is_asked_again_as_often_as_the_node_says(answer: str, words: str) -> None:
    data = {"text": "?", "answer": answer, "variable": "it", "choices": YES_NO, "retries": 1}
    talk = Talk(one("question", "out", "invalid", **data, retry_text="Again?"))
    assert said(talk.write(words)) == ["Again?"]
    assert said(talk.write(words)) == ["went invalid"]
    assert "it" not in talk.variables


def test_a_question_keeps_a_file() -> None:
    talk = Talk(one("question", "out", text="?", answer="file", variable="it"))
    file = Media(mime="image/png", name="a.png", size=3, key="media/a/x")
    talk.send(Replied(content=Content(Kind.IMAGE, media=(file,))))
    assert talk.variables["it"] == {
        "name": "a.png",
        "mime": "image/png",
        "key": "media/a/x",
        "url": "",
        "size": 3,
    }


def test_an_answer_within_bounds_is_taken_and_any_other_refused() -> None:
    data = {"text": "?", "answer": "number", "variable": "it", "minimum": 1, "maximum": 10}
    assert said(Talk(one("question", "out", **data)).write("11")) == ["?"]
    assert said(Talk(one("question", "out", **data)).write("10")) == ["went out"]


def test_an_answer_goes_to_the_contact_too() -> None:
    talk = Talk(one("question", text="?", answer="text", variable="it", save_to="name"))
    wanted = SetAttribute(node="n", scope="contact", name="name", value="Eva")
    assert only(talk.write("Eva"), SetAttribute) == wanted


def test_a_rating_offers_its_marks() -> None:
    talk = Talk(one("question", "out", text="?", answer="rating", variable="it", scale=3))
    assert [each.title for each in only(talk.last, Say).content.options] == ["1", "2", "3"]
    talk.press("3")
    assert talk.variables == {"it": 3}


def test_numbers_are_those_that_a_list_without_buttons_shows() -> None:
    site = {"id": "site", "title": "Our site", "url": "https://example.com"}
    flow = one("buttons", "yes", "no", text="?", choices=[site, *YES_NO])
    assert said(Talk(flow).write("3")) == ["went no"]
    assert said(Talk(flow).write("1")) == ["?"]
    assert said(Talk(flow).write("our site")) == ["?"]


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        ("message", {"text": "{{ nothing }}"}, ["went out"]),
        ("buttons", {"text": "{{ nothing }}", "choices": YES_NO}, ["went error"]),
        (
            "buttons",
            {"text": "?", "choices": [{"id": "a", "title": "{{ nothing }}"}]},
            ["went error"],
        ),
        ("question", {"text": " {{ nothing }} ", "variable": "it"}, ["went error"]),
        ("end", {"text": "{{ nothing }}"}, []),
    ],
)
def test_what_came_out_empty_is_not_sent(kind: str, data: dict[str, Any], told: list[str]) -> None:
    assert said(Talk(one(kind, "out", "error", **data)).last) == told


def test_a_choice_whose_title_came_out_empty_is_not_offered() -> None:
    choices = [{"id": "a", "title": "{{ nothing }}"}, *YES_NO]
    talk = Talk(one("list", "yes", "no", text="?", choices=choices))
    assert [each.title for each in only(talk.last, Say).content.options] == ["Yes", "No"]
    assert said(talk.write("2")) == ["went no"]
