"""Whether somebody wants to be called: the question, and reading what he answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.shared.content import Content, Kind, Option

YES, NO = "callback:yes", "callback:no"
MOST_TRIES = 2  # at a number
Answer = Literal["yes", "no", ""]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a conversation: what is waited for. after: seq that only later answers count behind.
    tries: numbers that could not be read."""

    what: Literal["callback", "phone"]
    after: int
    tries: int = 0

    def text(self) -> str:
        return f"{self.what}:{self.after}:{self.tries}"


def asked_from(text: str) -> Asked | None:
    """None for what we did not write."""
    what, _, rest = text.partition(":")
    after, _, tries = rest.partition(":")
    if what not in ("callback", "phone") or not (after.isdigit() and tries.isdigit()):
        return None
    return Asked("phone" if what == "phone" else "callback", int(after), int(tries))


_QUESTION = {
    "en": "Would you like us to call you when we open?",
    "es": "¿Quiere que le llamemos cuando abramos?",
    "pt-BR": "Quer que liguemos para você quando abrirmos?",
}
_TITLES = {
    "en": ("Yes, call me", "No, thanks"),
    "es": ("Sí, llámenme", "No, gracias"),
    "pt-BR": ("Sim, me liguem", "Não, obrigado"),
}
_NUMBER = {
    "en": "Which number may we call? Please begin with the country code, like +1.",
    "es": "¿A qué número llamamos? Empiece por el prefijo del país, como +34.",
    "pt-BR": "Para qual número ligamos? Comece com o código do país, como +55.",
}
_WRONG = {
    "en": "We cannot read that number. Please begin with the country code, like +1.",
    "es": "No entendemos ese número. Empiece por el prefijo del país, como +34.",
    "pt-BR": "Não entendemos esse número. Comece com o código do país, como +55.",
}
_PROMISE = {
    "en": "We will call {phone} {opening}.",
    "es": "Le llamaremos al {phone} {opening}.",
    "pt-BR": "Ligaremos para {phone} {opening}.",
}
_SOON = {
    "en": "We will call {phone} as soon as we can.",
    "es": "Le llamaremos al {phone} en cuanto podamos.",
    "pt-BR": "Ligaremos para {phone} assim que possível.",
}
_READ: Mapping[str, Answer] = {
    **dict.fromkeys(("1", "yes", "y", "yes please", "ok", "okay", "sure", "si", "sí"), "yes"),
    **dict.fromkeys(("sim", "s", "claro", "call me"), "yes"),
    **dict.fromkeys(("2", "no", "n", "nao", "não", "no thanks", "no gracias"), "no"),
}


def question(words: str, language: str) -> Content:
    """words: what is said before it, may be ''."""
    yes, no = _TITLES[language]
    text = "\n\n".join(part for part in (words, _QUESTION[language]) if part)
    return Content(Kind.OPTIONS, text, options=(Option(YES, yes), Option(NO, no)))


def which_number(language: str, *, again: bool) -> Content:
    return Content(Kind.TEXT, (_WRONG if again else _NUMBER)[language])


def promise(phone: str, opening: str, language: str) -> Content:
    """opening: '' = it is open, or nobody knows when it will be."""
    text = (_PROMISE if opening else _SOON)[language]
    return Content(Kind.TEXT, text.format(phone=phone, opening=opening))


def read(content: Content) -> Answer:
    """Pressed, or typed: a number, or a word of any of our languages."""
    if content.choice is not None and content.choice.id in (YES, NO):
        return "yes" if content.choice.id == YES else "no"
    words = content.text.strip().casefold().strip(".!¡¿?, ").replace(",", "")
    titles = {
        title.casefold().replace(",", ""): answer
        for pair in _TITLES.values()
        for title, answer in zip(pair, ("yes", "no"), strict=True)
    }
    if words in titles:
        return "yes" if titles[words] == "yes" else "no"
    return _READ.get(words, "")
