"""A flow that another system begins: its address made in the builder, called, answered; and a
schedule, as its author sets it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import sign_in
from tests.e2e.stack import Stack, eventually
from tests.e2e.test_composer import RESULTS, person_wrote, row
from tests.e2e.test_desk import LAPTOP, check
from tests.e2e.test_flow_builder import saved

pytestmark = [pytest.mark.browser, pytest.mark.feature("6.2")]


def test_an_address_and_a_schedule_are_made_and_a_call_is_answered(
    stack: Stack, new_page: Callable[..., Page]
) -> None:
    owner, hello = stack.agent(), f"Order {uuid.uuid4().hex[:8]}"
    graph = {
        "start": "a",
        "nodes": [
            {"id": "a", "kind": "message", "data": {"text": f"{hello}: {{{{ trigger.state }}}}"}},
            {"id": "z", "kind": "end", "x": 320, "data": {"outcome": "resolve"}},
        ],
        "edges": [{"source": "a", "port": "out", "target": "z"}],
    }
    flow = owner.post("/flows", {"name": "Order sent", "graph": graph})["flow"]
    page = new_page(**LAPTOP, reduced_motion="reduce")
    sign_in(page, stack, path=f"flows/{flow['id']}", live=False)
    try:
        page.get_by_test_id("flow-start").click()
        for kind in ("Inbound webhook", "Schedule"):
            page.get_by_test_id("add-trigger").click()
            page.get_by_role("menuitem", name=kind).click()
        page.get_by_test_id("make-webhook").click()
        address = page.get_by_test_id("webhook").get_by_test_id("copy-text")
        expect(address).to_contain_text("/api/flow-hooks/")
        pane = page.get_by_test_id("start-pane")
        pane.get_by_text("Once", exact=True).click()
        pane.get_by_label("On", exact=True).fill("2031-02-03")
        pane.get_by_label("Nothing written for so many hours").fill("2")
        check(page, "light", "dark")
        RESULTS.mkdir(exist_ok=True)
        page.screenshot(path=RESULTS / "flow-starts-dark.png")
        page.emulate_media(color_scheme="light")
        page.get_by_test_id("trigger").first.scroll_into_view_if_needed()
        page.screenshot(path=RESULTS / "flow-starts.png")
        saved(page)
        page.get_by_test_id("publish").click()
        page.get_by_test_id("publish-submit").click()
        expect(page.get_by_test_id("toasts")).to_contain_text("Version 1 is published")
        _call_twice(stack, address.inner_text(), hello)
    finally:
        owner.client.delete(f"/flows/{flow['id']}")


def _call_twice(stack: Stack, address: str, hello: str) -> None:
    """The same call; what the flow says to whom it names is said once."""
    text = f"Hi {uuid.uuid4().hex}"
    chat = person_wrote(stack, "telegram", text)
    known = row(stack, text)
    body = {
        "contact": {"id": known["contact_id"]},
        "channel_id": stack.channel("telegram")["id"],
        "values": {"state": "<b>on its way</b>"},
    }
    for _ in range(2):
        assert httpx.post(address, json=body, timeout=30).status_code == 202
    said = f"{hello}: <b>on its way</b>"
    eventually(lambda: said in _lines(chat))
    assert _lines(chat).count(said) == 1


def _lines(chat: str) -> list[str]:
    return [one["text"] for one in httpx.get(chat).json()["lines"]]
