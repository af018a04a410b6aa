"""What somebody wrote now, without the letter that it answers and the signature. Pure.

Line by line and in linear time: whatever is put in, it costs no more than reading it. When in doubt
nothing is folded away: answers between the quoted lines, forwarded letters.
"""

from __future__ import annotations

import re

_LINE = 400  # characters of a line that are looked at
_WROTE = re.compile(
    r"^(?:On|El|Em|Le|Am|Il|Op|Den|Dne|W dniu)\b.{5,380}?"
    r"(?:wrote|escribió|escribio|escreveu|a écrit|schrieb|ha scritto|schreef|skrev|napsal|napisał)"
    r"[^:]{0,80}:\s*$"
)
_WROTE_FIRST = re.compile(r"^.{3,200}(?:schrieb am|escribió el|escreveu em|wrote on)\b.{3,80}:\s*$")
_ORIGINAL = re.compile(
    r"^\s*-{2,}\s*(?:Original Message|Mensaje original|Mensagem original|Ursprüngliche Nachricht"
    r"|Message d'origine|Messaggio originale|Original-Nachricht)\s*-{2,}\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:From|De|Von|Da|Van)\s?:\*?\s+\S")
_SENT = re.compile(
    r"^\s*\*?(?:Sent|Date|Enviado(?: el| em)?|Fecha|Data|Gesendet|Envoyé)\s?:\*?\s+\S"
)
_TO = re.compile(r"^\s*\*?(?:To|Para|An|À|A|Aan)\s?:\*?\s+\S")
_SENT_FROM = re.compile(
    r"^(?:Sent from my|Sent via|Enviado desde mi|Enviado do meu|Von meinem|Get Outlook for)"
    r" .{1,60}$"
)


def fold(text: str) -> tuple[str, str]:
    """What was written now, and the rest; together they are the text."""
    lines = text.split("\n")
    at = _quote_at(lines)
    signature = _signature_at(lines[:at])
    at = signature if signature is not None else at
    now = "\n".join(lines[:at]).strip()
    if not now:
        return text.strip(), ""
    return now, "\n".join(lines[at:]).strip()


def _quote_at(lines: list[str]) -> int:
    for index, whole in enumerate(lines):
        line = whole[:_LINE].strip()
        if _ORIGINAL.match(line):
            return index
        if _begins_wrote(lines, index):
            return index if _all_quoted(lines, index + 1) else len(lines)
        if _FROM.match(line) and _is_head(lines, index):
            return index - 1 if index and set(lines[index - 1].strip()) == {"_"} else index
    return _trailing_quote(lines)


def _begins_wrote(lines: list[str], index: int) -> bool:
    """ "On … Ana wrote:", which programs also break into two or three lines."""
    first = lines[index][:_LINE].strip()
    if not first or first.startswith(">"):
        return False
    if _WROTE_FIRST.match(first):
        return True
    if not first.startswith(
        ("On ", "El ", "Em ", "Le ", "Am ", "Il ", "Op ", "Den ", "Dne ", "W ")
    ):
        return False
    joined = ""
    for line in lines[index : index + 3]:
        if not line.strip():
            break
        joined = f"{joined} {line.strip()}".strip()[:_LINE]
        if _WROTE.match(joined):
            return True
    return False


def _is_head(lines: list[str], index: int) -> bool:
    """ "From: … Sent: … To: …", as Outlook puts it above the letter that is answered."""
    following = [line[:_LINE] for line in lines[index + 1 : index + 7]]
    return any(map(_SENT.match, following)) and any(map(_TO.match, following))


def _all_quoted(lines: list[str], index: int) -> bool:
    """Whether nobody writes between or below the quoted lines. Without signs all is quoted."""
    rest = [line for line in lines[index:] if line.strip()]
    marked = [line.lstrip().startswith(">") for line in rest]
    if not any(marked):
        return True
    after = marked[marked.index(True) :]
    return all(after) or _is_signature_only(rest[marked.index(True) :])


def _is_signature_only(rest: list[str]) -> bool:
    last = max(place for place, line in enumerate(rest) if line.lstrip().startswith(">"))
    below = rest[last + 1 :]
    between = any(not line.lstrip().startswith(">") for line in rest[:last])
    return not between and bool(below) and below[0].rstrip() == "--"


def _trailing_quote(lines: list[str]) -> int:
    """Quoted lines at the very end."""
    end = len(lines)
    at = end
    while at and (not lines[at - 1].strip() or lines[at - 1].lstrip().startswith(">")):
        at -= 1
    return at if any(line.strip() for line in lines[at:end]) else end


def _signature_at(lines: list[str]) -> int | None:
    for index, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--") or _SENT_FROM.match(line[:_LINE].strip()):
            return index
    return None
