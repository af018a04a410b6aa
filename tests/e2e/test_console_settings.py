"""Settings, people and the first steps, from an empty account on."""

from __future__ import annotations

import json
import os
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import Console, NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually

pytestmark = [pytest.mark.browser]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
OWN = "my-own-password-7"
PHONE: Options = {"viewport": {"width": 390, "height": 844}}
DARK: Options = {"viewport": {"width": 1280, "height": 860}, "color_scheme": "dark"}


def new_owner(stack: Stack, name: str) -> Json:
    """By the deployer's command, as docs/deploy.md says."""
    command = [sys.executable, "-m", "chalicelib.accounts", "create-owner", "--account", name]
    command += ["--email", f"owner@{name}.example", "--name", "Nora New"]
    env = {**os.environ, **stack.addresses["environment"]}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    told: Json = json.loads(done.stdout)
    return told


def enter(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def said(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


@pytest.mark.feature("11")
def test_a_new_owner_is_led_to_the_first_answered_chat(stack: Stack, new_page: NewPage) -> None:
    owner = new_owner(stack, "firststeps")
    page = new_page(viewport={"width": 1280, "height": 860})
    page.goto(stack.console)
    enter(page, owner["email"], owner["password"])
    expect(page.get_by_role("heading", name="Welcome, Nora New")).to_be_visible()
    assert violations(page, AXE) == []

    page.get_by_role("link", name="Create the chat").click()
    page.get_by_label("Name").fill("First shop")
    page.get_by_role("button", name="Create channel").click()
    expect(page.get_by_test_id("copy-text").first).to_contain_text("loader.js")
    channel = page.url.rsplit("/", 1)[-1]
    page.get_by_test_id("me-menu").click()
    page.get_by_role("menuitem", name="First steps").click()
    step = _steps(page)
    expect(step("site")).to_contain_text("Done")
    expect(step("installed")).not_to_contain_text("Done")

    # A visitor of the site itself: told to the console without a reload.
    site = {"Origin": "https://shop.example"}
    httpx.post(
        f"{stack.api}/widget/{channel}/session", json={}, headers=site, timeout=30
    ).raise_for_status()
    expect(step("installed")).to_contain_text("Done")

    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open the test page").click()
    visitor = opened.value
    visitor.get_by_role("button", name="Open chat").or_(
        visitor.locator("tertulia-chat").get_by_role("button").first
    ).first.click()
    visitor.get_by_role("textbox").fill("Is anybody there?")
    visitor.get_by_role("textbox").press("Enter")
    expect(step("message")).to_contain_text("Done")

    page.get_by_role("link", name="Go to the inbox").click()
    console = Console(page)
    console.open("Is anybody there?")
    console.write("Yes, we are.")
    expect(visitor.locator(".words", has_text="Yes, we are.")).to_be_visible()
    page.goto(f"{stack.console}start")
    expect(_steps(page)("answer")).to_contain_text("Done")
    page.get_by_role("button", name="Put this list away").click()
    said(page, "It is still in your menu")


def _steps(page: Page) -> Callable[[str], Locator]:
    return lambda name: page.get_by_test_id(f"step-{name}")


@pytest.mark.feature("11")
def test_a_colleague_is_invited_comes_in_and_is_sent_away(stack: Stack, new_page: NewPage) -> None:
    page = new_page(viewport={"width": 1280, "height": 860})
    sign_in(page, stack, path="settings/agents")
    page.get_by_role("button", name="Invite agent").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("rita@invited.example")
    dialog.get_by_label("Name").fill("Rita Reis")
    assert violations(page, AXE) == []
    dialog.get_by_role("button", name="Send invitation").click()
    temporary = page.get_by_test_id("copy-text").nth(2).inner_text()
    page.get_by_role("button", name="Done").click()
    row = page.get_by_test_id("agent-row").filter(has_text="rita@invited.example")
    expect(row).to_contain_text("Invited")

    rita = new_page(**PHONE)
    rita.goto(stack.console)
    enter(rita, "rita@invited.example", temporary)
    expect(rita.get_by_role("heading", name="Choose your password")).to_be_visible()
    assert violations(rita, AXE) == []
    rita.get_by_label("New password").fill(OWN)
    rita.get_by_role("button", name="Save and sign in").click()
    Console(rita).expect_connected()
    expect(row).not_to_contain_text("Invited")  # without a reload

    row.get_by_role("button", name="Manage Rita Reis").click()
    page.get_by_role("menuitem", name="Role").click()
    page.get_by_role("dialog").get_by_label("Supervisor").check()
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Supervisor")

    owner = stack.agent()
    rita_id = next(a["id"] for a in owner.get("/me")["agents"] if a["name"] == "Rita Reis")
    talk = stack.visitor().say("For Rita")["conversation"]["id"]
    owner.patch(f"/conversations/{talk}", {"assignee_id": rita_id})
    row.get_by_role("button", name="Manage Rita Reis").click()
    page.get_by_role("menuitem", name="Deactivate").click()
    page.get_by_role("dialog").get_by_role("button", name="Deactivate").click()
    expect(row).to_contain_text("Deactivated")
    expect(rita.get_by_role("button", name="Sign in")).to_be_visible(timeout=30_000)
    enter(rita, "rita@invited.example", OWN)
    said(rita, "That email and password do not match")
    eventually(lambda: _assignee(owner.get(f"/conversations/{talk}")) == "" or None)


def _assignee(detail: Json) -> str:
    return str(detail["conversation"].get("assignee_id", ""))


def png(path: Path) -> Path:
    """A red picture of 40 × 20 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    rows = b"".join(b"\x00" + b"\xd0\x20\x20" * 40 for _ in range(20))
    header = struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    return path


def change_photo(page: Page, photo: Path) -> None:
    page.get_by_test_id("photo-file").set_input_files(photo)
    middle = "canvas => [...canvas.getContext('2d').getImageData(128, 128, 1, 1).data]"
    eventually(lambda: page.locator("canvas").evaluate(middle)[:3] == [208, 32, 32] or None)
    page.get_by_role("button", name="Use this photo").click()
    expect(page.get_by_test_id("me-menu").locator("img")).to_be_visible()


def change_profile(page: Page, password: str) -> None:
    page.get_by_label("Name").fill('Nora <b>"N"</b>')
    page.get_by_role("button", name="Save").click()
    said(page, "Saved")
    page.get_by_label("Present password").fill("not-my-password-1")
    page.get_by_label("New password").fill(OWN)
    page.get_by_role("button", name="Change password").click()
    said(page, "This is not your present password.")
    page.get_by_label("Present password").fill(password)
    page.get_by_role("button", name="Change password").click()
    said(page, "Password changed")
    assert violations(page, AXE) == []


def change_account(page: Page) -> None:
    page.get_by_label("Name of the organisation").fill("House & Keeping")
    page.get_by_label("Time zone").select_option("America/Sao_Paulo")
    page.get_by_role("button", name="Save").click()
    said(page, "Saved")


def queues_come_and_go(page: Page) -> None:
    said(page, "No queues yet")
    page.get_by_role("button", name="Add queue").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Sales")
    dialog.get_by_role("checkbox").first.check()
    dialog.get_by_role("button", name="Save").click()
    row = page.get_by_test_id("queue-row").filter(has_text="Sales")
    expect(row).to_contain_text("1 member")
    page.get_by_role("button", name="Add queue").click()
    dialog.get_by_label("Name").fill("SALES")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("There is a queue of that name")
    page.keyboard.press("Escape")
    row.get_by_role("button", name="Remove: Sales").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    said(page, "No queues yet")


@pytest.mark.feature("11")
def test_oneself_the_account_and_its_queues(
    stack: Stack, new_page: NewPage, tmp_path: Path
) -> None:
    owner = new_owner(stack, "housekeeping")
    page = new_page(**DARK)
    page.goto(f"{stack.console}settings/profile")
    enter(page, owner["email"], owner["password"])
    change_photo(page, png(tmp_path / "me.png"))
    change_profile(page, owner["password"])
    menu = page.get_by_role("navigation", name="Settings")
    menu.get_by_role("link", name="Account").click()
    change_account(page)
    menu.get_by_role("link", name="Queues").click()
    queues_come_and_go(page)
    menu.get_by_role("link", name="Notifications").click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.get_by_label("Messages in unassigned conversations").click(force=True)
    expect(page.get_by_label("Messages in unassigned conversations")).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("Messages in unassigned conversations")).not_to_be_checked()
    assert violations(page, AXE) == []


@pytest.mark.feature("11")
def test_a_forgotten_password_and_leaving_everywhere(stack: Stack, new_page: NewPage) -> None:
    """The local user pool always mails the code 654321."""
    owner = new_owner(stack, "forgetful")
    page = new_page(**PHONE)
    page.goto(f"{stack.console}settings")
    page.get_by_label("E-mail").fill(owner["email"])
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_role("button", name="Send code").click()
    page.get_by_label("Code").fill("111111")
    page.get_by_label("New password").fill(OWN)
    page.get_by_role("button", name="Set password").click()
    said(page, "This code is wrong or too old.")
    page.get_by_label("Code").fill("654321")
    page.get_by_role("button", name="Set password").click()
    said(page, "Your new password is set.")
    page.get_by_label("Password", exact=True).fill(OWN)
    page.get_by_role("button", name="Sign in").click()
    said(page, "Notifications")  # on a phone, the settings are a list first
    assert violations(page, AXE) == []

    other = new_page()
    other.goto(f"{stack.console}settings/profile")
    enter(other, owner["email"], OWN)
    other.get_by_role("button", name="Sign out everywhere").click()
    other.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible(timeout=30_000)


@pytest.mark.feature("1.1")
@pytest.mark.feature("1.6")
def test_a_sites_chat_is_set_up_beside_the_chat_itself(stack: Stack, new_page: NewPage) -> None:
    owner = stack.agent()
    made = {"kind": "website", "name": "Preview shop", "settings": {}}
    channel = owner.post("/channels", made)["id"]
    page = new_page(**DARK)
    sign_in(page, stack, path=f"settings/channels/{channel}")
    chat = page.frame_locator("[data-testid=widget-preview]")
    page.get_by_label("Title").fill("Ask us <i>anything</i>")
    page.get_by_label("Colour", exact=True).last.fill("#ffee00")
    said(page, "Hard to see on a white page.")
    page.get_by_label("Button", exact=True).select_option("bar")
    page.get_by_label("Words on the button").fill("Talk to us")
    chat.get_by_text("Talk to us").click()
    expect(chat.get_by_role("heading", name="Ask us <i>anything</i>")).to_be_visible()
    chat.get_by_role("textbox").fill("Nobody hears this")
    chat.get_by_role("textbox").press("Enter")
    expect(chat.locator(".words", has_text="This is a preview.")).to_be_visible()
    assert violations(page, AXE) == []

    page.get_by_label("Signed identity").select_option("optional")
    page.get_by_role("button", name="Save changes").click()
    said(page, "make a key first")
    page.get_by_role("button", name="Make a key").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a key").click()
    key = page.get_by_test_id("copy-text").last
    expect(key).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    page.get_by_role("button", name="Save changes").click()
    said(page, "Saved")
    expect(page.get_by_role("button", name="Save changes")).to_be_disabled()
    session = httpx.post(f"{stack.api}/widget/{channel}/session", json={}, timeout=30).json()
    assert session["config"]["colour"] == "#ffee00"
    assert session["config"]["launcher_text"] == "Talk to us"
    assert all("Nobody hears this" not in str(one) for one in owner.conversations())

    table = page.get_by_test_id("storage-table")
    expect(table).to_contain_text(".outbox")
    page.get_by_label("Language of the table").select_option("es")
    expect(table).to_contain_text("Reconoce al visitante")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as HTML").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith('<table lang="es">')
    assert "tertulia.&lt;channel&gt;.token" in copied
