"""Privacy and security, as administrators use them. What erasing leaves: test_erasing.py."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Person, Stack

pytestmark = [pytest.mark.browser, pytest.mark.feature("11")]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP: Options = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
PHONE: Options = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}


def flawless(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"privacy-{name}.png")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_how_long_things_are_kept_and_who_did_what(stack: Stack, new_page: NewPage) -> None:
    page = sign_in(new_page(reduced_motion="reduce", **PHONE), stack, path="settings/privacy").page
    days = page.get_by_label("All channels")
    summary = page.get_by_test_id("retention-summary")
    expect(summary).to_have_text("Nothing is erased by itself.")
    days.fill("3650")
    expect(summary).to_contain_text("are erased for good")
    flawless(page, "retention-phone")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Erase old conversations").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.reload()
    expect(days).to_have_value("3650 days")
    days.fill("0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.goto(f"{stack.console}settings/audit")
    entry = page.get_by_test_id("audit-entry")
    changed = entry.filter(has_text="Changed how long conversations are kept")
    expect(changed.first).to_contain_text("days: 0")
    flawless(page, "audit-phone")
    page.get_by_label("What").select_option("Signing in")
    expect(changed).to_have_count(0)
    expect(entry.first).to_contain_text("Signed in")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    table = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert table[0].startswith("at,agent,action")
    assert any("sign_in.done" in line for line in table[1:])


def code_of(secret: str) -> str:
    """RFC 6238: what an authenticator app shows now."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def colleague(owner: Person, role: str) -> tuple[str, str]:
    """An address and a password of somebody new: other tests sign in without a code."""
    email, password = f"{uuid.uuid4().hex[:10]}@example.com", "correct-horse-9"
    made = owner.post("/agents", {"email": email, "name": "Two Steps", "role": role})
    owner.post(
        "/auth/new-password",
        {"email": email, "password": made["temporary_password"], "new_password": password},
    )
    return email, password


def test_a_supervisor_signs_in_with_a_second_factor_and_finds_no_settings_of_others(
    stack: Stack, new_page: NewPage
) -> None:
    email, password = colleague(stack.agent(), "supervisor")
    page = new_page(reduced_motion="reduce", **LAPTOP)

    def enter() -> None:
        page.goto(stack.console)
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("button", name="Sign in", exact=True).click()

    enter()
    expect(page.get_by_test_id("me-menu")).to_be_visible()
    page.goto(f"{stack.console}settings/privacy")
    expect(page.get_by_text("Only owners and administrators can change this.")).to_be_visible()
    expect(page.get_by_role("link", name="Audit log")).to_have_count(0)
    page.goto(f"{stack.console}settings/profile")
    box = page.get_by_test_id("factor")
    box.get_by_role("button", name="Set up").click()
    expect(box.get_by_role("img", name="Picture for the authenticator app")).to_be_visible()
    box.scroll_into_view_if_needed()
    flawless(page, "factor")
    secret = box.get_by_test_id("copy-text").inner_text().strip()
    code = box.get_by_label("Code from the app")
    code.fill("000000")
    box.get_by_role("button", name="Turn on").click()
    expect(box.get_by_text("This code is wrong or too old.")).to_be_visible()
    code.fill(code_of(secret))
    box.get_by_role("button", name="Turn on").click()
    expect(box.get_by_role("button", name="Turn off")).to_be_visible()
    page.context.clear_cookies()
    enter()
    asked = page.get_by_label("Code from the app")
    expect(asked).to_be_focused()
    flawless(page, "second-step")
    asked.fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("This code is wrong or too old.")).to_be_visible()
    asked.fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_test_id("me-menu")).to_be_visible()
