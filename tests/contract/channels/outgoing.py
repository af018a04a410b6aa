"""One content of every kind that channels send, for the tests that hold them to a schema."""

from __future__ import annotations

from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    text,
)

LINK = "https://files.example.com/k?signature=1"


def media(mime: str, name: str = "f", size: int = 0) -> tuple[Media, ...]:
    return (Media(mime, name, size, key="k"),)


OPTIONS = (Option("a", "Yes, please"), Option("b", "No"))

CONTENTS = {
    "text": text("Hello\nthere"),
    "image": Content(Kind.IMAGE, "caption", media("image/png")),
    "video": Content(Kind.VIDEO, "caption", media("video/mp4")),
    "audio": Content(Kind.AUDIO, "", media("audio/mpeg")),
    "voice": Content(Kind.VOICE, "", media("audio/ogg")),
    "file": Content(Kind.FILE, "caption", media("application/pdf", "contract.pdf")),
    "sticker": Content(Kind.STICKER, "", media("image/webp")),
    "location": Content(Kind.LOCATION, location=Location(1.5, -2.25)),
    "place": Content(Kind.LOCATION, location=Location(1.5, -2.25, "Corner", "Main street 1")),
    "contact": Content(
        Kind.CONTACT,
        contacts=(ContactCard("Rui Alves", ("+5511999990000",), ("rui@example.com",), "Alves"),),
    ),
    "buttons": Content(Kind.OPTIONS, "Shall we call?", options=OPTIONS),
    "list": Content(
        Kind.OPTIONS, "Which?", options=tuple(Option(str(n), f"Option {n}", "d") for n in range(5))
    ),
    "link": Content(Kind.OPTIONS, "See", options=(Option("", "Shop", url="https://e.org/"),)),
    "album": Content(Kind.IMAGE, "caption", media("image/png") * 3),
}
