"""What may be set on a channel, by kind. Pure; every refusal names the field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from chalicelib.accounts.rules import Rule, at_most, one_of, pattern, whole
from chalicelib.shared.errors import InvalidInput

_SWITCH = one_of("on", "off")
_DOMAIN = re.compile(
    r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
)


def _domains(value: str) -> str | None:
    """Host names, comma-separated; `*.example.com` means every name under it."""
    if len(value) > 2000:
        return at_most(2000)(value)
    wrong = [name for name in split_domains(value) if not _DOMAIN.fullmatch(name)]
    return f"is not a list of host names: {wrong[0]}" if wrong else None


def split_domains(value: str) -> list[str]:
    return [name for part in value.lower().split(",") if (name := part.strip())]


_FORM_FIELDS = ("name", "email", "phone")


def _prechat_fields(value: str) -> str | None:
    """`name*,email`: what the form asks for, `*` after what must be filled in."""
    names = [part.strip().removesuffix("*") for part in value.split(",")]
    if len(set(names)) != len(names) or not set(names) <= set(_FORM_FIELDS):
        return "must be a list of name, email and phone, each once, with * after what is required"
    return None


def _departments(value: str) -> str | None:
    """Ids of queues; whether the account has them, the service knows."""
    ids = split_ids(value)
    good = len(ids) <= 50 and len(set(ids)) == len(ids)
    good = good and all(re.fullmatch(r"[A-Za-z0-9-]{1,40}", each) for each in ids)
    return None if good else "must be a list of at most 50 queues, each once"


def split_ids(value: str) -> list[str]:
    return [name for part in value.split(",") if (name := part.strip())]


def without_department(settings: Mapping[str, str], queue_id: str) -> dict[str, str]:
    """The settings as they are when that queue is gone."""
    kept = dict(settings)
    ids = split_ids(kept.get("departments", ""))
    if queue_id in ids:
        kept["departments"] = ",".join(each for each in ids if each != queue_id)
    return {name: value for name, value in kept.items() if value or name != "departments"}


def _address(value: str) -> str | None:
    """Whether it may be plain http, and is public, is looked at when it is set and called."""
    try:
        parts = urlsplit(value)
        right = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        right = False
    if not right or len(value) > 1000 or any(not "\x21" <= letter <= "\x7e" for letter in value):
        return "must be an address like https://example.com/messages"
    return "must hold no name and no password" if parts.username or parts.password else None


_DIGITS = pattern(r"\d{5,20}", "must be the number that Meta shows, digits only")
_WEBSITE: Mapping[str, Rule] = {
    "colour": pattern(r"#[0-9a-fA-F]{6}", "must be a colour like #3b5bdb"),
    "title": at_most(80),
    "greeting": at_most(1000),
    "language": one_of("auto", "en", "es", "pt-BR"),
    "position": one_of("left", "right"),
    "consent": one_of("none", "ask"),
    "domains": _domains,
    "scheme": one_of("auto", "light", "dark"),
    "offset_x": whole(0, 200),
    "offset_y": whole(0, 200),
    "launcher": one_of("round", "bar"),
    "launcher_text": at_most(40),
    "photos": _SWITCH,
    "hours_line": at_most(80),
    "prechat": one_of("off", "optional", "required"),
    "prechat_fields": _prechat_fields,
    "departments": _departments,
    "offline_form": _SWITCH,
    "offline_text": at_most(1000),
    "rating": _SWITCH,
    "transcript": _SWITCH,
    "sound": _SWITCH,
    "callback": _SWITCH,
    "callback_seconds": whole(15, 120),
    "identity": one_of("off", "optional", "required"),
}
_TELLING: Mapping[str, Rule] = {"seen": _SWITCH, "typing": _SWITCH}
"""Whether the provider is told what agents do besides writing (`gestures`); on, unless told."""

SETTINGS: Mapping[str, Mapping[str, Rule]] = {
    "website": _WEBSITE,
    "telegram": _TELLING,
    "whatsapp": {"phone_number_id": _DIGITS, "waba_id": _DIGITS, **_TELLING},
    "messenger": {"page_id": _DIGITS, **_TELLING},
    "instagram": {"page_id": _DIGITS, **_TELLING},
    "viber": {"welcome": at_most(1000)},
    "vk": _TELLING,
    "email": {
        "address": pattern(
            r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}",
            "must be an e-mail address",
        ),
        "sender_name": at_most(80),
    },
    "custom": {"url": _address, "signature": one_of("optional", "required"), **_TELLING},
}
"""What people may set. What we learn from a provider (bot_username, ...) is not among it."""
UNCHECKED: Mapping[str, frozenset[str]] = {
    "website": frozenset(_WEBSITE),
    "viber": frozenset({"welcome"}),
    **dict.fromkeys(("telegram", "whatsapp", "messenger", "instagram", "vk"), frozenset(_TELLING)),
    "custom": frozenset({"signature", *_TELLING}),
}
"""Settings that the connection does not hang on: they may change without a new check of it."""

_META: Mapping[str, Rule] = {
    "access_token": pattern(r"[\x21-\x7e]{10,1000}", "must be an access token without spaces"),
    "app_secret": pattern(r"[0-9a-fA-F]{32}", "must be the app's secret: 32 hex digits"),
    # Chosen by whoever fills in Meta's form; ours unless told.
    "verify_token": pattern(r"[\x21-\x7e]{8,200}", "must have 8 to 200 characters, no spaces"),
}
SECRETS: Mapping[str, Mapping[str, Rule]] = {
    "website": {},  # its identity_key is made by us, and shown once (`channels.new_identity_key`)
    # https://core.telegram.org/bots/api#authorizing-your-bot: 123456:ABC-DEF...
    "telegram": {
        "token": pattern(r"\d{1,20}:[A-Za-z0-9_-]{5,100}", "must be a token as BotFather gives it")
    },
    "whatsapp": _META,
    "messenger": _META,
    "instagram": _META,
    # https://creators.viber.com/docs/bots-api: 445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9
    "viber": {"token": pattern(r"[A-Za-z0-9-]{20,200}", "must be the bot's token, without spaces")},
    "vk": {
        "access_token": pattern(r"[\x21-\x7e]{20,1000}", "must be an access token without spaces")
    },
    "email": {},
    "custom": {},  # its address_token and signing_key are ours too (`channel_keys.renew`)
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
    "messenger": ("settings.page_id", "secrets.access_token", "secrets.app_secret"),
    "instagram": ("settings.page_id", "secrets.access_token", "secrets.app_secret"),
    "viber": ("secrets.token",),
    "vk": ("secrets.access_token",),
    "email": (),
    "custom": ("settings.url",),
}
GENERATED: Mapping[str, str] = {
    "telegram": "webhook_secret",
    "whatsapp": "verify_token",
    "messenger": "verify_token",
    "instagram": "verify_token",
    "vk": "webhook_secret",
    "email": "reply_key",
}
"""The secret that we make ourselves: what the provider shows us at each webhook; on e-mail, what
the addresses are signed with that answers go to."""

KNOWN_BY: Mapping[str, str] = {
    "telegram": "bot_id",
    "whatsapp": "phone_number_id",
    "messenger": "page_id",
    "instagram": "page_id",
    "viber": "bot_uri",
    "vk": "group_id",
    "email": "address",
}
"""The setting that tells bots, pages and numbers apart. An owner's program may have several."""


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
            raise InvalidInput("is needed", field=needed)


def _check_part(part: str, rules: Mapping[str, Rule], values: Mapping[str, str]) -> None:
    for name, value in values.items():
        field = f"{part}.{name[:40]}"
        if name not in rules:
            raise InvalidInput("is not known for this kind of channel", field=field)
        wrong = rules[name](value) if value else None
        if wrong:
            raise InvalidInput(wrong, field=field)


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
