"""What counts as an answer, and what is never taken for one."""

from __future__ import annotations

import pytest

from chalicelib.shared.content import Content, text
from chalicelib.shared.content import Kind as ContentKind
from chalicelib.surveys.counting import score
from chalicelib.surveys.model import Kind, Question, option_id, pressed
from chalicelib.surveys.ports import Tally
from chalicelib.surveys.reading import read
from tests.unit.surveys.fakes import Talk

pytestmark = pytest.mark.feature("7")
CSAT = Question("q1", Kind.CSAT)
NPS = Question("q1", Kind.NPS)
CES = Question("q1", Kind.CES)
CHOICE = Question("q1", Kind.CHOICE, "Why?", options=("Preço", "Atendimento", "Other 2"))


@pytest.mark.parametrize(
    ("question", "words", "value"),
    [
        (CSAT, "5", "5"),
        (CSAT, " 5! ", "5"),
        (CSAT, "5 stars", "5"),
        (CSAT, "3 de 5", "3"),
        (CSAT, "4 out of 5", "4"),
        (CSAT, "Nota: 4", "4"),
        (CSAT, "minha nota é 4", "4"),
        (CSAT, "le doy un 5", "5"),
        (CSAT, "５", "5"),
        (CSAT, "4️⃣", "4"),
        (CSAT, "cinco", "5"),
        (CSAT, "Três", "3"),
        (CSAT, "⭐️⭐️", "2"),
        (CSAT, "👍🏽", "4"),
        (CSAT, "😡😡😡", "1"),
        (CSAT, "❤️", "5"),
        (CSAT, "Great, thanks!", "5"),
        (CSAT, "ÓTIMO, obrigada", "5"),
        (CSAT, "muy malo", "1"),
        (CSAT, "Péssimo...", "1"),
        (CSAT, "🙂 Good", "4"),
        (CSAT, "Muito ruim", "1"),
        (NPS, "10", "10"),
        (NPS, "🔟", "10"),
        (NPS, "0", "0"),
        (NPS, "8/10", "8"),
        (NPS, "diez", "10"),
        (CES, "muito fácil", "7"),
        (CES, "7", "7"),
        (CHOICE, "2", "1"),
        (CHOICE, "preco", "0"),
        (CHOICE, "opção 3", "2"),
        (CHOICE, "ATENDIMENTO", "1"),
    ],
)
def test_a_sure_answer_is_read(question: Question, words: str, value: str) -> None:
    assert read(question, text(words)).value == value


@pytest.mark.parametrize(
    ("question", "words"),
    [
        *[(CSAT, words) for words in ("6", "0", "-1", "4.5", "9/10", "🍕", "nota 11", "⭐" * 6)],
        (NPS, "11"),
        (CHOICE, "4"),
    ],
)
def test_an_attempt_that_fails_may_be_asked_again(question: Question, words: str) -> None:
    reading = read(question, text(words))
    assert reading.value is None
    assert reading.wrong


@pytest.mark.parametrize(
    "words",
    ["hello", "?", "5?", "I ordered 4 boxes", "order 4", "good morning", "not great, help me", "",
     "good but slow", "x" * 10_000, "1 2 3 testing", "<b>5</b>", "٤ please help"],
)  # fmt: skip
@pytest.mark.parametrize("question", [CSAT, NPS])
def test_other_words_are_never_taken_for_an_answer(question: Question, words: str) -> None:
    reading = read(question, text(words))
    assert reading.value is None
    assert not reading.wrong


def test_files_and_places_are_no_answers() -> None:
    for kind in (ContentKind.IMAGE, ContentKind.LOCATION, ContentKind.UNSUPPORTED):
        assert not read(Question("w", Kind.TEXT, "?"), Content(kind, text="5")).answers


@pytest.mark.parametrize("id", ["", "survey:", "survey:a:b:c:d", "survey:a:b:1", "other:a:b:1:2"])
def test_a_button_that_is_none_of_ours_is_none(id: str) -> None:
    assert pressed(id) is None


def test_a_button_says_what_was_pressed_in_what_every_channel_carries() -> None:
    talk = Talk()
    talk.closes()
    id = option_id(talk.asking, 9, "10")
    assert len(id.encode()) <= 64
    found = pressed(id)
    assert found is not None
    assert (found.step, found.value) == (9, "10")


def tallies(**counts: int) -> list[Tally]:
    named = {name.replace("_", ":"): count for name, count in counts.items()}
    return [Tally("2026-06-01", "", named), Tally("2026-06-02", "", {"asked": 2})]


@pytest.mark.parametrize(
    ("question", "counts", "value"),
    [
        (CSAT, {"q_q1_5": 3, "q_q1_4": 1, "q_q1_1": 4}, 50.0),
        (NPS, {"q_q1_10": 5, "q_q1_8": 3, "q_q1_0": 2}, 30.0),
        (NPS, {"q_q1_6": 1}, -100.0),
        (CES, {"q_q1_7": 1, "q_q1_4": 1}, 5.5),
        (CSAT, {}, None),
    ],
)
def test_scores(question: Question, counts: dict[str, int], value: float | None) -> None:
    found = score(question, tallies(asked=3, **counts))
    assert found.value == value
    assert found.asked == 5
    assert found.given == sum(counts.values())


def test_what_is_far_too_long_for_a_score_is_not_taken_apart() -> None:
    """A wall of commas costs its author's time, not ours."""
    assert read(CSAT, text("5" + "," * 100 + " thanks")).value == "5"
    assert read(CSAT, text("5" + "," * 400 + " thanks")).value is None
