"""A conversation as a mail: plain words, and the same in simple HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from chalicelib.conversations.model import AuthorKind, Message, Visibility
from chalicelib.shared.content import Content, Kind

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "Your conversation with {site}",
        "intro": "This is your conversation with {site}, as you asked for it. Times are in {zone}.",
        "files": "Links to files work for one hour.",
        "cut": "Only the newest messages are in this mail.",
        "you": "You",
        "team": "Team",
        "file": "File",
        "gone": "this file is no longer there",
    },
    "es": {
        "subject": "Tu conversación con {site}",
        "intro": "Esta es tu conversación con {site}, como la pediste. Las horas son de {zone}.",
        "files": "Los enlaces a archivos funcionan durante una hora.",
        "cut": "Este correo contiene solo los mensajes más recientes.",
        "you": "Tú",
        "team": "Equipo",
        "file": "Archivo",
        "gone": "este archivo ya no está",
    },
    "pt-BR": {
        "subject": "Sua conversa com {site}",
        "intro": "Esta é a sua conversa com {site}, como você pediu. Os horários são de {zone}.",
        "files": "Os links para arquivos funcionam por uma hora.",
        "cut": "Este e-mail contém apenas as mensagens mais recentes.",
        "you": "Você",
        "team": "Equipe",
        "file": "Arquivo",
        "gone": "este arquivo não existe mais",
    },
}


@dataclass(frozen=True, slots=True)
class Mail:
    sender_name: str
    to: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class File:
    """url: '' if it cannot be had."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    who: str
    text: str
    files: tuple[File, ...] = ()


def words_of(language: str) -> Mapping[str, str]:
    """`pt-PT` is nearer to Brazilian Portuguese than to English."""
    short = language.lower().partition("-")[0]
    return WORDS[{"es": "es", "pt": "pt-BR"}.get(short, "en")]


def lines(
    messages: Sequence[Message],
    words: Mapping[str, str],
    zone: tzinfo,
    links: Mapping[str, str],
) -> list[Line]:
    """What a visitor may see: nothing of the team's notes, of events, of what was taken back.
    links: key of a file -> where it is to be had."""
    shown = []
    for message in messages:
        if message.visibility is not Visibility.PUBLIC or message.deleted_at:
            continue
        text, files = _text(message.content), _files(message.content, words, links)
        if text or files:
            at = message.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
            shown.append(Line(at, _who(message, words), text, files))
    return shown


def _who(message: Message, words: Mapping[str, str]) -> str:
    if message.author.kind is AuthorKind.CONTACT:
        return words["you"]
    return message.author.name or words["team"]


def _text(content: Content) -> str:
    if content.kind is Kind.EVENT:
        return ""
    parts = [content.text]
    if content.choice:
        parts.append(content.choice.title)
    parts += [f"– {option.title}" for option in content.options]
    for card in content.contacts:
        parts.append(" · ".join([card.name, *card.phones, *card.emails]))
    if content.location:
        place = content.location
        point = f"{place.latitude:.5f}, {place.longitude:.5f}"
        parts.append(" · ".join(part for part in (place.name, place.address, point) if part))
    return "\n".join(part for part in parts if part)


def _files(
    content: Content, words: Mapping[str, str], links: Mapping[str, str]
) -> tuple[File, ...]:
    return tuple(
        File(media.name or words["file"], links.get(media.key, "")) for media in content.media
    )


def compose(
    shown: Sequence[Line],
    words: Mapping[str, str],
    *,
    site: str,
    zone: str,
    to: str,
    cut: bool,
) -> Mail:
    """cut: earlier messages were left out."""
    name = " ".join(site.split())
    hints = [words["intro"].format(site=name, zone=zone)]
    if any(line.files for line in shown):
        hints.append(words["files"])
    if cut:
        hints.append(words["cut"])
    return Mail(
        sender_name=name,
        to=to,
        subject=words["subject"].format(site=name),
        text=_plain(shown, hints, words),
        html=_html(shown, hints, words),
    )


def _plain(shown: Sequence[Line], hints: Sequence[str], words: Mapping[str, str]) -> str:
    blocks = ["\n".join(hints)]
    for line in shown:
        files = [f"{file.name}: {file.url or words['gone']}" for file in line.files]
        said = [line.text] if line.text else []
        blocks.append("\n".join([f"{line.at}  {line.who}", *said, *files]))
    return "\n\n".join(blocks) + "\n"


_PAGE = """<!doctype html>
<html><head><meta charset="utf-8"></head>
<body style="margin:0;padding:24px;font:15px/1.5 -apple-system,Segoe UI,sans-serif;color:#14171c">
<div style="max-width:640px;margin:0 auto">
{body}
</div></body></html>
"""


def _html(shown: Sequence[Line], hints: Sequence[str], words: Mapping[str, str]) -> str:
    """Everything that people wrote is text here, whatever it looks like."""
    parts = [f'<p style="color:#4c535f">{"<br>".join(map(escape, hints))}</p>']
    for line in shown:
        said = escape(line.text).replace("\n", "<br>")
        files = "".join(_file_html(file, words) for file in line.files)
        parts.append(
            '<p style="margin:16px 0 0;overflow-wrap:anywhere">'
            f"<b>{escape(line.who)}</b> "
            f'<span style="color:#656c79;font-size:13px">{escape(line.at)}</span><br>'
            f'<bdi dir="auto">{said}</bdi>{files}</p>'
        )
    return _PAGE.format(body="\n".join(parts))


def _file_html(file: File, words: Mapping[str, str]) -> str:
    if not file.url:
        return f"<br>{escape(file.name)}: {escape(words['gone'])}"
    return f'<br><a href="{escape(file.url, quote=True)}">{escape(file.name)}</a>'


def zone_name(zone: str) -> str:
    return zone.replace("_", " ")
