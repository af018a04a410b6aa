"""What an invitation may say and ask for. Pure; every refusal names the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from chalicelib.invitations.model import Condition, Invitation
from chalicelib.shared.errors import InvalidInput

MOST_CONDITIONS = 12
LONGEST_TEXT = 500

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Rule = Callable[[str], str | None]  # what is wrong with the value, in words, or None


def _number(most: int) -> Rule:
    def check(value: str) -> str | None:
        good = re.fullmatch(r"[0-9]{1,7}", value) and int(value) <= most
        return None if good else f"is no whole number from 0 to {most}"

    return check


def _text(value: str) -> str | None:
    return None if value.strip() and len(value) <= 500 else "has 1 to 500 characters"


def _pattern(value: str) -> str | None:
    if value.count("*") > 5:
        return "has at most five stars"
    return _text(value)


def _list(item: re.Pattern[str], words: str) -> Rule:
    def check(value: str) -> str | None:
        names = [name.strip() for name in value.split(",")]
        good = len(names) <= 60 and all(item.fullmatch(name) for name in names)
        return None if good else words

    return check


def _one_of(*choices: str) -> Rule:
    return lambda value: None if value in choices else f"is one of: {', '.join(choices)}"


def _hours(value: str) -> str | None:
    if not _CLOCK.fullmatch(value):
        return "is written like 09:00-18:00"
    first, _, last = value.partition("-")
    return "begins and ends at the same time" if first == last else None


def _numbers(most: int) -> Mapping[str, Rule]:
    return {"at_least": _number(most), "at_most": _number(most)}


_TEXTS: Mapping[str, Rule] = {
    "contains": _text,
    "not_contains": _text,
    "equals": _text,
    "pattern": _pattern,
}
_COUNTRIES = _list(_COUNTRY, "is a list of two-letter countries, like BR, PT")
_LANGUAGES = _list(_LANGUAGE, "is a list of languages, like pt, en-GB")
DAY = 86_400

RULES: Mapping[str, Mapping[str, Rule]] = {
    "time_on_page": _numbers(DAY),
    "time_on_site": _numbers(DAY),
    "pages": _numbers(10_000),
    "scroll": _numbers(100),
    "exit_intent": {"is": _one_of("yes")},
    "url": _TEXTS,
    "referrer": _TEXTS,
    "utm_source": _TEXTS,
    "utm_medium": _TEXTS,
    "utm_campaign": _TEXTS,
    "utm_term": _TEXTS,
    "utm_content": _TEXTS,
    "country": {"in": _COUNTRIES, "not_in": _COUNTRIES},
    "language": {"in": _LANGUAGES, "not_in": _LANGUAGES},
    "visitor": {"is": _one_of("new", "returning")},
    "agents_online": {"is": _one_of("yes", "no")},
    "hours": {"is": _one_of("open", "closed"), "between": _hours},
    "since_close": _numbers(5_256_000),
    "since_invitation": _numbers(5_256_000),
}
"""field -> operator -> what is wrong with a value."""


def check(invitation: Invitation) -> None:
    """Raises InvalidInput, naming the field: `conditions.2.value`, `texts.0`, ..."""
    if not invitation.name.strip():
        raise InvalidInput("a name is needed", field="name")
    if not 1 <= len(invitation.texts) <= 2:
        raise InvalidInput("one text, or two that are compared", field="texts")
    for number, text in enumerate(invitation.texts):
        if not text.strip() or len(text) > LONGEST_TEXT:
            words = f"a text has 1 to {LONGEST_TEXT} characters"
            raise InvalidInput(words, field=f"texts.{number}")
    if not 1 <= len(invitation.conditions) <= MOST_CONDITIONS:
        raise InvalidInput(f"1 to {MOST_CONDITIONS} conditions", field="conditions")
    for number, condition in enumerate(invitation.conditions):
        _check_condition(condition, f"conditions.{number}")


def _check_condition(condition: Condition, place: str) -> None:
    ops = RULES.get(condition.field)
    if ops is None:
        raise InvalidInput("there is no such condition", field=f"{place}.field")
    rule = ops.get(condition.op)
    if rule is None:
        words = f"{condition.field} goes with: {', '.join(ops)}"
        raise InvalidInput(words, field=f"{place}.op")
    wrong = rule(condition.value)
    if wrong:
        raise InvalidInput(f"{condition.field} {wrong}", field=f"{place}.value")
