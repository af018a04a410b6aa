"""The widget as a guest on other people's pages: strict, hostile, careless ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import until
from tests.e2e.stack import ROOT, Stack
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """What the page's own policy refused, as far as it has told."""
    return list(page.evaluate("window.refused ?? []"))


def watch_policy(page: Page) -> None:
    page.add_init_script(
        "window.refused = [];"
        "addEventListener('securitypolicyviolation', e => refused.push("
        "`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
    )


def strict(stack: Stack, script: str) -> Site:
    origin = stack.console.rstrip("/")
    policy = (
        f"default-src 'none'; script-src {script}; base-uri 'none'; form-action 'none'; "
        f"connect-src {origin} {origin.replace('http', 'ws')}; "
        "require-trusted-types-for 'script'; trusted-types tertulia"
    )
    return Site(stack, attributes='nonce="r4nd0m"', headers=(("Content-Security-Policy", policy),))


@pytest.mark.feature("1.1")
@pytest.mark.parametrize(
    "script", ["'nonce-r4nd0m'", "'nonce-r4nd0m' 'strict-dynamic'", "{origin}/w/"]
)
def test_it_works_under_a_strict_policy_and_breaks_none_of_it(
    stack: Stack, new_page: NewPage, script: str
) -> None:
    page = new_page()
    watch_policy(page)
    site = strict(stack, script.replace("{origin}", stack.console.rstrip("/")))
    widget = site.visit(page).open()
    widget.say("Under guard")
    widget.expect_sent("Under guard")
    expect(widget.window).to_have_css("width", "380px")  # its style sheets are in force
    widget.window.get_by_role("button", name="Emoji").click()  # a part, fetched by now
    expect(widget.window.get_by_role("group", name="Emoji")).to_be_visible()
    assert violations(page) == []


HOSTILE = """<style>
  * { all: revert !important; color: lime !important; font: 40px fantasy !important;
      display: block !important; border: 9px solid red !important; float: left !important }
  html, body { filter: blur(1px); transform: rotate(1deg); font-size: 3px }
  tertulia-chat, body ~ *, html > *:last-child { display: none !important; left: 0 !important;
      position: static !important; width: 3px !important; visibility: hidden !important;
      opacity: 0 !important }
  button, textarea, p, header, aside { margin: 50px !important; background: lime !important }
</style>"""


def box(widget: Widget, selector: str) -> dict[str, Any]:
    return dict(
        widget.host.locator(selector).evaluate(
            """element => {
              const style = getComputedStyle(element);
              const {color, backgroundColor, fontSize, margin, visibility} = style;
              return {width: element.offsetWidth, height: element.offsetHeight,
                      color, backgroundColor, fontSize, margin, visibility};
            }"""
        )
    )


@pytest.mark.feature("1.1")
def test_a_hostile_stylesheet_changes_nothing(stack: Stack, new_page: NewPage) -> None:
    calm = Site(stack).visit(new_page()).open()
    hurt = Site(stack, head=HOSTILE).visit(new_page()).open()
    for part in (".launcher", ".window", "header", "header h2", "textarea", ".send", ".bubble"):
        assert box(hurt, part) == box(calm, part), part


@pytest.mark.feature("1.1")
def test_the_page_does_not_move(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach("
        "entry => moved += entry.value)).observe({type: 'layout-shift', buffered: true})"
    )
    widget = Site(stack).visit(page)
    size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    before = page.evaluate(size)
    widget.open()
    page.wait_for_timeout(500)
    assert page.evaluate("window.moved") == 0
    assert page.evaluate(size) == before


@pytest.mark.feature("1.1")
def test_it_opens_at_once(stack: Stack, new_page: NewPage) -> None:
    """Best of a few: the machine does other things too."""
    widget = Site(stack).visit(new_page())
    widget.launcher.wait_for()
    took = widget.page.evaluate(
        """async () => {
          const times = [];
          for (let i = 0; i < 5; i++) {
            const start = performance.now();
            tertulia.open();
            await 0;
            const root = document.querySelector('tertulia-chat').shadowRoot;
            root.querySelector('[role=dialog]').getBoundingClientRect();
            times.push(performance.now() - start);
            tertulia.close();
            await 0;
          }
          return Math.min(...times);
        }"""
    )
    assert took < 100


@pytest.mark.feature("1.1")
def test_it_adds_one_global_and_survives_being_included_twice(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page()
    page.add_init_script("window.before = new Set(Object.getOwnPropertyNames(window))")
    loader = f"{stack.console.rstrip('/')}/w/loader.js"
    channel = stack.channel("website")["id"]
    twice = f'<script async src="{loader}" data-channel="{channel}"></script>'
    widget = Site(stack, before=twice).visit(page).open()
    expect(page.locator("tertulia-chat")).to_have_count(1)
    expect(widget.host.locator(".launcher")).to_have_count(1)
    added = page.evaluate(
        "Object.getOwnPropertyNames(window).filter(n => !before.has(n) && n !== 'before')"
    )
    assert added == ["tertulia"]


@pytest.mark.feature("1.1")
def test_calls_made_before_it_is_there_are_made_then(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    early = (
        "<script>window.heard = []; window.tertulia = window.tertulia || [];"
        "tertulia.push(['on', 'open', () => heard.push('open')]); tertulia.push(['open']);</script>"
    )
    widget = Site(stack, before=early).visit(page)
    expect(widget.window).to_be_visible()
    until(page, "window.heard.length === 1")


@pytest.mark.feature("1.1")
def test_destroyed_it_leaves_nothing_and_can_come_back(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    page.add_init_script("window.original = history.pushState")
    widget = Site(stack).visit(page).open()
    widget.ask("destroy()")
    expect(page.locator("tertulia-chat")).to_have_count(0)
    assert page.evaluate("window.tertulia === undefined && history.pushState === original")
    page.evaluate(
        """([src, channel]) => { const s = document.createElement('script');
           s.src = src; s.dataset.channel = channel; document.head.append(s); }""",
        [f"{stack.console.rstrip('/')}/w/loader.js", stack.channel("website")["id"]],
    )
    widget.open()


@pytest.mark.feature("1.1")
def test_on_a_phone_it_fills_the_screen(stack: Stack, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 390, "height": 780}, has_touch=True)
    widget = Site(stack).visit(page).open()
    page.wait_for_timeout(300)  # its entrance
    shown = widget.window.bounding_box()
    assert shown is not None
    assert (shown["x"], shown["y"], shown["width"], shown["height"]) == (0, 0, 390, 780)
    widget.window.get_by_role("button", name="Close chat").click()
    expect(widget.window).to_have_count(0)


@pytest.mark.feature("1.1")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing(stack: Stack, new_page: NewPage, scheme: str, width: int) -> None:
    page = new_page(
        color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce"
    )
    widget = Site(stack).visit(page)
    expect(widget.host.locator(".peek")).to_be_visible()
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({include: [['tertulia-chat']]})")
    assert [entry["id"] for entry in found["violations"]] == []
    widget.open().say("A link: https://example.com", "Thanks")
    widget.window.get_by_role("button", name="Emoji").click()
    widget.expect_sent("Thanks")
    found = page.evaluate("axe.run({include: [['tertulia-chat']]})")
    told = [(entry["id"], entry["nodes"][0]["html"]) for entry in found["violations"]]
    assert told == [], json.dumps(told)
    assert any(entry["id"] == "color-contrast" for entry in found["passes"])


@pytest.mark.feature("1.1")
def test_a_keyboard_is_enough(stack: Stack, new_page: NewPage) -> None:
    page = new_page()
    widget = Site(stack).visit(page)
    widget.launcher.focus()
    page.keyboard.press("Enter")
    expect(widget.field).to_be_focused()
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    widget.expect_sent("By keyboard")
    for _ in range(12):  # around the window, and never out of it
        page.keyboard.press("Tab")
        inside = (
            "document.activeElement.shadowRoot?.activeElement?.closest('[role=dialog]') != null"
        )
        assert page.evaluate(inside)
    page.keyboard.press("Escape")
    expect(widget.window).to_have_count(0)
    expect(widget.launcher).to_be_focused()


@pytest.mark.feature("1.1")
@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Escribe un mensaje"), ("pt-BR", "Escreva uma mensagem"), ("en", "Write a message")],
)
def test_it_speaks_the_languages(
    stack: Stack, new_page: NewPage, language: str, words: str
) -> None:
    widget = Site(stack, attributes=f'data-language="{language}"').visit(new_page()).open()
    expect(widget.field).to_have_attribute("placeholder", words)
    expect(widget.host.locator("aside")).to_have_attribute("lang", language)


@pytest.mark.feature("1.1")
@pytest.mark.parametrize(
    ("colour", "text"), [("#ffd166", "rgb(0, 0, 0)"), ("#123456", "rgb(255, 255, 255)")]
)
def test_its_text_can_be_read_on_any_colour(
    stack: Stack, new_page: NewPage, colour: str, text: str
) -> None:
    widget = Site(stack, attributes=f'data-colour="{colour}"').visit(new_page()).open()
    expect(widget.window.locator("header")).to_have_css("color", text)
    widget.ask("setColour('#fff')")
    expect(widget.window.locator("header")).to_have_css("color", "rgb(0, 0, 0)")
