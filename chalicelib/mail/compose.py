"""A letter of ours, from the neutral form. Pure.

RFC 5322 headers, RFC 3834 for what no person wrote. SES puts its own Message-ID and Date in:
https://docs.aws.amazon.com/ses/latest/dg/header-fields.html
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from chalicelib.channels.marks import marked
from chalicelib.mail import headers
from chalicelib.mail.mime import MARK, PROBE
from chalicelib.media.links import safe_name

_TAGS = {"bold": "b", "italic": "i", "strike": "s", "code": "code", "mono": "pre"}
# RFC 2045: 76 characters a line. SES wants what is not ASCII encoded:
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_RawMessage.html
_POLICY = SMTP.clone(max_line_length=headers.WIDTH, cte_type="7bit")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # but for tabs and line ends
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")


@dataclass(frozen=True, slots=True)
class Enclosure:
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """cc: Bcc stands nowhere in a letter. by_bot: nobody wrote it by hand. in_reply_to,
    references: without brackets."""

    channel_id: str
    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    reply_to: str
    in_reply_to: str = ""
    references: Sequence[str] = ()
    cc: Sequence[str] = ()
    by_bot: bool = False
    probe: str = ""
    files: Sequence[Enclosure] = ()


def composed(draft: Draft) -> bytes:
    """Raises ValueError for an address that no header can carry."""
    letter = EmailMessage(policy=_POLICY)
    words = _plain(draft.text)
    letter.set_content(words)
    letter.add_alternative(page(words), subtype="html")
    for file in draft.files:
        main, _, sub = file.mime.partition(";")[0].partition("/")
        if main in ("multipart", "message") or not (main and sub):
            main, sub = "application", "octet-stream"
        letter.add_attachment(file.data, maintype=main, subtype=sub, filename=safe_name(file.name))
    return _head(draft).encode("ascii") + letter.as_bytes()


def _head(draft: Draft) -> str:
    """All lines but those of MIME."""
    references = dict.fromkeys(each for each in (*draft.references, draft.reply_to) if each)
    submitted = "auto-generated" if draft.probe else "auto-replied" if draft.by_bot else ""
    told = {
        MARK: draft.channel_id,
        "Auto-Submitted": submitted,
        "X-Auto-Response-Suppress": "All" if draft.by_bot else "",
        PROBE: draft.probe,
    }
    shown = _line(draft.sender_name, 100)
    return "".join(
        (
            headers.mailbox("From", shown, draft.sender),
            headers.mailbox("To", "", draft.to),
            headers.addresses("Cc", draft.cc),
            headers.mailbox("Reply-To", shown, draft.reply_to),
            headers.unstructured("Subject", _line(draft.subject, 300) or "(no subject)"),
            headers.ids("In-Reply-To", [draft.in_reply_to]),
            headers.ids("References", references),
            *(f"{name}: {value}\r\n" for name, value in told.items() if value),
        )
    )


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
    """Without half characters and controls, which no letter may hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub(" ", lines.encode("utf-8", "replace").decode())


def _line(text: str, most: int) -> str:
    """No line ends: nobody writes headers of his own into ours."""
    return " ".join("".join(c if c.isprintable() else " " for c in _plain(text)).split())[
        :most
    ].rstrip()
