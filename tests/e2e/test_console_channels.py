"""An administrator connects channels without leaving the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Stack

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LOOKS: dict[str, Options] = {
    "laptop": {"viewport": {"width": 1280, "height": 800}},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture
def settings(stack: Stack, new_page: NewPage) -> Page:
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, stack, path="settings/channels")
    expect(page.get_by_test_id("channel-card").first).to_be_visible()
    return page


@pytest.mark.feature("2.1")
def test_a_website_gets_its_line_of_script(stack: Stack, settings: Page) -> None:
    settings.get_by_role("button", name="Add channel").click()
    settings.get_by_role("link", name="Website chat").click()
    settings.get_by_label("Name").fill("Second shop")
    settings.get_by_role("button", name="Create channel").click()
    line = settings.get_by_test_id("copy-text").first
    expect(line).to_contain_text("/w/loader.js")
    channel = settings.url.rsplit("/", 1)[-1]
    expect(line).to_contain_text(f'data-channel="{channel}"')
    settings.get_by_role("button", name="Remove").click()
    question = settings.get_by_role("dialog", name="Remove “Second shop”?")
    question.get_by_role("button", name="Remove").click()
    expect(settings.get_by_text("Channel removed")).to_be_visible()
    expect(settings.get_by_test_id("channel-card").filter(has_text="Second shop")).to_have_count(0)


@pytest.mark.feature("2.1")
def test_a_refused_field_says_why_beside_it(settings: Page) -> None:
    settings.get_by_role("button", name="Add channel").click()
    settings.get_by_role("link", name="Telegram").click()
    settings.get_by_role("button", name="Create channel").click()
    expect(settings.get_by_text("Fill in this field.")).to_have_count(2)
    settings.get_by_label("Name").fill("Bot")
    settings.get_by_label("Bot token").fill("nonsense")
    settings.get_by_role("button", name="Create channel").click()
    expect(settings.get_by_text("must be a token as BotFather gives it")).to_be_visible()


@pytest.mark.feature("2.1")
def test_connecting_says_in_words_how_it_went(stack: Stack, settings: Page) -> None:
    telegram = stack.channel("telegram")["id"]
    settings.goto(f"{stack.console}settings/channels/{telegram}")
    settings.get_by_role("button", name="Check connection").or_(
        settings.get_by_role("button", name="Connect", exact=True)
    ).click()
    expect(settings.get_by_test_id("connect-result")).to_contain_text("Connected")


@pytest.mark.feature("2.1")
def test_a_stored_secret_is_never_shown_again(stack: Stack, settings: Page) -> None:
    whatsapp = stack.channel("whatsapp")
    settings.goto(f"{stack.console}settings/channels/{whatsapp['id']}")
    expect(settings.get_by_label("App secret")).to_have_value("")
    expect(settings.get_by_test_id("copy-text").first).to_have_text(whatsapp["webhook"])
    assert whatsapp["secrets"]["app_secret"] not in settings.content()


@pytest.mark.feature("11")
def test_an_agent_is_offered_his_own_settings_alone(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    sign_in(page, stack, "agent", path="settings/channels")
    expect(page.get_by_text("Only owners and administrators")).to_be_visible()
    menu = page.get_by_role("navigation", name="Settings")
    expect(menu.get_by_role("link", name="Profile")).to_be_visible()
    for name in ("Account", "Agents", "Queues", "Channels"):
        expect(menu.get_by_role("link", name=name, exact=True)).to_have_count(0)


@pytest.mark.feature("11")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_settings(stack: Stack, new_page: NewPage, look: str) -> None:
    """Pages that no other test looks at, one after the other as by their links."""
    page = new_page(reduced_motion="reduce", **LOOKS[look])
    sign_in(page, stack, path="settings/account", live=False)
    kept = {kind: stack.channel(kind)["id"] for kind in ("telegram", "whatsapp")}
    for path, shown in (
        ("account", page.get_by_label("Name of the organisation")),
        ("queues", page.get_by_test_id("queue-row").first),
        ("channels", page.get_by_test_id("channel-card").first),
        ("channels/new", page.get_by_role("heading", name="Which channel?")),
        ("channels/new/telegram", page.get_by_label("Bot token")),
        (f"channels/{kept['telegram']}", page.get_by_role("button", name="Check connection")),
        (f"channels/{kept['whatsapp']}", page.get_by_label("App secret")),
    ):
        page.evaluate("path => history.pushState(null, '', path)", f"/settings/{path}")
        expect(shown).to_be_visible()
        assert (path, violations(page, AXE)) == (path, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
