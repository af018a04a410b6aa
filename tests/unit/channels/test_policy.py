from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import registry
from chalicelib.channels.base import Limits
from chalicelib.channels.policy import (
    Difference,
    WindowClosed,
    check,
    check_window,
    differences,
    is_late,
    numbered,
    split_text,
    units,
)
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    text,
)
from chalicelib.shared.errors import InvalidInput

TELEGRAM = registry.get("telegram").limits
WHATSAPP = registry.get("whatsapp").limits
WEBSITE = registry.get("website").limits

MB = 1024 * 1024


def media(mime: str, size: int = 0) -> tuple[Media, ...]:
    return (Media(mime, "f", size, key="k"),)


def options(many: int, title: str = "Option") -> Content:
    some = tuple(Option(str(n), f"{title} {n}") for n in range(many))
    return Content(Kind.OPTIONS, "Which?", options=some)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (text("  \n"), "content.text"),
        (text("x" * (20 * 4096 + 1)), "content.text"),
        (Content(Kind.ORDER, "a"), "content.kind"),
        (Content(Kind.UNSUPPORTED), "content.kind"),
        (Content(Kind.IMAGE), "content.media"),
        (Content(Kind.IMAGE, media=(Media("image/png"),)), "content.media.0.key"),
        (Content(Kind.IMAGE, media=media("image/png", 6 * MB)), "content.media.0.size"),
        (Content(Kind.LOCATION), "content.location"),
        (Content(Kind.LOCATION, location=Location(91, 0)), "content.location.latitude"),
        (Content(Kind.LOCATION, location=Location(0, -181)), "content.location.longitude"),
        (Content(Kind.CONTACT), "content.contacts"),
        (Content(Kind.CONTACT, contacts=(ContactCard(" "),)), "content.contacts.0.name"),
        (Content(Kind.OPTIONS, "Which?"), "content.options"),
        (Content(Kind.OPTIONS, "", options=(Option("a", "A"),)), "content.text"),
        (Content(Kind.OPTIONS, "?", options=(Option("a", ""),)), "content.options.0.title"),
        (Content(Kind.OPTIONS, "?", options=(Option("", "A"),)), "content.options.0.id"),
        (
            Content(Kind.OPTIONS, "?", options=(Option("a", "A"), Option("a", "B"))),
            "content.options.1.id",
        ),
        (
            Content(Kind.OPTIONS, "?", options=(Option("a", "A", url="javascript:x"),)),
            "content.options.0.url",
        ),
        (Content(Kind.OPTIONS, "?", options=(Option("a" * 201, "A"),)), "content.options.0.id"),
        (Content(Kind.TEMPLATE, data={"name": "a"}), "content.data.language"),
    ],
)
def test_what_whatsapp_cannot_carry_is_refused_by_the_name_of_the_field(
    content: Content, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(WHATSAPP, content)
    assert refused.value.field == field


def test_each_channel_has_its_own_limits() -> None:
    template = Content(Kind.TEMPLATE, data={"name": "a", "language": "en"})
    check(WHATSAPP, template)
    long_id = Content(Kind.OPTIONS, "?", options=(Option("a" * 65, "A"),))
    check(WHATSAPP, long_id)
    large = Content(Kind.FILE, media=media("application/pdf", 60 * MB))
    check(WHATSAPP, large)
    check(WEBSITE, large)
    for refused in (template, long_id, large):
        with pytest.raises(InvalidInput):
            check(TELEGRAM, refused)
    assert WHATSAPP.window_hours == 24
    assert TELEGRAM.window_hours == 0


@pytest.mark.parametrize(
    ("content", "on_telegram", "on_whatsapp"),
    [
        (text("short"), "", ""),
        (text("x" * 5000), "pieces", "pieces"),
        (Content(Kind.IMAGE, "c", media("image/webp")), "sent_as", "sent_as"),
        (Content(Kind.IMAGE, "c" * 1025, media("image/png")), "text_apart", "text_apart"),
        (Content(Kind.AUDIO, "c", media("audio/mpeg")), "", "text_apart"),
        (Content(Kind.VOICE, "", media("audio/mpeg")), "", "sent_as"),
        (options(3), "", ""),
        (options(4), "", "options_list"),
        (options(11), "", "options_numbered"),
        (options(2, "A title that is too long for a button"), "", "options_numbered"),
    ],
)
def test_the_composer_is_told_what_will_differ(
    content: Content, on_telegram: str, on_whatsapp: str
) -> None:
    for limits, expected in ((TELEGRAM, on_telegram), (WHATSAPP, on_whatsapp)):
        assert [each.code for each in differences(limits, content)] == [expected] * bool(expected)
    assert differences(WEBSITE, content) == []


TABLE = Path(__file__).parents[2] / "fixtures/composer/differences.json"


@pytest.mark.feature("2.2")
@pytest.mark.parametrize("case", json.loads(TABLE.read_text()), ids=str)
def test_the_table_that_the_console_shares_holds_here(case: dict[str, Any]) -> None:
    values = dict(case["content"])
    files = tuple(
        Media(each["mime"], each["name"], each.get("size", 0), key="k")
        for each in values.get("media", ())
    )
    words = values.get("text", "") * case.get("repeat", 1)
    cards = tuple(ContactCard(**each) for each in values.get("contacts", ()))
    content = Content(Kind(values["kind"]), words, files, contacts=cards)
    expected = [Difference(**each) for each in case["differences"]]
    assert differences(registry.get(case["channel"]).limits, content) == expected


@pytest.mark.feature("2.2")
@pytest.mark.parametrize(
    ("channel", "inbound", "hours", "closed"),
    [
        (WHATSAPP, 1, 23.99, False),
        (WHATSAPP, 1, 24.0, True),
        (WHATSAPP, 0, None, True),  # the business wrote first: no window was ever opened
        (WHATSAPP, 3, None, False),  # stored before the moment was kept: the provider decides
        (TELEGRAM, 1, 1000.0, False),
        (WEBSITE, 0, None, False),
    ],
)
def test_a_reply_after_the_channels_window_is_refused(
    channel: Limits, inbound: int, hours: float | None, closed: bool
) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    at = None if hours is None else now - timedelta(hours=hours)
    with pytest.raises(WindowClosed) if closed else nullcontext():
        check_window(channel, inbound=inbound, inbound_at=at, now=now)


@pytest.mark.feature("2.2")
@pytest.mark.parametrize("kind", ["messenger", "instagram"])
@pytest.mark.parametrize(
    ("hours", "by_agent", "closed", "late"),
    [
        (23.99, False, False, False),
        (24.0, False, True, True),
        (24.0, True, False, True),
        (167.99, True, False, True),
        (168.0, True, True, True),
    ],
)
def test_a_person_may_answer_for_longer_than_a_bot_where_meta_allows_it(
    kind: str, hours: float, by_agent: bool, closed: bool, late: bool
) -> None:
    limits = registry.get(kind).limits
    now = datetime(2026, 3, 9, tzinfo=UTC)
    at = now - timedelta(hours=hours)
    with pytest.raises(WindowClosed) if closed else nullcontext():
        check_window(limits, inbound=1, inbound_at=at, now=now, by_agent=by_agent)
    assert is_late(limits, inbound_at=at, now=now) is late
    assert not is_late(WHATSAPP, inbound_at=at, now=now)


def test_options_as_text_keep_all_that_the_buttons_said() -> None:
    some = (Option("a", "Yes"), Option("b", "Shop", "open till 8", "https://e.org"))
    content = Content(Kind.OPTIONS, "Which?", options=some)
    assert numbered(content) == "Which?\n1. Yes\n2. Shop — open till 8 · https://e.org"


@given(st.text(alphabet="ab \n👋é", max_size=200), st.integers(2, 40))
def test_a_split_text_loses_nothing_and_keeps_the_limit(body: str, limit: int) -> None:
    pieces = split_text(body, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(body.split())


def test_a_text_is_cut_at_a_paragraph_a_line_or_a_word() -> None:
    assert split_text("one two\n\nthree four", 12) == ["one two", "three four"]
    assert split_text("one two\nthree four", 12) == ["one two", "three four"]
    assert split_text("one two three", 9) == ["one two", "three"]
    assert split_text("👋" * 5, 4) == ["👋👋", "👋👋", "👋"]


def test_a_window_is_not_a_matter_of_the_content() -> None:
    check(replace(WHATSAPP, window_hours=0), text("a"))
