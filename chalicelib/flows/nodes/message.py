"""Say something: a text, a file or a contact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from chalicelib.flows.graph import Part
from chalicelib.flows.nodes.base import Flaw, Go, Move, NodeKind, Template, Turn
from chalicelib.flows.nodes.shapes import Card, Picture, Text
from chalicelib.shared.content import ContactCard, Content, Kind, Media

_HTTPS = "https://"


class MessageData(Part):
    """text: also a file's caption."""

    kind: Literal["text", "image", "audio", "video", "file", "contact"] = "text"
    text: Text = ""
    file: Picture | None = None
    card: Card | None = None


class Message(NodeKind[MessageData]):
    name: ClassVar[str] = "message"
    data = MessageData

    def enter(self, data: MessageData, turn: Turn) -> Move:
        text = turn.fill(data.text)
        if data.kind == "text" and not text.strip():
            return Go(note="nothing to say")
        turn.say(_content(data, text))
        return Go()

    def flaws(self, data: MessageData) -> Iterator[Flaw]:
        if data.kind == "text":
            if not data.text.strip():
                yield Flaw("text", "missing", "has nothing to say")
        elif data.kind == "contact":
            if data.card is None or not data.card.name.strip():
                yield Flaw("card", "missing", "has no contact to send")
            elif not data.card.phones and not data.card.emails:
                yield Flaw("card", "missing", "needs a phone number or an e-mail address")
        elif data.file is None or not (data.file.key or data.file.url):
            yield Flaw("file", "missing", "has no file to send")
        elif not data.file.key and not data.file.url.startswith(_HTTPS):
            yield Flaw("file.url", "invalid", "must begin with https://")

    def templates(self, data: MessageData) -> Iterator[Template]:
        yield Template("text", data.text)


def _content(data: MessageData, text: str) -> Content:
    if data.kind == "contact" and data.card:
        card = data.card
        made = ContactCard(card.name, card.phones, card.emails, card.organisation)
        return Content(Kind.CONTACT, contacts=(made,))
    if data.kind != "text" and data.file:
        file = data.file
        media = Media(
            mime=file.mime or _MIMES[data.kind],
            name=file.name,
            key=file.key,
            url="" if file.key else file.url,
            size=file.size,
        )
        return Content(Kind(data.kind), text=text, media=(media,))
    return Content(Kind.TEXT, text=text)


_MIMES = {
    "image": "image/jpeg",
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "file": "application/octet-stream",
}
