"""A file is what its name says, or it is sent to nobody."""

from __future__ import annotations

import pytest

from chalicelib.media.checking import Look, Seen, checked
from chalicelib.media.links import new_key, shown_type
from chalicelib.media.sniff import HEAD
from chalicelib.shared.content import Media
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("11")
PNG, JPEG = b"\x89PNG\r\n\x1a\n" + bytes(20), b"\xff\xd8\xff\xe0" + bytes(20)
EXE, ZIP, HTML = b"MZ\x90\x00" + bytes(60), b"PK\x03\x04" + bytes(60), b"<!DOCTYPE html><script>"
SVG = b'<?xml version="1.0"?><svg onload="alert(1)">'
MP4, WEBM, OGG = b"\x00\x00\x00\x18ftypmp42", b"\x1aE\xdf\xa3" + bytes(9), b"OggS" + bytes(9)
ODD_MP3 = b"\xff\xe3\x18\xc4" + bytes(30)  # MPEG 2.5, without ID3
POLYGLOT = b"GIF89a/*" + bytes(8) + b"*/=1;alert(1)//"


def there(body: bytes) -> Look:
    return lambda key: Seen(body[:HEAD], len(body))


def sent(name: str, body: bytes, mime: str = "image/png", size: int = 5) -> Media:
    key = new_key("acme", "c1", name)
    return checked(Media(mime=mime, name=name, size=size, key=key), "content.media.0", there(body))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("holiday.png", EXE),
        ("holiday.png", ZIP),
        ("holiday.jpg", HTML),
        ("holiday.JPG", SVG),
        ("holiday.gif", b"plain words"),
        ("holiday.webp", MP4),
        ("invoice.pdf", HTML),
        ("invoice.pdf", EXE),
        ("voice.mp3", EXE),
        ("voice.ogg", b"\x7fELF\x02"),
        ("film.mp4", HTML),
        ("film.mp4", PNG),
        ("film.webm", b"#!/bin/sh\nrm -rf /"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_by_its_field(name: str, body: bytes) -> None:
    with pytest.raises(InvalidInput) as refusal:
        sent(name, body)
    assert refusal.value.field == "content.media.0.name"


@pytest.mark.parametrize(
    ("name", "body", "mime", "told"),
    [
        ("a.png", PNG, "image/png", "image/png"),
        ("a.png", JPEG, "image/png", "image/jpeg"),
        ("a.gif", POLYGLOT, "text/javascript", "image/gif"),
        ("a.pdf", b"\n%PDF-1.7", "application/pdf", "application/pdf"),
        ("voice.webm", WEBM, "audio/webm;codecs=opus", "audio/webm"),
        ("voice.m4a", MP4, "audio/mp4", "audio/mp4"),
        ("voice.mp3", ODD_MP3, "audio/mpeg", "audio/mpeg"),
        ("voice.ogg", OGG, "audio/ogg", "audio/ogg"),
    ],
)
def test_what_is_shown_in_place_has_the_type_of_its_bytes(
    name: str, body: bytes, mime: str, told: str
) -> None:
    assert sent(name, body, mime).mime == told


@pytest.mark.parametrize(
    ("name", "body", "mime"),
    [
        ("setup.exe", EXE, "image/png"),
        ("page.html", HTML, "image/png"),
        ("page.html", HTML, "text/html"),
        ("logo.svg", SVG, "image/svg+xml"),
        ("bomb.zip", ZIP, "text/html"),
        ("no-ending", HTML, "text/plain"),
    ],
)
def test_what_is_only_ever_saved_to_disk_is_taken_but_never_as_something_to_show(
    name: str, body: bytes, mime: str
) -> None:
    assert shown_type(name) == ""
    assert sent(name, body, mime).mime == "application/octet-stream"


def test_its_size_is_the_true_one_and_its_name_the_one_that_it_is_saved_under() -> None:
    body = PNG + bytes(2_000)
    assert sent("a.png", body, size=1).size == len(body)
    hostile = sent("../../\u202egnp.\u202c\N{GRINNING FACE} x.png", PNG)
    assert hostile.name == "gnp.\N{GRINNING FACE} x.png"
    other = Media(mime="image/png", name="photo.png", key="media/a/c/r/setup.exe")
    assert checked(other, "f", there(EXE)).name == "setup.exe"


def test_what_holds_nothing_is_refused_and_what_is_not_there_yet_stays_as_told() -> None:
    media = Media(mime="image/png", name="a.png", key="media/a/c/r/a.png")
    assert checked(media, "f", lambda key: None) == media
    with pytest.raises(InvalidInput) as refusal:
        checked(media, "f", there(b""))
    assert refusal.value.field == "f"
