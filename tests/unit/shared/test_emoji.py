"""One emoji, and nothing else."""

from __future__ import annotations

import pytest

from chalicelib.shared.emoji import is_emoji, same

ONE = "👍 ❤️ ❤ 👍🏽 👨‍👩‍👧‍👦 🏳️‍🌈 🇧🇷 1️⃣ #️⃣ ‼️ ↔️ ☃ ✍ ❤‍🔥 🤷‍♂ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ™️ 🫡 \U0001fae9"
NONE = [
    *("", "a", "1", "%", "ok", " ", "👍 ", "👍\n", "👍a", "👍👍", "<b>", "👍" * 30),
    *("\u200d", "👍\u200d", "\u202e👍", "\ufe0f", "🏽", "🇧", "🇧🇷🇧", "‼"),
]


@pytest.mark.parametrize("text", ONE.split())
def test_a_sign_a_flag_or_a_keycap_is_one(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize("text", NONE)
def test_words_several_and_pieces_are_none(text: str) -> None:
    assert not is_emoji(text)


def test_a_heart_is_a_heart_with_its_selector_or_without() -> None:
    assert same("❤️", "❤")
    assert not same("❤️", "❤️‍🔥")
