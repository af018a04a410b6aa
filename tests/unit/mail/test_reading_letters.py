"""Bytes of strangers become words, safe HTML and files; whatever they are, somebody can read it."""

from __future__ import annotations

import base64
import time

import pytest

from chalicelib.mail import markup, mime, quoting
from chalicelib.mail.model import Person
from tests.unit.mail import letters

pytestmark = pytest.mark.feature("2.1")


def test_a_gmail_answer_is_its_new_words_and_the_rest_is_folded() -> None:
    read = mime.read(letters.GMAIL)
    assert read.sender is not None
    assert (read.sender.email, read.sender.name) == ("ana@example.com", "Ana José")
    assert (read.subject, read.text) == ("Re: Máquina", "Olá, it is still broken.")
    assert "Did you try again?" in read.quoted
    assert read.html == '<div dir="ltr">Olá, it is <b>still</b> broken.</div><br>'
    assert "Did you try again?" in read.quoted_html
    assert read.message_id == "CAF1@mail.gmail.com"
    assert read.references == ("first@mail.gmail.com", "0100abc-1@email.amazonses.com")
    assert read.at is not None
    assert read.at.isoformat() == "2026-05-04T13:00:00+00:00"


def test_an_outlook_answer_ends_where_its_head_of_the_old_letter_begins() -> None:
    read = mime.read(letters.OUTLOOK)
    assert read.text == "Thanks — please cancel it."
    assert read.quoted.startswith("____")
    assert "Shall we cancel it?" in read.quoted


def test_files_are_found_and_html_is_made_safe() -> None:
    read = mime.read(letters.WITH_FILES)
    assert read.text == "See and the file.\n\nx"
    assert "script" not in read.html
    assert "spy" not in read.html
    assert "javascript" not in read.html
    assert '<img src="cid:logo@1">' in read.html
    assert read.remote
    names = [file.name for file in read.attachments]
    assert names == ["logo.png", "x.pdf", "invite.ics", "winmail.dat", "message.eml"]
    assert read.attachments[0].cid == "logo@1"
    assert read.attachments[0].data == letters.PNG
    assert b"Inner words." in read.attachments[4].data


@pytest.mark.parametrize(
    ("raw", "calls", "why"),
    [
        (letters.VACATION, "nobody", "auto_reply"),
        (letters.LIST, "people", "list"),
        (letters.BOUNCE, "nobody", "bounce"),
        (letters.GMAIL, "all", ""),
        (letters.text("x", "Auto-Submitted: auto-generated"), "people", "automatic"),
        (letters.text("x", "Auto-Submitted: no"), "all", ""),
        (letters.text("x", "X-Auto-Response-Suppress: All"), "people", "list"),
        (letters.letter(b"\nx", first=b"Return-Path: <>\r\n"), "nobody", "bounce"),
    ],
)
def test_machines_are_told_from_people(raw: bytes, calls: str, why: str) -> None:
    read = mime.read(raw)
    assert (read.calls, read.why) == (calls, why)


def test_a_delivery_report_says_which_letter_and_why() -> None:
    report = mime.read(letters.BOUNCE).report
    assert report is not None
    assert report.failed
    assert report.ids == ("0100abc-1@email.amazonses.com",)
    assert (report.code, report.reason) == ("5.1.1", "550 5.1.1 no such user here")


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252", "utf-16", "utf-7"])
def test_charsets_are_read(charset: str) -> None:
    assert mime.read(letters.text("Olá, ação", charset=charset)).text == "Olá, ação"


@pytest.mark.parametrize(
    ("charset", "words"),
    [("gb2312", "你好"), ("iso-2022-jp", "こんにちは"), ("koi8-r", "привет"), ("big5", "你好")],
)
def test_charsets_of_others_are_read(charset: str, words: str) -> None:
    assert mime.read(letters.text(words, charset=charset)).text == words


def test_a_wrong_charset_still_gives_words() -> None:
    raw = letters.letter("\nOlá".encode(), "Content-Type: text/plain; charset=us-ascii")
    assert mime.read(raw).text in ("Olá", "OlÃ¡")


@pytest.mark.parametrize("name", letters.MALFORMED)
def test_a_malformed_letter_is_read_as_far_as_it_goes(name: str) -> None:
    started = time.perf_counter()
    read = mime.read(letters.MALFORMED[name])
    assert time.perf_counter() - started < 5
    assert "\x00" not in read.text
    assert "\x1b" not in read.text
    (read.text + read.subject + read.html).encode()
    if name in ("no boundary", "a boundary that never comes", "no end of a multipart"):
        assert "Hello" in read.text


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Hi\n\nOn Mon, Rui <r@x.y> wrote:\n> old", "Hi"),
        ("Hola\n\nEl lun, 4 may 2026 a las 9:00, Rui (<r@x.y>) escribió:\n> viejo", "Hola"),
        ("Oi\n\nEm seg., 4 de mai. de 2026, Rui <r@x.y> escreveu:\n\n> velho", "Oi"),
        ("Hi\n\n-----Original Message-----\nFrom: x", "Hi"),
        ("Hi\n> old\n> older", "Hi"),
        ("Hi\n-- \nAna José\nAcme", "Hi"),
        ("Hi\n\nSent from my iPhone", "Hi"),
        ("> you asked\nmy answer\n> and\nmore", "> you asked\nmy answer\n> and\nmore"),
        ("On Mon, Rui wrote:\n> a?\nyes\n> b?\nno", "On Mon, Rui wrote:\n> a?\nyes\n> b?\nno"),
        ("On Monday I wrote: nothing", "On Monday I wrote: nothing"),
        ("> only quoted", "> only quoted"),
        ("From: here to there\nis far", "From: here to there\nis far"),
    ],
)
def test_what_is_answered_is_folded_and_nothing_else(text: str, now: str) -> None:
    assert quoting.fold(text)[0] == now


def test_folding_loses_nothing() -> None:
    text = "Hi\n\nOn Mon, Rui wrote:\n> old\n-- \nx"
    now, rest = quoting.fold(text)
    assert f"{now}\n\n{rest}" == text


@pytest.mark.parametrize(
    "html",
    [
        "<img src=x onerror=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<iframe src=//evil></iframe>",
        "<form action=//evil><input></form>",
        "<style>@import '//evil'</style>",
        "<div style='background:url(//evil)'>x</div>",
        "<meta http-equiv=refresh content='0;url=//evil'>",
        "<base href=//evil>",
        "<img src='//evil/x.gif'>",
        "<img srcset='//evil/x 1x'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<!--><img src=x onerror=alert(1)>-->",
    ],
)
def test_nothing_in_html_runs_or_calls_out(html: str) -> None:
    shown = markup.safe(html).now.lower()
    for word in ("script", "evil", "onerror=", "style", "<iframe", "<form", "<svg"):
        assert word not in shown or f"&lt;{word}" in shown


@pytest.mark.parametrize("piece", ["<div>", "<a>", "<!--", "<img ", "<p x=", "</p>", "&amp", "<"])
def test_html_that_is_made_to_be_slow_is_not(piece: str) -> None:
    started = time.perf_counter()
    html = piece * (300_000 // len(piece))
    markup.safe(html)
    markup.words(html)
    assert time.perf_counter() - started < 8


HEAD = b"From: Eve <eve@example.com>\r\nSubject: Much\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD
        + b"".join(
            b"Content-Type: multipart/mixed; BOUNDARY=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(250)
        )
        + b"\r\n"
        + b"xx\n" * 700_000,
        HEAD + b"X:\n" * 1_600_000 + b"\r\nhello",
        HEAD + b"\r\nhello" + b"\n" * 1_600_000,
    ],
    ids=["parts within parts", "headers", "lines"],
)
def test_a_letter_that_is_made_to_be_slow_is_kept_as_lines(raw: bytes) -> None:
    started = time.perf_counter()
    found = mime.read(raw)
    assert time.perf_counter() - started < 5
    assert found.problems == ("unreadable",)
    assert found.sender == Person("eve@example.com", "Eve")


def test_a_letter_of_many_megabytes_is_read_whole() -> None:
    data = bytes(range(256)) * 16_000
    raw = (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(data)
        + b"\r\n--b--\r\n"
    )
    (file,) = mime.read(raw).attachments
    assert file.data == data


def test_a_forwarded_letter_is_not_folded_away() -> None:
    html = "<p>See</p><div class=gmail_quote>---------- Forwarded message ---------<br>Hi</div>"
    assert "Hi" in markup.safe(html).now


def test_of_a_strangers_picture_not_even_its_frame_is_left() -> None:
    page = "<p>a<img src='//evil/x.gif' alt='1>2'>b<img src='cid:x' alt='1>2'></p>"
    assert markup.safe(page).now == '<p>ab<img src="cid:x" alt="1&gt;2"></p>'
