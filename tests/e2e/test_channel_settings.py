"""What goes wrong while a channel is connected, and what its page says of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "reduced_motion": "reduce",
}


def named() -> str:
    return f"Bot {uuid.uuid4().hex[:8]}"


@pytest.fixture
def removed(stack: Stack) -> Iterator[None]:
    """Channels that a test made are gone afterwards."""
    owner = stack.agent()
    before = {each["id"] for each in owner.get("/me")["channels"]}
    yield
    for each in owner.get("/me")["channels"]:
        if each["id"] not in before:
            owner.client.delete(f"/channels/{each['id']}").raise_for_status()


def sound(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"channel-{name}.png", full_page=True)
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def make(page: Page, stack: Stack, name: str, token: str) -> None:
    page.goto(f"{stack.console}settings/channels/new/telegram")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Bot token").fill(token)
    page.get_by_role("button", name="Create channel").dblclick()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def of_name(stack: Stack, name: str) -> list[Json]:
    return [each for each in stack.agent().get("/me")["channels"] if each["name"] == name]


@pytest.mark.feature("2.1")
def test_a_wrong_token_is_said_with_what_to_do_and_put_right(
    stack: Stack, new_page: NewPage, removed: None
) -> None:
    page, name = new_page(**LAPTOP), named()
    sign_in(page, stack, path="settings/channels", live=False)
    make(page, stack, name, "700000009:this-bot-is-nobodys")
    [made] = of_name(stack, name)  # however often the button was pressed
    result, connect = (
        page.get_by_test_id("connect-result"),
        page.get_by_role("button", name="Connect"),
    )
    page.route("**/connect", lambda route: route.abort())
    connect.click()
    expect(result).to_contain_text("The server cannot be reached")
    page.unroute("**/connect")
    connect.dblclick()
    expect(result).to_contain_text("The provider refused the credentials. Unauthorized")
    expect(result).to_contain_text("ask @BotFather for the token")
    facts = page.get_by_test_id("health-facts")
    expect(facts).to_contain_text("Failing since")
    sound(page, "broken")
    page.get_by_label("Bot token").fill("not a token")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Must be a token as BotFather gives it")).to_be_visible()

    # The right token of a bot that another channel of the account has.
    page.get_by_label("Bot token").fill(stack.channel("telegram")["secrets"]["token"])
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(facts).not_to_contain_text("Failing since")
    connect.click()
    expect(result).to_contain_text("The same is connected already, as “Telegram”")
    sound(page, "twice")

    page.get_by_role("button", name="Remove").click()
    question = page.get_by_role("dialog")
    expect(question).to_contain_text("nobody can be answered there any more")
    question.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()
    late = httpx.post(f"{stack.api}/hooks/telegram/{made['id']}", json={"update_id": 1}, timeout=10)
    assert late.status_code == 404


@pytest.mark.feature("2.1")
def test_what_is_wrong_with_a_channel_is_said_in_the_readers_language(
    stack: Stack, new_page: NewPage, removed: None
) -> None:
    page = new_page(locale="es-ES", **PHONE)
    sign_in(page, stack, path="settings/channels/new/custom", live=False)
    page.get_by_label("Nombre").fill(named())
    page.get_by_label("Tu dirección").fill("ftp://127.0.0.1/")
    page.get_by_role("button", name="Crear canal").click()
    expect(
        page.get_by_text("Debe ser una dirección como https://example.com/messages")
    ).to_be_visible()
    sound(page, "spanish")
    page.goto(f"{stack.console}settings/channels/new/email")
    page.get_by_label("Nombre", exact=False).first.fill(named())
    page.get_by_label("Tu propia dirección").fill("nobody")
    page.get_by_role("button", name="Crear canal").click()
    expect(page.get_by_text("Debe ser una dirección de correo")).to_be_visible()


@pytest.mark.feature("2.1")
def test_a_websites_page_tells_when_somebody_last_wrote(stack: Stack, new_page: NewPage) -> None:
    site = stack.channel("website")["id"]
    session = httpx.post(f"{stack.api}/widget/{site}/session", json={}, timeout=30).json()
    asked = {"client_id": uuid.uuid4().hex, "content": {"kind": "text", "text": "Hello"}}
    said = {"Authorization": f"Bearer {session['token']}"}
    answer = httpx.post(f"{stack.api}/widget/messages", json=asked, headers=said, timeout=30)
    answer.raise_for_status()
    page = new_page(**PHONE)
    sign_in(page, stack, path=f"settings/channels/{site}", live=False)
    expect(page.get_by_test_id("health-facts")).to_contain_text("within the last hour")
