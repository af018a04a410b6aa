"""A letter of ours, from the neutral form. Pure.

RFC 5322 headers, RFC 3834 for what no person wrote. SES puts its own Message-ID and Date in:
https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from chalicelib.channels.marks import marked
from chalicelib.mail.mime import MARK, PROBE
from chalicelib.media.links import safe_name

_TAGS = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "mono": "pre"}
# Within 78 characters the library breaks long ids into encoded words, which nobody reads as ids.
_POLICY = SMTP.clone(max_line_length=900)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")


@dataclass(frozen=True, slots=True)
class Enclosure:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """by_bot: nobody wrote it by hand. in_reply_to, references: without brackets."""

    channel_id: str
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    reply_to: str
    in_reply_to: str = ""
    references: Sequence[str] = ()
    by_bot: bool = False
    probe: str = ""
    files: Sequence[Enclosure] = ()


def composed(draft: Draft) -> bytes:
    """Raises ValueError for an address that no header can carry."""
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = _address(draft.sender, draft.sender_name)
    letter["To"] = _address(draft.to, "")
    letter["Reply-To"] = _address(draft.reply_to, draft.sender_name)
    letter["Subject"] = _line(draft.subject, 300) or "(no subject)"
    if draft.in_reply_to:
        letter["In-Reply-To"] = _ids([draft.in_reply_to])
    references = [*draft.references, draft.reply_to]
    letter["References"] = _ids(dict.fromkeys(each for each in references if each))
    letter[MARK] = draft.channel_id
    if draft.by_bot:
        letter["Auto-Submitted"] = "auto-replied"
        letter["X-Auto-Response-Suppress"] = "All"
    if draft.probe:
        letter["Auto-Submitted"] = "auto-generated"
        letter[PROBE] = draft.probe
    letter.set_content(_plain(draft.text))
    letter.add_alternative(page(draft.text), subtype="html")
    for file in draft.files:
        main, _, sub = file.mime.partition(";")[0].partition("/")
        if main in ("multipart", "message") or not (main and sub):
            main, sub = "application", "octet-stream"
        letter.add_attachment(file.data, maintype=main, subtype=sub, filename=safe_name(file.name))
    return letter.as_bytes()


def answer_subject(subject: str) -> str:
    """Kept as it is, with one "Re:"."""
    plain = _line(subject, 300)
    return plain if re.match(r"(?i)(re|aw|sv|rv|res)\s?:", plain) else f"Re: {plain}".strip()


def page(text: str) -> str:
    """The same as HTML: its marks, its lines and its addresses."""
    found = marked(text)
    wide = found.text.encode("utf-16-le", "surrogatepass")
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for span in found.spans:
        tag = _TAGS[span.mark]
        opens.setdefault(span.offset, []).append(f"<{tag}>")
        closes.setdefault(span.offset + span.length, []).insert(0, f"</{tag}>")
    out: list[str] = []
    at = 0
    for place in sorted({*opens, *closes, len(wide) // 2}):
        piece = wide[2 * at : 2 * place].decode("utf-16-le", "replace")
        out += [_linked(piece), *closes.get(place, ()), *opens.get(place, ())]
        at = place
    body = "".join(out).replace("\n", "<br>\n")
    return f"<!doctype html><html><body><div>{body}</div></body></html>"


def _linked(piece: str) -> str:
    out: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(piece):
        address = found[0].rstrip(".,;:!?)'")
        out.append(html.escape(piece[at : found.start()], quote=False))
        out.append(f'<a href="{html.escape(address)}">{html.escape(address)}</a>')
        at = found.start() + len(address)
    return "".join([*out, html.escape(piece[at:], quote=False)])


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _line(text: str, most: int) -> str:
    """No line ends: nobody writes headers of his own into ours."""
    return " ".join("".join(c if c.isprintable() else " " for c in _plain(text)).split())[:most]


def _ids(ids: Mapping[str, None] | Sequence[str]) -> str:
    plain = [re.sub(r"[^\x21-\x7e]|[<>]", "", each)[:300] for each in ids]
    return " ".join(f"<{each}>" for each in plain if each)


def _address(address: str, name: str) -> Address:
    local, _, domain = address.rpartition("@")
    if not (local and domain) or not address.isascii() or not address.isprintable():
        raise ValueError("not an address that mail can be sent to")
    return Address(display_name=_line(name, 100), username=local, domain=domain)
