"""What is told of hours: messages with variables, and when it opens again, in the contact's
language. Pure.

A text with variables costs a slow import; one without costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.hours.engine import State, zone
from chalicelib.hours.model import OpeningHours, Schedule
from chalicelib.shared.errors import InvalidInput

if TYPE_CHECKING:
    from liquid import BoundTemplate, Environment

VARIABLES = ("opening", "opening_time", "opening_day", "holiday", "name")  # of messages
_WEEKDAYS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday"),
        *("on Saturday", "on Sunday"),
    ),
    "es": (
        *("el lunes", "el martes", "el miércoles", "el jueves", "el viernes"),
        *("el sábado", "el domingo"),
    ),
    "pt-BR": (
        *("na segunda-feira", "na terça-feira", "na quarta-feira", "na quinta-feira"),
        *("na sexta-feira", "no sábado", "no domingo"),
    ),
}
_MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt-BR": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
}
_DATE = {"en": "on {day} {month}", "es": "el {day} de {month}", "pt-BR": "em {day} de {month}"}
_TOMORROW = {"en": "tomorrow", "es": "mañana", "pt-BR": "amanhã"}
_AT = {"en": "at ", "es": "a las ", "pt-BR": "às "}
_AT_ONE = {"en": "at ", "es": "a la ", "pt-BR": "à "}
_BACK = {"en": "Back {}", "es": "Volvemos {}", "pt-BR": "Voltamos {}"}


def language_of(asked: str, fallback: str = "en") -> str:
    """The one of ours that fits 'pt', 'es-MX', ...; else `fallback`, if that is one."""
    for name in (asked, fallback):
        lower = name.lower().replace("_", "-").partition("-")[0]
        found = {"en": "en", "es": "es", "pt": "pt-BR"}.get(lower)
        if found:
            return found
    return "en"


def is_known(language: str) -> bool:
    return language.lower()[:2] in ("en", "es", "pt")


def back_line(schedule: Schedule, state: State, now: datetime, language: str) -> str:
    """'Back at 14:00'; '' while it is open, or if nobody knows when it opens."""
    if state.kind == "open" or state.until is None:
        return ""
    return _BACK[language].format(opening(schedule, state.until, now, language))


def opening(schedule: Schedule, at: datetime, now: datetime, language: str) -> str:
    """When that is, as it follows 'we are back': 'at 14:00', 'tomorrow at 09:00', 'on Monday at
    09:00', 'on 7 January at 09:00'."""
    here = zone(schedule)
    local = at.astimezone(here)
    days = (local.date() - now.astimezone(here).date()).days
    hour = f"{(_AT_ONE if local.hour == 1 else _AT)[language]}{local:%H:%M}"
    if days <= 0:
        return hour
    return f"{_day_words(local, days, language)} {hour}"


def message(
    hours: OpeningHours,
    state: State,
    now: datetime,
    *,
    language: str,
    fallback: str = "en",
    name: str = "",
) -> str:
    """The text of this closing in the language, else in the account's, else in any; '' if there is
    none. What nobody knows stands empty in it."""
    texts = hours.messages.get(state.kind) or {}
    wanted = [language_of(language, fallback), language_of(fallback), *sorted(texts)]
    chosen = next((name for name in wanted if texts.get(name, "").strip()), "")
    if not chosen:
        return ""
    text = texts[chosen].strip()
    if "{" not in text:
        return text
    from chalicelib.shared.templates import rendered

    values = {"name": name} | _values(hours.schedule, state, now, chosen)
    return rendered(_template(text, "text"), text, values).strip()


def check_text(text: str, *, field: str) -> None:
    """Raises InvalidInput (field) for what is no template, or names what there is not."""
    from chalicelib.shared.templates import paths, place, unknown_filter

    template = _template(text, field)
    for path, index in paths(template):
        if len(path) != 1 or path[0] not in VARIABLES:
            name = ".".join(path)[:60]
            words = f"{place(text, index)}: there is no variable {name}"
            raise InvalidInput(words, field=field)
    unknown = unknown_filter(_environment(), template)
    if unknown:
        words = f"{place(text, unknown[1])}: there is no filter {unknown[0][:60]}"
        raise InvalidInput(words, field=field)


def _template(text: str, field: str) -> BoundTemplate:
    from chalicelib.shared.templates import parsed

    return parsed(_environment(), text, field)


@cache
def _environment() -> Environment:
    from chalicelib.shared.templates import environment

    return environment()


def _values(schedule: Schedule, state: State, now: datetime, language: str) -> dict[str, str]:
    values = {"holiday": state.name, "opening": "", "opening_time": "", "opening_day": ""}
    if state.until is None:
        return values
    local = state.until.astimezone(zone(schedule))
    days = (local.date() - now.astimezone(zone(schedule)).date()).days
    return values | {
        "opening": opening(schedule, state.until, now, language),
        "opening_time": f"{local:%H:%M}",
        "opening_day": _day_words(local, days, language) if days > 0 else "",
    }


def _day_words(local: datetime, days: int, language: str) -> str:
    if days == 1:
        return _TOMORROW[language]
    if days < 7:
        return _WEEKDAYS[language][local.weekday()]
    month = _MONTHS[language].split()[local.month - 1]
    return _DATE[language].format(day=local.day, month=month)
