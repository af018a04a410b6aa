"""E-mail in the browser: a channel is made, a letter comes in, is opened whole, and is answered."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from infra.local import letters as post
from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Stack

pytestmark = [pytest.mark.browser, pytest.mark.feature("2.1")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}


def written(mark: str) -> bytes:
    """An answer of a mail program, with an old letter below and HTML that wants to run."""
    return (
        f"""From: =?utf-8?q?Ana_Jos=C3=A9?= <ana-{mark}@example.com>
To: support@example.com
Cc: Bob <bob@example.com>
Subject: Order {mark} <b>is</b> late
Message-ID: <{mark}@example.com>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Where is it, {mark}?

On Mon, May 4, 2026, Acme <support@example.com> wrote:
> It is on its way.

--b
Content-Type: text/html; charset=utf-8

<p>Where is <strong>it</strong>, {mark}?</p><script>parent.document.title = "broken"</script>
<img src="https://spy.example/pixel.gif" onerror="parent.document.title = 'broken'">
<blockquote type="cite">It is on its way.</blockquote>
--b--
"""
    ).encode()


def test_a_letter_comes_in_is_read_whole_and_is_answered(stack: Stack, new_page: NewPage) -> None:
    mark = uuid.uuid4().hex[:8]
    page = new_page(**LAPTOP)
    console = sign_in(page, stack, path="settings/channels/new/email")
    page.get_by_role("textbox", name="Name", exact=True).fill(f"Mail {mark}")
    page.get_by_role("button", name="Create channel").click()
    address = page.get_by_test_id("copy-text").first
    expect(address).to_contain_text("@mail.demo.example")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_test_id("connect-result")).to_contain_text("Connected")
    assert violations(page, AXE) == []
    to, channel = address.inner_text().strip(), page.url

    post.drop(stack.addresses["environment"], raw=written(mark), to=to, verdicts={"dmarc": "FAIL"})
    page.goto(f"{stack.console}inbox/all/open")
    console.open(f"Where is it, {mark}?")
    letter = page.get_by_test_id("letter")
    expect(letter).to_contain_text(f"Order {mark} <b>is</b> late")
    expect(letter).to_contain_text("The sender could not be proved")
    expect(console.message("It is on its way.")).to_have_count(0)

    letter.get_by_role("button", name="Whole letter").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("bob@example.com")
    expect(dialog).to_contain_text("Pictures from other servers are left out")
    expect(dialog.frame_locator("iframe").first.locator("strong")).to_have_text("it")
    assert "broken" not in page.title()
    assert violations(page, AXE) == []
    page.keyboard.press("Escape")

    console.write(f"It arrives tomorrow, {mark}.")
    console.expect_delivery(f"It arrives tomorrow, {mark}.", "sent")

    page.goto(channel)
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()
