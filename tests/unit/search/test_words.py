"""What counts as the same word, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search.words import contact_query, fold, query, snippet

pytestmark = pytest.mark.feature("3.7")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello, World", " hello world"),
        ("São João — açaí", " sao joao acai"),
        ("STRASSE straße", " strasse strasse"),
        ("İstanbul ılık", " istanbul ilik"),
        ("Łódź Ærø", " lodz aero"),
        ("ＦＵＬＬ　ｗｉｄｔｈ１２", " full width12"),
        ("Ещё Йод", " еще иод"),
        ("ana@example.org", " ana example org"),
        ("مُحَمَّد", " محمد"),
        ("iPhoneを買った", " iphone を買った"),
        ("  👍 … ", ""),
        ("", ""),
    ],
)
def test_case_accents_and_width_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("sou", "Ana Souza", True),
        ("uza", "Ana Souza", False),
        ("souza ana", "Ana Souza", True),
        ("ana x", "Ana Souza", False),
        ("12-345", "order 12-345", True),
        ("12-345", "12 pieces of 345", False),
        ("買", "これを買った", True),
        ("สวัสดี", "ครับสวัสดีครับ", True),
        ("안녕", "안녕하세요", True),
        ("hindi", "हिन्दी", False),
        ("हिन्", "हिन्दी", True),
        ("'; drop", "'; DROP TABLE", True),
    ],
)
def test_words_are_found_as_they_are_typed(words: str, text: str, found: bool) -> None:
    assert query(words).within(fold(text)) is found


@pytest.mark.parametrize(
    "typed",
    [
        "+55 11 98765-4321",
        "5511987654321",
        "(11) 98765-4321",
        "11 8765-4321",
        "98765 4321",
        "0055 11 98765 4321",
        "４３２１",
    ],
)
def test_a_phone_is_found_in_any_spelling(typed: str) -> None:
    assert contact_query(typed).within(fold("Ana +5511987654321"))
    assert not contact_query(typed).within(fold("Ana +5511900000000"))


def test_there_is_nothing_to_look_for_in_signs_alone() -> None:
    assert not query("  ... 👍 ")
    assert not contact_query("+-")


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("sou", "Ana Souza", ["Sou"]),
        ("acai", "Um AÇAÍ, por favor", ["AÇAÍ"]),
        ("買った", "これを買ったよ", ["買った"]),
        ("ana ana", "Ana, Anabela", ["Ana", "Ana"]),
        ("e\u0301te", "l'été", ["été"]),
    ],
)
def test_the_hit_is_marked_as_it_was_written(words: str, text: str, marked: list[str]) -> None:
    pieces = snippet(text, query(words))
    assert [piece for piece, hit in pieces if hit] == marked
    assert "".join(piece for piece, _ in pieces) == text


def test_a_snippet_of_a_long_text_is_short_and_holds_the_hit() -> None:
    text = "so " * 3000 + "the needle is here " + "and " * 3000
    pieces = snippet(text, query("needle"))
    assert [piece for piece, hit in pieces if hit] == ["needle"]
    assert len("".join(piece for piece, _ in pieces)) < 150


@given(st.text(max_size=80))
def test_each_word_of_a_text_finds_it(text: str) -> None:
    folded = fold(text)
    for word in text.split():
        assert query(word).within(folded)
    assert query(text).within(folded)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_and_leaves_no_line_end(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not set(folded) & {"\n", "\t", "\r"}
