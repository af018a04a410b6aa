"""HTML of strangers: made safe, put into words, and cut where the answered letter begins. Pure.

What is left has no scripts, styles, forms, frames or names; links go out in a new window; the only
pictures are the letter's own (`cid:`), since one from elsewhere tells its sender who reads when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

MOST = 1_000_000  # characters that are looked at
_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_DROPPED = frozenset({"script", "style", "title", "noscript", "template", "svg", "math", "xml"})
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "cid"}
# Where mail programs begin what they quote.
_OPENING = re.compile(r"<(?:div|blockquote|hr|span|p|table)\b([^<>]{0,500})", re.IGNORECASE)
_QUOTE = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|tutanota_quote"
    r"|appendonsend|divRplyFwdMsg|stopSpelling|OLK_SRC_BODY_SECTION|type=[\"']?cite\b"
    r"|border-top: ?solid #(?:E1E1E1|B5C4DF)",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"-{4,} ?(?:Forwarded message|Mensaje reenviado|Mensagem encaminhada)", re.I)
_PICTURE = re.compile(r'<img(?: [a-z]+="[^"]*")*>')  # as nh3 writes it
_NUMBERS = frozenset({"width", "height", "colspan", "rowspan", "start"})
_MANY_DEEP = 400  # elements in each other; a person's letter has a few dozen


@dataclass(frozen=True, slots=True)
class Safe:
    """remote: pictures of other servers were left out."""

    now: str = ""
    quoted: str = ""
    remote: bool = False


def safe(html: str) -> Safe:
    """What was written now, and what it quotes; each whole by itself."""
    text = html[:MOST]
    if _too_deep(text):
        return Safe()
    cut = _cut(text)
    now, remote = _clean(text[:cut])
    quoted, more = _clean(text[cut:])
    return Safe(now, quoted, remote or more)


def _cut(html: str) -> int:
    """Where the quoted letter begins; the end if it is forwarded, or if nothing else is there."""
    for found in _OPENING.finditer(html):
        if _QUOTE.search(found[1]):
            at = found.start()
            forwarded = _FORWARD.search(html[at : at + 2000])
            return at if not forwarded and words(html[:at]) else len(html)
    return len(html)


def _clean(html: str) -> tuple[str, bool]:
    """And whether a picture of another server was left out."""
    if not html.strip():
        return "", False
    import nh3

    remote = False

    def fit(tag: str, name: str, value: str) -> str | None:
        nonlocal remote
        if tag == "img" and name == "src":
            own = value.lower().startswith("cid:")
            remote = remote or value.lower().lstrip().startswith(("http", "//"))
            return value if own else None
        if name in _NUMBERS:
            return value if value.isascii() and value.isdigit() and len(value) < 5 else None
        return value

    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=fit,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )
    return _PICTURE.sub(_with_source, cleaned).strip(), remote


def _with_source(found: re.Match[str]) -> str:
    """What is left of a picture that was left out would be shown as a broken one."""
    return found[0] if ' src="' in found[0] else ""


def _too_deep(html: str) -> bool:
    """Whether it is made to exhaust whoever nests its elements."""
    depth = 0
    for found in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})", html):
        if found[2].lower() in _VOID:
            continue
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > _MANY_DEEP and found[2].lower() in _NESTING:
            return True
    return False


_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dd",
        "dt",
        "tbody",
        "thead",
        "tfoot",
    ]
)
_NESTING = _TAGS | {"font", "form", "section", "article", "main", "button", "label", "svg", "math"}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.href = ""
        self.pre = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "br":
            self.out.append("\n")
        elif tag == "li":
            self.out.append("\n- ")
        elif tag in ("td", "th"):
            self.out.append(" ")
        elif tag in _BLOCKS:
            self.out.append("\n\n" if tag == "p" else "\n")
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
            self.out.append("\x00")
        self.pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and tag not in ("li", "hr"):
            self.out.append("\n\n" if tag == "p" else "\n")
        elif tag == "a":
            self._link()
        self.pre = max(self.pre - (tag == "pre"), 0)

    def _link(self) -> None:
        """An address that the words do not show stands behind them."""
        inner = []
        while self.out and self.out[-1] != "\x00":
            inner.append(self.out.pop())
        if self.out:
            self.out.pop()
        shown = "".join(reversed(inner))
        self.out.append(shown)
        plain = self.href.strip()
        if plain.lower().startswith(("http://", "https://")) and shown.strip():
            bare = plain.split("://", 1)[1].rstrip("/")
            if bare not in shown and len(plain) <= 300:
                self.out.append(f" ({plain})")
        self.href = ""

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.pre else re.sub(r"\s+", " ", data))


def words(html: str) -> str:
    """The same as text: lines, lists and the addresses of links."""
    if _too_deep(html):
        return re.sub(r"\s+", " ", re.sub(r"<[^<>]*>", " ", html[:MOST])).strip()
    reader = _Words()
    reader.feed(_clean(html[:MOST])[0])  # well-formed now: on other input the parser takes hours
    reader.close()
    text = "".join(reader.out).replace("\x00", "").replace("\xa0", " ")
    lines = [re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
