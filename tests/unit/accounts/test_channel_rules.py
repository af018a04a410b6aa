from __future__ import annotations

import pytest

from chalicelib.accounts import channel_rules
from chalicelib.accounts.channel_rules import origin_allowed
from chalicelib.channels.gestures import TAKES_SEEN, TYPING_LASTS
from chalicelib.shared.errors import InvalidInput

TOKEN = {"token": "123456:ABC-DEF_1234"}
WHATSAPP_SETTINGS = {"phone_number_id": "106540352242922", "waba_id": "102290129340398"}
WHATSAPP_SECRETS = {"access_token": "EAAG" + "x" * 40, "app_secret": "0123456789abcdef" * 2}


@pytest.mark.parametrize(
    ("kind", "settings", "secrets"),
    [
        ("website", {}, {}),
        ("website", {"colour": "#3b5bdb", "domains": "shop.example, *.shop.example"}, {}),
        ("website", {"prechat": "required", "prechat_fields": "name*, email,phone*"}, {}),
        ("website", {"departments": "01hq, 02hq", "offline_form": "on", "offline_text": "Hi"}, {}),
        ("website", {"callback": "on", "callback_seconds": "15", "rating": "off"}, {}),
        ("website", {"offset_x": "0", "offset_y": "200", "scheme": "dark", "launcher": "bar"}, {}),
        ("website", {"language": "auto", "photos": "off", "hours_line": "Back at 9:00"}, {}),
        ("telegram", {}, TOKEN),
        ("whatsapp", WHATSAPP_SETTINGS, WHATSAPP_SECRETS),
    ],
)
def test_a_complete_channel_is_accepted(
    kind: str, settings: dict[str, str], secrets: dict[str, str]
) -> None:
    channel_rules.check(kind, settings=settings, secrets=secrets, whole=True)


@pytest.mark.parametrize(
    ("kind", "settings", "secrets", "field"),
    [
        ("smoke", {}, {}, "kind"),
        ("website", {"colour": "red"}, {}, "settings.colour"),
        ("website", {"position": "top"}, {}, "settings.position"),
        ("website", {"consent": "maybe"}, {}, "settings.consent"),
        ("website", {"title": "x" * 81}, {}, "settings.title"),
        ("website", {"domains": "shop.example,ht tp://x"}, {}, "settings.domains"),
        ("website", {"domains": ",".join(["a.example"] * 300)}, {}, "settings.domains"),
        ("website", {"volume": "11"}, {}, "settings.volume"),
        ("website", {"prechat": "perhaps"}, {}, "settings.prechat"),
        ("website", {"prechat_fields": "name,age"}, {}, "settings.prechat_fields"),
        ("website", {"prechat_fields": "name,name*"}, {}, "settings.prechat_fields"),
        ("website", {"departments": "sales,sales"}, {}, "settings.departments"),
        ("website", {"departments": "<script>"}, {}, "settings.departments"),
        ("website", {"callback_seconds": "14"}, {}, "settings.callback_seconds"),
        ("website", {"callback_seconds": "1e2"}, {}, "settings.callback_seconds"),
        ("website", {"callback_seconds": "٣٠"}, {}, "settings.callback_seconds"),
        ("website", {"offset_x": "201"}, {}, "settings.offset_x"),
        ("website", {"offset_y": "-1"}, {}, "settings.offset_y"),
        ("website", {"rating": "yes"}, {}, "settings.rating"),
        ("website", {"identity": "always"}, {}, "settings.identity"),
        ("website", {"identity_key": "00"}, {}, "settings.identity_key"),
        ("website", {}, {"identity_key": "00"}, "secrets.identity_key"),
        ("website", {}, TOKEN, "secrets.token"),
        ("telegram", {}, {}, "secrets.token"),
        ("telegram", {}, {"token": "hello"}, "secrets.token"),
        ("telegram", {"bot_username": "mine"}, TOKEN, "settings.bot_username"),
        ("telegram", {}, {**TOKEN, "webhook_secret": "chosen"}, "secrets.webhook_secret"),
        ("whatsapp", {}, WHATSAPP_SECRETS, "settings.phone_number_id"),
        ("whatsapp", WHATSAPP_SETTINGS, {}, "secrets.access_token"),
        (
            "whatsapp",
            {**WHATSAPP_SETTINGS, "phone_number_id": "+1 555"},
            WHATSAPP_SECRETS,
            "settings.phone_number_id",
        ),
        (
            "whatsapp",
            WHATSAPP_SETTINGS,
            {**WHATSAPP_SECRETS, "app_secret": "short"},
            "secrets.app_secret",
        ),
        (
            "whatsapp",
            WHATSAPP_SETTINGS,
            {**WHATSAPP_SECRETS, "access_token": "with a space in it"},
            "secrets.access_token",
        ),
    ],
)
def test_a_refusal_names_the_field(
    kind: str, settings: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        channel_rules.check(kind, settings=settings, secrets=secrets, whole=True)
    assert refusal.value.field == field


def test_a_refusal_never_repeats_a_secret() -> None:
    with pytest.raises(InvalidInput) as refusal:
        channel_rules.check("telegram", settings={}, secrets={"token": "hunter2!"}, whole=True)
    assert "hunter2" not in refusal.value.detail


def test_a_change_may_leave_out_what_is_stored_but_not_clear_what_is_needed() -> None:
    channel_rules.check("telegram", settings={}, secrets={}, whole=False)
    with pytest.raises(InvalidInput) as refusal:
        channel_rules.check("telegram", settings={}, secrets={"token": ""}, whole=False)
    assert refusal.value.field == "secrets.token"


@pytest.mark.parametrize(
    ("domains", "origin", "allowed"),
    [
        ("", "https://anything.example", True),
        ("", "", True),
        ("shop.example", "https://shop.example", True),
        ("shop.example", "http://shop.example:8080", True),
        ("shop.example", "https://SHOP.example", True),
        ("shop.example", "https://evil-shop.example", False),
        ("shop.example", "https://shop.example.evil.test", False),
        ("shop.example", "https://www.shop.example", False),
        ("*.shop.example", "https://www.shop.example", True),
        ("*.shop.example", "https://shop.example", False),
        ("*.shop.example", "https://evilshop.example", False),
        ("a.example, shop.example", "https://shop.example", True),
        ("shop.example", "", False),
        ("shop.example", "null", False),
    ],
)
def test_a_site_admits_the_origins_of_its_domains(domains: str, origin: str, allowed: bool) -> None:
    assert origin_allowed(domains, origin) is allowed


def test_what_a_provider_is_told_in_passing_can_be_switched_off_wherever_it_is_told() -> None:
    for kind, rules in channel_rules.SETTINGS.items():
        assert ("seen" in rules) == (kind in TAKES_SEEN), kind
        assert ("typing" in rules) == (kind in TYPING_LASTS), kind
        if "seen" in rules:
            assert {"seen", "typing"} <= channel_rules.UNCHECKED[kind], kind
            with pytest.raises(InvalidInput) as refused:
                channel_rules.check(kind, settings={"seen": "maybe"}, secrets={}, whole=False)
            assert refused.value.field == "settings.seen"
