"""The network goes while the world goes on; nothing is missing or doubled afterwards."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import expect

from tests.e2e.console import NewPage, sign_in
from tests.e2e.stack import Stack

pytestmark = [pytest.mark.browser]


@pytest.mark.feature("12")
def test_a_cut_network_leaves_no_gap_and_no_double(stack: Stack, new_page: NewPage) -> None:
    console = sign_in(new_page(viewport={"width": 1680, "height": 1000}), stack)
    visitor, colleague = stack.visitor(), stack.agent("agent")
    mark = uuid.uuid4().hex[:8]
    visitor.say(f"Hello {mark}")
    console.open(mark)
    expect(console.message(f"Hello {mark}")).to_be_visible()
    conversation = console.page.url.rsplit("/", 1)[-1]

    console.page.context.set_offline(True)
    expect(console.page.get_by_test_id("connection-banner")).to_be_visible()
    for number in range(60):  # more than a page
        colleague.say(f"Colleague {number}", conversation=conversation)
    visitor.say(f"Visitor {mark}")
    other = f"Elsewhere {mark}"
    stack.visitor().say(other)
    expect(console.message("Colleague")).to_have_count(0)

    console.page.context.set_offline(False)
    expect(console.message(f"Visitor {mark}")).to_be_visible()
    expect(console.page.get_by_test_id("connection-banner")).to_have_count(0)
    expect(console.row(other)).to_be_visible()
    expect(console.messages).to_have_count(62)
    spoken = [f"Hello {mark}", *(f"Colleague {n}" for n in range(60)), f"Visitor {mark}"]
    sequence = console.messages.evaluate_all("all => all.map(one => one.dataset.seq)")
    assert sequence == sorted(set(sequence), key=int)
    lines = console.page.get_by_test_id("messages").inner_text().split("\n")
    assert [line for line in lines if line in set(spoken)] == spoken


@pytest.mark.feature("12")
def test_what_cannot_be_sent_waits_or_says_why_and_goes_once(
    stack: Stack, new_page: NewPage
) -> None:
    console = sign_in(new_page(viewport={"width": 1680, "height": 1000}), stack)
    visitor, mark = stack.visitor(), uuid.uuid4().hex[:8]
    visitor.say(f"Hello {mark}")
    console.open(mark)

    console.page.context.set_offline(True)
    console.write("Written in a tunnel")
    expect(console.message("Written in a tunnel")).to_be_visible()
    console.page.context.set_offline(False)
    console.expect_delivery("Written in a tunnel", "sent")  # by itself

    posts = "**/api/conversations/*/messages"
    console.page.route(posts, lambda route: route.abort())
    console.write("Written behind a wall")
    failed = console.page.get_by_test_id("send-failed")
    expect(failed).to_contain_text("cannot be reached")
    console.page.unroute(posts)
    failed.get_by_role("button", name="Retry").click()
    console.expect_delivery("Written behind a wall", "sent")

    for words in ("Written in a tunnel", "Written behind a wall"):
        expect(console.message(words)).to_have_count(1)
    told = [one["content"]["text"] for one in visitor.get("/widget/messages", after=0)["messages"]]
    assert told[1:] == ["Written in a tunnel", "Written behind a wall"]
