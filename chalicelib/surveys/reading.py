"""What a contact means by what he writes under a question. Pure.

Sure things only: a number, a star, a face, one of a few words, the name of an answer. All else is
not an answer, and what is not an answer is never kept from people.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from chalicelib.shared.content import Content
from chalicelib.shared.content import Kind as ContentKind
from chalicelib.surveys.model import Kind, Question
from chalicelib.surveys.words import LANGUAGES, title

MOST_WORDS = 2000  # characters of an answer in one's own words
LONGEST_SCORE = 300  # characters; what is longer is no score, and not taken apart

_AFTER = r"(?:stars?|estrell?as?|estrelas?|points?|puntos?|pontos?|pts?)"
_BEFORE = (
    r"(?:(?:my|mi|minha|a|la|o|es|e|is|i|give|you|le|doy|dou|eu|un|um|una|uma|nota|note|score|"
    r"rating|grade|puntuacion|calificacion|avaliacao)[\s:=]+)*"
)
_OF = r"(?:/|de|of|out of|sobre|em|en)"
_NUMBER = re.compile(
    rf"{_BEFORE}(?P<value>-?\d{{1,4}}(?:[.,]\d+)?)\s*(?:{_OF}\s*(?P<high>\d{{1,4}}))?"
    rf"\s*{_AFTER}?"
)
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "zero cero",
            "one uno una um uma",
            "two dos dois duas",
            "three tres",
            "four cuatro quatro",
            "five cinco",
            "six seis",
            "seven siete sete",
            "eight ocho oito",
            "nine nueve nove",
            "ten diez dez",
        )
    )
    for word in words.split()
}
# Of five steps.
_FEELINGS = {
    phrase.strip(): step
    for step, phrases in {
        5: "great, excellent, perfect, amazing, awesome, very good, wonderful, fantastic, "
        "loved it, "
        "excelente, perfecto, perfecta, genial, muy bueno, muy buena, muy bien, fantastico, "
        "estupendo, otimo, otima, perfeito, perfeita, muito bom, muito boa, muito bem, "
        "maravilhoso, "
        "sensacional, adorei, amei, nota dez, nota maxima, show",
        4: "good, fine, nice, bueno, buena, bien, bom, boa, bem, legal, gostei",
        3: "ok, okay, average, so so, regular, normal, mas o menos, mais ou menos, razoavel, medio",
        2: "bad, poor, not good, malo, mala, mal, ruim, mau, ma, nao gostei, no me gusto",
        1: "very bad, terrible, awful, horrible, the worst, worst, muy malo, muy mala, muy mal, "
        "pesimo, pesima, fatal, muito ruim, muito mau, muito mal, pessimo, pessima, horrivel, "
        "terrivel, odiei",
    }.items()
    for phrase in phrases.split(",")
}
_EASE = {
    phrase.strip(): step
    for step, phrases in {
        7: "very easy, super easy, muy facil, muito facil, super facil, facilimo",
        6: "easy, facil",
        2: "hard, difficult, not easy, dificil",
        1: "very hard, very difficult, muy dificil, muito dificil",
    }.items()
    for phrase in phrases.split(",")
}
_FACES = {
    **dict.fromkeys("😡🤬👎😠😭💩", 1),
    **dict.fromkeys("🙁☹😞😕😢", 2),
    **dict.fromkeys("😐😶🤷", 3),
    **dict.fromkeys("🙂😊👍☺", 4),
    **dict.fromkeys("😀😃😄😁😍🤩🥰❤👏💯🎉", 5),
}
_STARS = "⭐🌟★"
_THANKS = re.compile(
    r"[\s,;.!]*\b(?:thanks?(?: you)?|thank you|gracias|obrigad[oa]|valeu|please|por favor)\b[\s.!]*"
)
_SKIP = frozenset({"skip", "omitir", "pular", "no", "nao", "nope", "saltar", "no thanks", "-"})


@dataclass(frozen=True, slots=True)
class Reading:
    """value: the answer; None if it is none. wrong: he tried, and it is not one of the answers."""

    value: str | None = None
    wrong: bool = False

    @property
    def answers(self) -> bool:
        return self.value is not None


NOTHING = Reading()
WRONG = Reading(wrong=True)


def read(question: Question, content: Content, value: str | None = None) -> Reading:
    """value: of the button that was pressed for this question; None if none was."""
    if value is not None:
        return _of_button(question, value)
    text = words_of(content)
    if not text:
        return NOTHING
    if question.kind is Kind.TEXT:
        return Reading("" if plain(text) in _SKIP else text[:MOST_WORDS])
    if question.kind is Kind.CHOICE:
        return _choice(question, text)
    return _scale(question, text)


def words_of(content: Content) -> str:
    """'' for files, places and whatever else is no text."""
    if content.kind is ContentKind.CHOICE:
        return (content.choice.title if content.choice else content.text).strip()
    return content.text.strip() if content.kind is ContentKind.TEXT else ""


def _of_button(question: Question, value: str) -> Reading:
    if question.kind is Kind.TEXT:
        return Reading("") if value == "" else NOTHING
    return Reading(value) if value in question.values else NOTHING


def plain(text: str) -> str:
    """Small letters, without accents, the marks around it and more than one space."""
    spelled = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(
        sign
        for sign in spelled
        if not unicodedata.combining(sign) and sign not in "\ufe0f\u200d\u20e3"
    )
    return " ".join(kept.split()).strip(" .!,;:*_~\"'()¡")


def _scale(question: Question, text: str) -> Reading:
    low, high = question.ends
    said = plain(text.replace("🔟", "10"))
    if len(said) > LONGEST_SCORE:
        return _tried(said)
    said = plain(_THANKS.sub("", said)) or said
    if said in _NUMBERS:
        return _in_range(question, _NUMBERS[said])
    number = _NUMBER.fullmatch(said)
    if number:
        if number["high"] and int(number["high"]) != high:
            return WRONG
        return _in_range(question, number["value"])
    named = _named(question, said)
    if named is not None:
        return Reading(named)
    signs = [sign for sign in said if sign.strip()]
    if signs and all(sign in _STARS for sign in signs):
        return _in_range(question, str(len(signs)))
    if (low, high) == (1, 5):
        step = _FEELINGS.get(said) or _face(signs)
        if step:
            return Reading(str(step))
    if question.kind is Kind.CES and said in _EASE:
        return Reading(str(_EASE[said]))
    return _tried(said)


def _face(signs: list[str]) -> int:
    """Of the faces, hearts and thumbs that he sent, if he sent nothing else and means one thing."""
    bare = [sign for sign in signs if not 0x1F3FB <= ord(sign) <= 0x1F3FF]  # shades of skin
    steps = {_FACES.get(sign, 0) for sign in bare}
    return steps.pop() if len(steps) == 1 else 0


def _in_range(question: Question, number: str) -> Reading:
    return Reading(number) if number in question.values else WRONG


def _named(question: Question, said: str) -> str | None:
    """The value whose title, in any of our languages, was typed."""
    for value in question.values:
        for language in LANGUAGES:
            shown = plain(title(question, value, language))
            if said in (shown, plain(_letters(shown))):
                return value
    return None


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() or sign.isspace())


def _choice(question: Question, text: str) -> Reading:
    said = plain(text)
    for place, option in enumerate(question.options):
        if said == plain(option):
            return Reading(str(place))
    number = re.fullmatch(r"(?:opcion|opcao|option|n|no|numero|number)?\s*(\d{1,2})", said)
    if number:
        place = int(number[1]) - 1
        return Reading(str(place)) if 0 <= place < len(question.options) else WRONG
    if said in _NUMBERS and 0 < int(_NUMBERS[said]) <= len(question.options):
        return Reading(str(int(_NUMBERS[said]) - 1))
    return _tried(said)


def _tried(said: str) -> Reading:
    """Without a single letter, and without a question mark, it can only have been an answer."""
    words = any(sign.isalpha() for sign in said) or "?" in said or not said
    return NOTHING if words else WRONG
