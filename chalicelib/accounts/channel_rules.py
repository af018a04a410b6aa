"""What may be set on a channel, by kind. Pure; every refusal names the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from chalicelib.shared.errors import InvalidInput

Rule = Callable[[str], str | None]  # what is wrong with the value, in words, or None


def _pattern(pattern: str, words: str) -> Rule:
    compiled = re.compile(pattern)
    return lambda value: None if compiled.fullmatch(value) else words


def _one_of(*choices: str) -> Rule:
    return lambda value: None if value in choices else f"must be one of: {', '.join(choices)}"


def _at_most(length: int) -> Rule:
    words = f"must have at most {length} characters"
    return lambda value: None if len(value) <= length else words


_DOMAIN = re.compile(
    r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)


def _domains(value: str) -> str | None:
    """Host names, comma-separated; `*.example.com` means every name under it."""
    if len(value) > 2000:
        return "must have at most 2000 characters"
    wrong = [name for name in split_domains(value) if not _DOMAIN.fullmatch(name)]
    return f"is not a list of host names: {wrong[0]}" if wrong else None


def split_domains(value: str) -> list[str]:
    return [name for part in value.lower().split(",") if (name := part.strip())]


_DIGITS = _pattern(r"\d{5,20}", "must be the number that Meta shows, digits only")
_WEBSITE: Mapping[str, Rule] = {
    "colour": _pattern(r"#[0-9a-fA-F]{6}", "must be a colour like #3b5bdb"),
    "title": _at_most(80),
    "greeting": _at_most(1000),
    "language": _one_of("en", "es", "pt-BR"),
    "position": _one_of("left", "right"),
    "consent": _one_of("none", "ask"),
    "domains": _domains,
}
SETTINGS: Mapping[str, Mapping[str, Rule]] = {
    "website": _WEBSITE,
    "telegram": {},
    "whatsapp": {"phone_number_id": _DIGITS, "waba_id": _DIGITS},
}
"""What people may set. What we learn from a provider (bot_username, ...) is not among it."""

SECRETS: Mapping[str, Mapping[str, Rule]] = {
    "website": {},
    # https://core.telegram.org/bots/api#authorizing-your-bot: 123456:ABC-DEF...
    "telegram": {
        "token": _pattern(r"\d{1,20}:[A-Za-z0-9_-]{5,100}", "must be a token as BotFather gives it")
    },
    "whatsapp": {
        "access_token": _pattern(r"[\x21-\x7e]{10,1000}", "must be an access token without spaces"),
        "app_secret": _pattern(r"[0-9a-fA-F]{32}", "must be the app's secret: 32 hex digits"),
        # Chosen by whoever fills in Meta's form; ours unless told.
        "verify_token": _pattern(r"[\x21-\x7e]{8,200}", "must have 8 to 200 characters, no spaces"),
    },
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "website": (),
    "telegram": ("secrets.token",),
    "whatsapp": (
        "settings.phone_number_id",
        "settings.waba_id",
        "secrets.access_token",
        "secrets.app_secret",
    ),
}
GENERATED: Mapping[str, str] = {"telegram": "webhook_secret", "whatsapp": "verify_token"}
"""The secret that we make ourselves: what the provider shows us at each webhook."""


def check(
    kind: str,
    *,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    whole: bool,
) -> None:
    """whole: a new channel, which must have all that its kind needs. Raises InvalidInput."""
    if kind not in SETTINGS:
        raise InvalidInput(f"there is no channel of kind {kind[:40]!r}", field="kind")
    _check_part("settings", SETTINGS[kind], settings)
    _check_part("secrets", SECRETS[kind], secrets)
    given = {f"settings.{n}" for n, v in settings.items() if v}
    given |= {f"secrets.{n}" for n, v in secrets.items() if v}
    for needed in REQUIRED[kind]:
        part, _, name = needed.partition(".")
        emptied = (settings if part == "settings" else secrets).get(name) == ""
        if needed not in given and (whole or emptied):
            raise InvalidInput(f"{needed} is needed for {kind}", field=needed)


def _check_part(part: str, rules: Mapping[str, Rule], values: Mapping[str, str]) -> None:
    for name, value in values.items():
        field = f"{part}.{name[:40]}"
        if name not in rules:
            raise InvalidInput(f"{field} is not known for this kind of channel", field=field)
        wrong = rules[name](value) if value else None
        if wrong:
            raise InvalidInput(f"{field} {wrong}", field=field)


def origin_allowed(domains: str, origin: str) -> bool:
    """Whether a browser's `Origin` is on the site's list; an empty list admits every site."""
    allowed = split_domains(domains)
    if not allowed:
        return True
    host = origin.partition("://")[2].rsplit(":", 1)[0].lower()
    return any(_matches(host, name) for name in allowed)


def _matches(host: str, name: str) -> bool:
    if name.startswith("*."):
        return host.endswith(name[1:]) and len(host) > len(name[1:])
    return host == name
