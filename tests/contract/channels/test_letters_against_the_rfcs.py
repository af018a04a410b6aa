"""What we write as e-mail against the RFCs' own grammar, and read again by another's parser (Rust's
`mailparse`, through the fast-mail-parser package)."""

from __future__ import annotations

import base64
import quopri
import re
from typing import Any

import fast_mail_parser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chalicelib.channels.base import Channel
from chalicelib.channels.email import ADAPTER
from chalicelib.mail import compose
from chalicelib.mail.compose import Draft, Enclosure, composed
from chalicelib.shared.ids import AccountId, ChannelId
from tests.contract.channels.grammar import Mime, expression
from tests.contract.channels.outgoing import CONTENTS, LINK

pytestmark = pytest.mark.feature("2.1")

FIELDS = ("From", "To", "Cc", "Reply-To", "Subject", "In-Reply-To", "References")
MIME = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition")
ONCE = (*FIELDS, *MIME, "Auto-Submitted")
LONG = (
    "To:",
    "Cc:",
    "References:",
    " <",
    "In-Reply-To:",
)  # ids and addresses have no place to fold
ADDRESS = "support@shop.example"
CHANNEL = Channel(ChannelId("ch-one"), AccountId("acc"), "email", "Shop")


def letter(**changed: Any) -> bytes:
    given: dict[str, Any] = {
        "channel_id": "ch-one",
        "sender": ADDRESS,
        "sender_name": "Acme",
        "to": "ana@example.com",
        "subject": "Re: Hello",
        "text": "Hello *there*",
        "reply_to": f"ch-one+{'0' * 31}@in.example.net",
        **changed,
    }
    return composed(Draft(**given))


def assert_it_keeps_to_the_rfcs(raw: bytes) -> None:
    """Lines (RFC 5322, 2.1.1; RFC 2045, 6.7 and 6.8), header fields, encoded words, parts."""
    written = raw.decode("ascii")
    assert not re.search(r"\r(?!\n)|(?<!\r)\n|\x00", written)
    assert all(len(line) <= 998 for line in written.split("\r\n"))
    head, _ = cut(written)
    found = fields(head)
    names = [name for name, _ in found]
    assert {"From", "To", "Reply-To", "Subject", "References", "MIME-Version"} <= set(names)
    assert all(names.count(name) <= 1 for name in ONCE)
    for name, field in found:
        assert_the_field_is_right(name, field)
    assert_the_parts_are_right(written)


def cut(written: str) -> tuple[str, str]:
    head, _, body = written.partition("\r\n\r\n")
    return f"{head}\r\n", body


def fields(head: str) -> list[tuple[str, str]]:
    return [
        (each.partition(":")[0], each) for each in re.findall(r"\S.*\r\n(?:[ \t].*\r\n)*", head)
    ]


def without_strange_ids(name: str, field: str) -> str:
    """An id that its sender made against the rules is echoed as it is: threads hang on it."""
    if name not in ("References", "In-Reply-To"):
        return field
    right = expression("msg-id")
    return re.sub(r"<[!-;=?-~]+>", lambda id: id[0] if right.fullmatch(id[0]) else "<a@b>", field)


def assert_the_field_is_right(name: str, field: str) -> None:
    if name in FIELDS:
        assert expression(name.lower()).fullmatch(without_strange_ids(name, field)), field
    elif name in (*MIME, "Auto-Submitted"):
        assert expression(name.lower(), Mime).fullmatch(field), field
    else:
        assert expression("optional-field").fullmatch(field), field
    for line in field.rstrip("\r\n").split("\r\n"):
        assert len(line) <= 78 or line.startswith(LONG), line
        for word in re.findall(r"=\?.*?\?=(?=\s|$)", line):
            assert len(line) <= 76, line
            assert len(word) <= 75, word
            assert expression("encoded-word", Mime).fullmatch(word), word


def assert_the_parts_are_right(written: str) -> None:
    head, body = cut(written)
    boundary = re.search(r'boundary="([^"]{1,70})"', head)
    if boundary:
        assert len(boundary[1]) <= 70
        first, *inner, last = f"\r\n{body}".split(f"\r\n--{boundary[1]}")
        assert not first.strip()
        assert last.strip() == "--"
        assert inner
        for part in inner:
            assert part.startswith("\r\n")
            for name, field in fields(cut(part[2:])[0]):
                assert_the_field_is_right(name, field)
            assert_the_parts_are_right(part[2:])
        return
    how = re.search(r"(?im)^Content-Transfer-Encoding: (\S+)", head)
    assert how
    assert all(len(line) <= 76 for line in body.split("\r\n")) or how[1] == "7bit"
    if how[1] == "base64":
        base64.b64decode(body.replace("\r\n", ""), validate=True)
    if how[1] == "quoted-printable":
        assert not re.search(r"=(?![0-9A-F]{2}|\r\n)|[ \t]\r\n", body)
        quopri.decodestring(body)


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


@pytest.mark.parametrize("by_bot", [False, True])
@pytest.mark.parametrize("case", CONTENTS)
def test_every_kind_of_content_is_a_letter_that_another_reads(case: str, by_bot: bool) -> None:
    """From the neutral model to the bytes."""
    [asked] = ADAPTER.letter(
        CHANNEL, "ana@example.com", CONTENTS[case], media_url={"k": LINK}, by_bot=by_bot
    )
    told: Any = asked.json
    files = [Enclosure(each["name"], each["mime"], b"\x00\xffbytes" * 99) for each in told["files"]]
    raw = letter(text=told["text"], files=files, by_bot=told["by_bot"])
    assert_it_keeps_to_the_rfcs(raw)
    read = fast_mail_parser.parse_email(raw)
    assert lines_of(read.text_plain[0]) == lines_of(told["text"])
    assert [(each.filename, each.content) for each in read.attachments] == [
        (each.name, each.data) for each in files
    ]
    assert ("Auto-Submitted" in read.headers) is by_bot


CYRILLIC = "Счёт на оплату № 42 — "
NAME = 'Acme (Support), "The" Best; a very long name that is folded in the middle of it all, x'
WORDS = st.text(max_size=120) | st.sampled_from(
    [CYRILLIC * 9, "x" * 300, "=?utf-8?q?hi?=", NAME, "Re: é" * 40, "🎉" * 60, "a\r\nBcc: b@c", "."]
)
LOCAL = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=64)


@settings(max_examples=80, deadline=None)
@given(name=WORDS, subject=WORDS, text=st.text(max_size=2000), file=WORDS)
@example(name=NAME, subject=CYRILLIC * 9, text="ы" * 2000, file=CYRILLIC * 5)
@example(name="", subject="", text="", file="")
@example(name="A.", subject="word " * 60, text="x" * 3000 + "\r\n.\r\nFrom x", file='a"b\\c.pdf')
def test_whatever_is_written_is_a_letter_that_another_reads(
    name: str, subject: str, text: str, file: str
) -> None:
    enclosed = [Enclosure(f"{file}.pdf", "application/pdf", text.encode("utf-8", "replace"))]
    raw = letter(sender_name=name, subject=subject, text=text, files=enclosed)
    assert_it_keeps_to_the_rfcs(raw)
    read = fast_mail_parser.parse_email(raw)
    assert read.subject == (compose._line(subject, 300) or "(no subject)")
    assert lines_of(read.text_plain[0]) == lines_of(compose._plain(text))
    assert lines_of(read.text_html[0]) == lines_of(compose.page(compose._plain(text)))
    [attachment] = read.attachments
    assert attachment.content == enclosed[0].data
    assert attachment.mimetype == "application/pdf"


@settings(max_examples=80, deadline=None)
@given(local=LOCAL, domain=LOCAL, ids=st.lists(st.text(max_size=200), max_size=30))
@example(local='"john doe"', domain="example.com", ids=["<a@b>", "c d@e", "é@x", "a" * 400])
@example(local="a" * 64, domain=".".join(["b" * 60] * 4), ids=["x" * 300 + "@y"] * 30)
def test_an_address_is_refused_or_stands_whole_in_its_header(
    local: str, domain: str, ids: list[str]
) -> None:
    try:
        raw = letter(to=f"{local}@{domain}", in_reply_to="".join(ids[:1]), references=ids)
    except ValueError:
        return
    assert_it_keeps_to_the_rfcs(raw)
    [to] = [field for name, field in fields(cut(raw.decode())[0]) if name == "To"]
    bare = local.strip('"') if local.startswith('"') else local
    assert bare in re.sub(r"\\(.)", r"\1", to)


def test_the_grammar_tells_right_from_wrong() -> None:
    """A check that takes everything would prove nothing."""
    right = {
        "from": 'From: "Acme, Inc." <a@b.example>\r\n',
        "references": "References: <a@b>\r\n <c@d>\r\n",
        "subject": "Subject: one\r\n two\r\n",
    }
    wrong = {
        "from": ["From: Acme, Inc. <a@b.example>\r\n", "From: a@b@c\r\n", "From: \r\n"],
        "references": ["References: a@b\r\n", "References: =?utf-8?q?=3Ca=40b=3E?=\r\n"],
        "subject": ["Subject: é\r\n", "Subject: one\r\ntwo\r\n"],
    }
    for rule, field in right.items():
        assert expression(rule).fullmatch(field)
        assert not any(expression(rule).fullmatch(each) for each in wrong[rule])
    assert not expression("content-type", Mime).fullmatch("Content-Type: text\r\n")
    assert not expression("encoded-word", Mime).fullmatch("=?utf-8?q?two words?=")


@pytest.mark.parametrize("count", [1, 2, 20])
def test_copies_are_a_line_each_and_read_by_another_as_they_are(count: int) -> None:
    cc = [f"colleague+{n}@a-rather-long-name.example.com" for n in range(count)]
    raw = letter(cc=cc)
    assert_it_keeps_to_the_rfcs(raw)
    read = fast_mail_parser.parse_email(raw)
    assert [each.strip() for each in ",".join(read.headers["Cc"]).split(",")] == cc
    assert "Bcc" not in read.headers


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@y.example", "ä@b.example", ""])
def test_what_is_no_address_is_no_copy(address: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        letter(cc=[address])
