"""A queue that hands out its conversations, from its settings to the contact who waits."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import sign_in, until, violations
from tests.e2e.stack import ROOT, Json, Stack, eventually

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}}
_SETTLED = "!document.getAnimations().some((one) => one instanceof CSSTransition)"


def check(page: Page, *schemes: str) -> None:
    for scheme in schemes or ("light",):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        until(page, _SETTLED)
        found = violations(page, AXE)
        assert not found, found


@pytest.fixture(scope="module", autouse=True)
def by_hand_again(stack: Stack) -> Iterator[None]:
    """Other files' conversations are nobody's before and after."""
    yield
    owner = stack.agent()
    told = owner.get("/me")
    for queue in told["queues"]:
        answer = owner.client.patch(f"/queues/{queue['id']}", json={"rules": {}})
        assert answer.is_success, answer.text
    for agent in told["agents"]:
        answer = owner.client.patch(f"/agents/{agent['id']}", json={"capacity": 0, "skills": {}})
        assert answer.is_success, answer.text


@pytest.fixture(scope="module", autouse=True)
def promising(stack: Stack) -> Iterator[Json]:
    """A queue that promises a first reply; made first, so that every process has heard of it."""
    owner = stack.agent()
    body = {"name": "Promises", "rules": {"targets": {"first_reply": 30}}}
    queue = owner.post("/queues", body)
    yield queue
    owner.client.delete(f"/queues/{queue['id']}")


@pytest.fixture(scope="module")
def bar(stack: Stack) -> Iterator[Json]:
    """A queue and its site, where nobody waits whom other files have left waiting."""
    owner = stack.agent()
    members = [agent["id"] for agent in owner.get("/me")["agents"]]
    queue = owner.post("/queues", {"name": "Espresso bar", "member_ids": members})["id"]
    body = {"kind": "website", "name": "Espresso bar", "queue_id": queue}
    site = owner.post("/channels", body)["id"]
    yield {"queue": queue, "site": site}
    owner.client.delete(f"/channels/{site}")
    owner.client.delete(f"/queues/{queue}")


@pytest.mark.feature("4.1")
@pytest.mark.feature("4.5")
def test_an_administrator_says_how_a_queue_hands_out(
    stack: Stack, bar: Json, new_page: NewPage
) -> None:
    page = sign_in(new_page(**LAPTOP), stack, "owner", path="settings/queues").page
    row = page.get_by_test_id("queue-row").filter(has_text="Espresso bar")
    expect(row).to_contain_text("Taken by hand")
    page.get_by_role("button", name="Edit Espresso bar").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("In turns").click()
    dialog.get_by_label("Seconds to accept").fill("30")
    dialog.get_by_label("Tell contacts where they stand").check()
    dialog.get_by_label("First reply").fill("15")
    dialog.get_by_role("button", name="Add a skill").click()
    dialog.get_by_label("Skill", exact=True).fill("Espresso")
    check(page, "light", "dark")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text("In turns")
    page.goto(stack.console + "settings/agents")
    page.get_by_role("button", name="Manage Ana Ribeiro").click()
    page.get_by_role("menuitem", name="Skills and limit").click()
    dialog.get_by_label("Conversations at once").fill("1")
    dialog.get_by_role("button", name="Add a skill").click()
    dialog.get_by_label("Skill", exact=True).fill("espresso")
    page.set_viewport_size({"width": 390, "height": 844})
    check(page, "dark", "light")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)


@pytest.fixture
def handing_out(stack: Stack, bar: Json) -> float:
    """The bar hands out to Ana alone, one at a time, and she has nothing to do. Answers when every
    process goes by that: it may keep the rules that it knows for ten seconds."""
    owner, ana = stack.agent(), stack.agent("agent")
    rules = {"strategy": "round_robin", "skills": {"Espresso": 1}, "tell_position": True}
    owner.patch(f"/queues/{bar['queue']}", {"rules": rules})
    changed = time.monotonic()
    me = ana.get("/me")["me"]["id"]
    owner.patch(f"/agents/{me}", {"capacity": 1, "skills": {"Espresso": 3}})
    for row in ana.conversations("mine"):  # what other files left her
        ana.patch(f"/conversations/{row['id']}", {"status": "resolved"})
    return changed + 10


@pytest.mark.feature("4.2")
@pytest.mark.feature("4.3")
@pytest.mark.feature("4.4")
def test_a_contact_is_offered_to_who_is_free_and_the_next_one_hears_where_he_stands(
    stack: Stack, bar: Json, handing_out: float, new_page: NewPage
) -> None:
    ana = sign_in(new_page(**LAPTOP), stack, "agent", path="inbox/mine/open")
    page = ana.page
    first, second = stack.visitor(bar["site"]), stack.visitor(bar["site"])
    time.sleep(max(0.0, handing_out - time.monotonic()))
    first.say("My grinder is stuck")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    expect(page.get_by_test_id("events").last).to_contain_text("accepted")
    page.get_by_role("button", name="Why?").first.click()
    told = page.get_by_test_id("why")
    expect(told).to_contain_text("Why Ana Ribeiro?")
    expect(told).to_contain_text("Ana Ribeiro was the only one free.")
    check(page, "light", "dark")
    page.keyboard.press("Escape")

    second.say("Do you sell filters?")

    def position() -> bool:
        messages = second.get("/widget/messages")["messages"]
        return any("You are next" in each["content"]["text"] for each in messages)

    eventually(position)
    page.get_by_test_id("assign").click()
    page.get_by_test_id("why-now").click()
    expect(page.get_by_test_id("why")).to_contain_text("was the only one free")
    page.keyboard.press("Escape")
    page.get_by_test_id("resolve").click()
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)


@pytest.mark.feature("4.5")
@pytest.mark.feature("3.3")
def test_what_is_promised_is_listed_the_nearest_deadline_first(
    stack: Stack, promising: Json, new_page: NewPage
) -> None:
    owner = stack.agent()
    console = sign_in(new_page(**LAPTOP, reduced_motion="reduce"), stack)
    page = console.page
    page.get_by_test_id("view-deadlines").click()

    def row(conversation: str) -> Locator:
        return page.locator(f"[data-conversation='{conversation}']")

    ids = [stack.visitor().say("Do you have time?")["conversation"]["id"] for _ in range(2)]
    for id in ids:
        owner.patch(f"/conversations/{id}", {"queue_id": promising["id"]})
        expect(row(id)).to_be_visible()
    places = [int(row(id).get_attribute("aria-posinset") or 0) for id in ids]
    assert places == sorted(places)  # not the newest on top, as elsewhere
    row(ids[0]).click()
    expect(console.field).to_be_visible()
    console.write("Here I am")
    expect(row(ids[0])).to_have_count(0)
    expect(row(ids[1])).to_be_visible()
    page.reload()
    expect(row(ids[1])).to_be_visible()
    expect(row(ids[0])).to_have_count(0)
