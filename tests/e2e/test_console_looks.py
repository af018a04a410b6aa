"""Any width, light and dark, for everybody; pictures are left in test-results/."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.console import Console, NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Stack

pytestmark = [pytest.mark.browser]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()

SCREENS: dict[str, Options] = {
    "wide-light": {"viewport": {"width": 1680, "height": 1000}, "color_scheme": "light"},
    "laptop-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "phone-light": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "phone-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


def picture(page: Page, name: str) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"console-{name}.png"
    page.screenshot(path=path)
    return path


def conversation(stack: Stack) -> str:
    mark = uuid.uuid4().hex[:8]
    visitor = stack.visitor(url="https://shop.example/", title="Shop", language="pt-BR")
    visitor.say(f"Good morning {mark}")
    visitor.say("Do you ship to Madeira? https://shop.example/oak-table")
    return mark


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.feature("3")
def test_the_inbox_fits_and_axe_finds_nothing(stack: Stack, new_page: NewPage, screen: str) -> None:
    conversation(stack)
    console = sign_in(new_page(reduced_motion="reduce", **SCREENS[screen]), stack)
    expect(console.page.get_by_test_id("conversation-row").first).to_be_visible()
    picture(console.page, f"list-{screen}")
    assert violations(console.page, AXE) == []
    console.page.get_by_test_id("conversation-row").first.click()
    expect(console.field).to_be_visible()
    console.write("Islands too, it takes a week.")
    console.write("Regular customer", note=True)
    expect(console.page.get_by_test_id("note")).to_be_visible()
    picture(console.page, f"thread-{screen}")
    assert violations(console.page, AXE) == []
    assert no_sideways_scroll(console)


def no_sideways_scroll(console: Console) -> bool:
    return bool(console.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.feature("3")
def test_on_a_phone_one_column_is_shown_at_a_time(stack: Stack, new_page: NewPage) -> None:
    conversation(stack)
    console = sign_in(new_page(**SCREENS["phone-light"]), stack)
    rows = console.page.get_by_test_id("conversation-row")
    expect(console.field).to_be_hidden()
    rows.first.click()
    expect(console.field).to_be_visible()
    expect(rows.first).to_be_hidden()
    console.page.get_by_role("button", name="Back").click()
    expect(rows.first).to_be_visible()


@pytest.mark.feature("3")
def test_the_look_is_chosen_and_kept(stack: Stack, new_page: NewPage) -> None:
    console = sign_in(new_page(**SCREENS["wide-light"]), stack)
    html = console.page.locator("html")
    expect(html).to_have_attribute("data-mantine-color-scheme", "light")
    console.page.get_by_test_id("me-menu").click()
    console.page.get_by_role("menuitem", name="Appearance").hover()
    console.page.get_by_role("menuitem", name="Dark").click()
    expect(html).to_have_attribute("data-mantine-color-scheme", "dark")
    console.page.reload()
    expect(html).to_have_attribute("data-mantine-color-scheme", "dark")


@pytest.mark.parametrize(("locale", "inbox"), [("es-ES", "Mías"), ("pt-BR", "Minhas")])
@pytest.mark.feature("3")
def test_the_console_speaks_the_readers_language(
    stack: Stack, new_page: NewPage, locale: str, inbox: str
) -> None:
    page = new_page(locale=locale)
    page.goto(stack.console)
    told = stack.account()
    page.locator("input[name=email]").fill(told["email"])
    page.locator("input[name=password]").fill(told["password"])
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("heading", name=inbox)).to_be_attached()


@pytest.mark.feature("3")
def test_nothing_is_loaded_from_elsewhere_and_no_script_is_inline(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, stack)
    own = stack.console.rstrip("/")
    strangers = [
        url for url in asked if not url.startswith((own, own.replace("http", "ws"), "data:"))
    ]
    assert strangers == []
    inline = page.evaluate("[...document.scripts].filter(s => !s.src).length")
    assert inline == 0


STRICT = "default-src 'self'; connect-src * ws:; img-src 'self' blob: *; style-src 'self'"


@pytest.mark.feature("11")
def test_a_strict_content_security_policy_breaks_nothing(stack: Stack, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    refused: list[str] = []
    page.on(
        "console",
        lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None,
    )

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": STRICT}
        )

    page.route(lambda url: "/assets/" not in url and "/api/" not in url, with_policy)
    conversation(stack)
    # A page that a test hands out may not open sockets to loopback; they are not the matter here.
    console = sign_in(page, stack, live=False)
    page.get_by_test_id("conversation-row").first.click()
    expect(console.field).to_be_visible()
    page.get_by_role("button", name="Emoji").click()
    page.get_by_role("gridcell").first.click()
    expect(console.field).not_to_have_value("")
    expect(console.field).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.get_by_test_id("more").click()
    expect(page.get_by_role("menuitem", name="Copy link")).to_be_visible()
    assert refused == []
