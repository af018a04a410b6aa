"""Countries' public holidays, from the `holidays` library. Pure.

Importing the library takes a third of a second: only schedules with a country pay for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache


@lru_cache(maxsize=200)
def public_holidays(country: str, subdivision: str, year: int) -> Mapping[date, str]:
    """Day -> name, in the country's own language. A schedule that names a country or subdivision
    that is not known (any more) stays good: none, or the country's alone."""
    import holidays

    if country not in countries():
        return {}
    # The language is named, as the machine's locale would be asked otherwise.
    language = holidays.country_holidays(country).default_language
    subdiv = subdivision if subdivision in subdivisions(country) else None
    return dict(holidays.country_holidays(country, subdiv=subdiv, years=year, language=language))


@cache
def countries() -> frozenset[str]:
    """ISO 3166 codes. The library's own list would import all of them."""
    from holidays.registry import COUNTRIES

    return frozenset(names[1] for names in COUNTRIES.values())


@lru_cache(maxsize=20)
def subdivisions(country: str) -> Mapping[str, str]:
    """Of a known country, those with holidays of their own: code -> name, or the code again."""
    import holidays

    known = holidays.country_holidays(country)
    names: dict[str, str] = {}
    for name, code in known.subdivisions_aliases.items():
        names.setdefault(code, name)  # others are names in other languages
    return {code: names.get(code, code) for code in known.subdivisions}
