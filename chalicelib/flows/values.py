"""What people answer, read as what was asked for. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from chalicelib.flows import dates
from chalicelib.flows.env import Env
from chalicelib.flows.folding import folded
from chalicelib.shared.content import Content

# https://html.spec.whatwg.org/multipage/input.html#e-mail-state-(type=email), with a dot required
_EMAIL = re.compile(
    r"(?<![a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-])[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+"
    r"[a-zA-Z]{2,63}"
)
_NUMBER = re.compile(r"[+-]?\d(?:[\d.,'’  ]*\d)?")
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:[.,'’  ]\d{3})+")
_POINT_LANGUAGES = ("en", "zh", "ja", "ko", "th", "he", "hi", "es-mx", "es-us", "es-gt", "es-pr")
MOST_DIGITS = 15  # what a double holds exactly
MOST_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class Choosable:
    """link: it opens an address. It has its number where choices are numbered, and is no answer."""

    id: str
    title: str
    link: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """kind, minimum, maximum, scale: as in nodes/question.py. node: whose buttons count."""

    kind: str
    node: str = ""
    choices: tuple[Choosable, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    scale: int = 5


@dataclass(frozen=True, slots=True)
class Read:
    """value: None if it cannot be read as what was asked for, and `why` then says so."""

    value: JsonValue = None
    why: str = ""


def words(content: Content) -> str:
    """What was written, or the title of what was pressed."""
    if content.choice and content.choice.title:
        return content.choice.title.strip()
    return content.text.strip()


def read(wanted: Wanted, content: Content, env: Env) -> Read:
    if wanted.kind == "choice":
        chosen = choose(content, wanted.node, wanted.choices)
        return Read(chosen.title) if chosen else Read(why="none of the choices")
    if wanted.kind == "rating":
        return _rating(wanted, content)
    if content.choice and not _own(content, wanted.node):
        return Read(why="a button of another question")
    if wanted.kind == "file":
        return _file(content)
    if wanted.kind == "phone":
        given = next((card.phones[0] for card in content.contacts if card.phones), words(content))
        return Read(phone(given, env.phone_region) or None, why="no phone number")
    return _of_text(wanted, words(content), env)


def _of_text(wanted: Wanted, text: str, env: Env) -> Read:
    if wanted.kind == "email":
        return Read(email(text) or None, why="no e-mail address")
    if wanted.kind == "date":
        return Read(dates.read(text, env.today, env.language) or None, why="no date")
    if wanted.kind == "number":
        found = number(text, env.language)
        if found is None:
            return Read(why="no number")
        return Read(found) if _within(found, wanted) else Read(why="out of bounds")
    if not text:
        return Read(why="no text")
    return Read(text[:MOST_LENGTH]) if _within(len(text), wanted) else Read(why="out of bounds")


def _within(value: float, wanted: Wanted) -> bool:
    low, high = wanted.minimum, wanted.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def choose(content: Content, node: str, choices: Sequence[Choosable]) -> Choosable | None:
    """By the button pressed, the title, the number in the list, or words that fit one alone."""
    chosen = _chosen(content, node, choices)
    return None if chosen is None or chosen.link else chosen


def _chosen(content: Content, node: str, choices: Sequence[Choosable]) -> Choosable | None:
    if content.choice and "." in content.choice.id:
        # A button of ours: an old one belongs to another question, whatever is written on it.
        own, _, id = content.choice.id.rpartition(".")
        return next((each for each in choices if own == node and each.id == id), None)
    said = folded(words(content))
    if not said:
        return None
    titles = [folded(each.title) for each in choices]
    same = [place for place, title in enumerate(titles) if title == said]
    if same:
        return choices[same[0]]
    numbered = _place(said)
    if numbered is not None and not any(title.isdecimal() for title in titles):
        return choices[numbered - 1] if 1 <= numbered <= len(choices) else None
    fitting = [
        place
        for place, title in enumerate(titles)
        if f" {title} " in f" {said} " or _abbreviates(said, title)
    ]
    return choices[fitting[0]] if len(fitting) == 1 else None


def _abbreviates(said: str, title: str) -> bool:
    """Some of the title's words, or how it begins."""
    return f" {said} " in f" {title} " or (len(said) >= 3 and title.startswith(said))


def _place(said: str) -> int | None:
    """'2', '2️⃣', 'number 2', 'option 2', 'la 2'. None for anything longer."""
    parts = [part for part in said.split() if part.isdecimal()]
    if len(parts) != 1 or len(said.split()) > 2 or len(parts[0]) > 3:
        return None
    return int(parts[0])


def _own(content: Content, node: str) -> bool:
    return content.choice is not None and content.choice.id.rpartition(".")[0] == node


def _rating(wanted: Wanted, content: Content) -> Read:
    if content.choice and "." in content.choice.id:
        own, _, mark = content.choice.id.rpartition(".")
        mine = own == wanted.node and mark.isdecimal()
        return Read(int(mark)) if mine else Read(why="a button of another question")
    text = words(content)
    stars = text.count("⭐") + text.count("★") + text.count("🌟")
    found = stars or number(text)
    if found is None or found != int(found):
        return Read(why="no mark")
    return Read(int(found)) if 1 <= found <= wanted.scale else Read(why="out of bounds")


def _file(content: Content) -> Read:
    if not content.media:
        return Read(why="no file")
    file = content.media[0]
    return Read(
        {
            "name": file.name or content.kind.value,
            "mime": file.mime,
            "key": file.key,
            "url": file.url,
            "size": file.size,
        }
    )


def email(text: str) -> str:
    """The one address in it, its domain in small letters; '' if there is none or several."""
    found = _EMAIL.findall(text[:MOST_LENGTH])
    if len(found) != 1 or len(found[0]) > 254:
        return ""
    local, _, domain = found[0].rpartition("@")
    return f"{local}@{domain.lower()}"


def phone(text: str, region: str = "") -> str:
    """E.164, or ''. region: two letters; needed for a number without its country code."""
    from chalicelib.contacts.phone import canonical

    digits = sum(sign.isdigit() for sign in text)
    if not 6 <= digits <= 16 or len(text) > 60:
        return ""
    return canonical(text, region)


def number(text: str, language: str = "") -> int | float | None:
    """The one number in it, in the language's writing: '1.234,5', '1,234.5', '30 years'."""
    flat = unicodedata.normalize("NFKC", text[:MOST_LENGTH])
    flat = "".join(str(unicodedata.decimal(sign, sign)) for sign in flat)
    found = _NUMBER.findall(flat.replace("−", "-"))
    if len(found) != 1:
        return None
    plain = _undecorated(found[0], language)
    if plain is None or sum(sign.isdigit() for sign in plain) > MOST_DIGITS:
        return None
    value = float(plain)
    return int(value) if value.is_integer() else value


def _undecorated(text: str, language: str) -> str | None:
    """With a point before the decimals and nothing else; None if it is no number."""
    spaceless = re.sub(r"[ '’  ]", "", text)
    point, comma = spaceless.rfind("."), spaceless.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    else:
        decimal = _single(spaceless, "." if point >= 0 else ",", language)
    grouping = "," if decimal == "." else "."
    if decimal and spaceless.count(decimal) > 1:
        return None
    if not decimal and not _GROUPS.fullmatch(spaceless):
        return None
    whole, _, rest = spaceless.partition(decimal) if decimal else (spaceless, "", "")
    if grouping in rest or (grouping in whole and not _GROUPS.fullmatch(whole)):
        return None
    bare = whole.replace(",", "").replace(".", "")
    return f"{bare}.{rest}" if rest else bare


def _single(text: str, sign: str, language: str) -> str:
    """Which sign begins the decimals where only one kind is there; '' = it groups thousands."""
    if sign not in text:
        return "."
    if text.count(sign) > 1:
        return ""
    told = language.lower()
    points = not told or told in _POINT_LANGUAGES or told.split("-")[0] in _POINT_LANGUAGES
    usual = "." if points else ","
    groups = bool(_GROUPS.fullmatch(text)) and sign != usual
    return "" if groups else sign
