from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import registry
from chalicelib.channels.base import Channel
from chalicelib.channels.marks import marked
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.ids import AccountId, ChannelId

TABLE = Path(__file__).parents[2] / "fixtures/composer/marks.json"
BOT = Channel(ChannelId("acc-1"), AccountId("acc"), "telegram", "Bot", secrets={"token": "1:A"})


@pytest.mark.feature("2.2")
@pytest.mark.parametrize("case", json.loads(TABLE.read_text()), ids=str)
def test_the_table_that_the_console_shares_holds_here(case: dict[str, Any]) -> None:
    read = marked(case["text"])
    assert read.text == case["plain"]
    assert [[span.mark, span.offset, span.length] for span in read.spans] == case["spans"]


@given(st.text(alphabet="ab *_~`\n👋", max_size=120))
def test_every_span_lies_in_the_text_and_nothing_but_signs_is_lost(words: str) -> None:
    read = marked(words)
    size = len(read.text.encode("utf-16-le")) // 2
    assert all(0 <= span.offset <= span.offset + span.length <= size for span in read.spans)
    assert all(span.length for span in read.spans)
    signs = str.maketrans("", "", "*_~`")
    assert read.text.translate(signs) == words.translate(signs)


def telegram(content: Content) -> dict[str, Any]:
    adapter = registry.get("telegram")
    calls = adapter.render(BOT, "7", content, base_url="https://t", media_url={"k": "https://f"})
    return dict(calls[-1].json or {})


@pytest.mark.feature("2.2")
def test_telegram_gets_marks_as_entities_and_never_markup() -> None:
    sent = telegram(text("<b>*now*</b> ```a```"))
    assert sent["text"] == "<b>now</b> a"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "pre", "offset": 11, "length": 1},
    ]
    assert "parse_mode" not in sent
    assert telegram(text("2*3*4")) == {"chat_id": 7, "text": "2*3*4"}


def test_telegrams_captions_are_formatted_too() -> None:
    photo = Content(Kind.IMAGE, "_see_", (Media("image/png", "a.png", 9, key="k"),))
    sent = telegram(photo)
    assert sent["caption"] == "see"
    assert sent["caption_entities"] == [{"type": "italic", "offset": 0, "length": 3}]
