"""An integration connected by consent, in the browser: there and back, at work, its token had anew,
thrown out, and reconnected."""

from __future__ import annotations

import time
import uuid

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually

pytestmark = [pytest.mark.browser, pytest.mark.feature("9.5")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "reduced_motion": "reduce",
    "color_scheme": "dark",
}


def looks(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"consent-{name}.png")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert violations(page, AXE) == []


class Services:
    """The stand-ins' control; a client of one's own, so that nobody else's is thrown out."""

    def __init__(self, stack: Stack) -> None:
        self.url = f"{stack.addresses['emulators']['apps']}/_control"
        self.client = f"{uuid.uuid4().int % 10**10}.{uuid.uuid4().int % 10**12 + 10**6}"

    def seen(self, kind: str) -> list[Json]:
        found: list[Json] = httpx.get(f"{self.url}/seen").json()[kind]
        return found

    def tell(self, what: str, **told: object) -> None:
        httpx.post(f"{self.url}/{what}", json=told).raise_for_status()


def test_slack_is_connected_by_consent_works_is_thrown_out_and_reconnected(
    stack: Stack, new_page: NewPage
) -> None:
    owner, tag, services = stack.agent(), uuid.uuid4().hex[:6], Services(stack)
    services.tell("life", seconds=60)  # ends before five minutes are over: had anew for each job
    site = str(owner.post("/channels", {"kind": "website", "name": f"Shop {tag}"})["id"])
    desk = new_page(**LAPTOP)
    sign_in(desk, stack, path="settings/integrations")
    desk.get_by_role("button", name="Connect: Slack").click()
    box = desk.get_by_role("dialog")
    expect(box.get_by_test_id("copy-text").last).to_contain_text('"redirect_urls"')
    box.get_by_label("Name", exact=True).fill(f"Team {tag}")
    box.get_by_label("Client ID").fill(services.client)
    box.get_by_label("Client secret").fill("0123456789abcdef0123456789abcdef")
    box.get_by_placeholder("C0123456789").fill("C0123456")
    box.get_by_label(f"Shop {tag}").check()
    looks(desk, "form")
    box.get_by_role("button", name="Save and go on").click()
    desk.get_by_role("link", name="Cancel").click()
    expect(desk.get_by_text("You did not allow it")).to_be_visible()
    row = desk.get_by_test_id("connection").filter(has_text=f"Team {tag}")
    expect(row).to_contain_text("Not connected yet")
    id = next(c["id"] for c in owner.get("/integrations")["connections"] if tag in c["name"])
    try:
        row.get_by_role("button", name="Connect").click()
        desk.get_by_role("link", name="Allow").click()
        expect(desk.get_by_text(f"Team {tag} is connected")).to_be_visible()
        expect(row).to_contain_text("Café Tertulia")
        assert "code=" not in desk.url
        looks(desk, "connected")
        at_work(stack, services, site, tag)
        services.tell("revoke", client_id=services.client)
        told = desk.get_by_text(f"Team {tag} needs reconnecting")
        eventually(lambda: is_told_of(stack, site, told), within=40)
        expect(row).to_contain_text("we are not let in any more")
        small = new_page(**PHONE)
        sign_in(small, stack, path="settings/integrations", live=False)
        expect(small.get_by_text("we are not let in any more").first).to_be_visible()
        looks(small, "phone")
        row.get_by_role("button", name="Reconnect").click()
        desk.get_by_role("link", name="Allow").click()
        expect(desk.get_by_text(f"Team {tag} is connected")).to_be_visible()
        expect(row).not_to_contain_text("not let in")
    finally:
        services.tell("life", seconds=43_200)
        owner.client.delete(f"/integrations/{id}")
        owner.client.delete(f"/channels/{site}")


def speak(stack: Stack, site: str, words: str) -> str:
    visitor = stack.visitor(site)
    return str(visitor.say(words)["message"]["conversation_id"])


def at_work(stack: Stack, services: Services, site: str, tag: str) -> None:
    """Functions know within ten seconds of a new connection: conversations begin until it tells."""

    def told() -> Json | None:
        speak(stack, site, f"hello {tag}")
        late = time.monotonic() + 2
        while time.monotonic() < late:
            found = [each for each in services.seen("messages") if f"Shop {tag}" in each["text"]]
            if found:
                return found[-1]
            time.sleep(0.2)
        return None

    assert eventually(told, within=40)["channel"] == "C0123456"
    assert "refresh_token" in [str(each) for each in services.seen("grants")]


def is_told_of(stack: Stack, site: str, notice: Locator) -> bool:
    """A process that has not heard of the connection yet has nothing to do, and so finds out
    nothing: some speak until one does. The notice stays for six seconds."""
    speak(stack, site, "again")
    try:
        expect(notice).to_be_visible(timeout=3000)
    except AssertionError:
        return False
    return True
