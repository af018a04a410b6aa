"""Forms, signed users and JivoChat's names, in the browser of a site's visitor."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import until
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually
from tests.e2e.widget import Site, Widget

pytestmark = pytest.mark.browser
NewPage = Callable[..., Page]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = "<script>alert(1)</script> \u202egnol " + "x" * 400


@dataclass(frozen=True, slots=True)
class Sites:
    """Websites of their own, so that nobody else's tests see their settings. key: of `signed`."""

    queue: Json
    form: str
    offline: str
    signed: str
    moved: str
    key: str


@pytest.fixture(scope="module")
def sites(stack: Stack) -> Sites:
    owner = stack.agent()
    queue = owner.get("/me")["queues"][0]

    def new(**settings: str) -> str:
        body = {"kind": "website", "name": "Bean & Leaf", "settings": settings}
        return str(owner.post("/channels", body)["id"])

    form = new(
        prechat="required",
        prechat_fields="name*,email*,phone",
        departments=queue["id"],
        language="pt-BR",
    )
    offline = new(offline_form="on", language="auto", offline_text="Volvemos el lunes")
    moved = new(prechat="optional", prechat_fields="name,email")
    signed = new()
    key = owner.post(f"/channels/{signed}/identity-key")["identity_key"]
    owner.patch(f"/channels/{signed}", {"settings": {"identity": "optional"}})
    return Sites(queue, form, offline, signed, moved, key)


def violations(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({include: [['tertulia-chat']]})")
    return [
        (entry["id"], [node["html"] for node in entry["nodes"]]) for entry in found["violations"]
    ]


def at(stack: Stack, page: Page, channel: str, **more: Any) -> Widget:
    widget = Site(stack, channel=channel, **more).visit(page)
    widget.launcher.wait_for()
    return widget


def heard(agent: Person, channel: str) -> Json:
    """The site's conversation, as an agent sees it."""

    def look() -> Json | None:
        return next((row for row in agent.conversations() if row["channel_id"] == channel), None)

    return agent.get(f"/conversations/{eventually(look)['id']}")


@pytest.mark.feature("1.8")
def test_a_form_comes_before_the_chat_once(stack: Stack, sites: Sites, new_page: NewPage) -> None:
    owner, queue, channel = stack.agent(), sites.queue, sites.form
    page = new_page(viewport={"width": 1280, "height": 800})
    widget = at(stack, page, channel).open()
    expect(widget.field).to_have_count(0)
    form = widget.form
    form.get_by_label("E-mail").fill("ana@")
    form.get_by_label("Telefone").fill("12")
    form.get_by_role("button").click()
    expect(form.locator(".wrong:not(p)")).to_have_text(
        [
            "Preencha este campo.",
            "Preencha este campo.",
            "Isto não é um endereço de e-mail.",
            "Isto não é um número de telefone. Comece com + e o código do país.",
        ]
    )
    expect(form.get_by_label("Departamento")).to_be_focused()
    assert violations(page) == []

    form.get_by_label("Departamento").select_option(queue["name"])
    form.get_by_label("Nome").fill(HOSTILE[:100])
    form.get_by_label("E-mail").fill("ana@example.com")
    form.get_by_label("Telefone").fill("+55 11 00")  # the server knows better
    form.get_by_role("button").click()
    expect(form.locator(".wrong:not(p)")).to_have_count(1)
    form.get_by_label("Telefone").fill("+55 11 98765-4321")
    form.get_by_role("button").click()
    expect(widget.field).to_be_focused()
    text = f"Olá {channel}"
    widget.say(text)
    expect(widget.mark(text)).to_have_text("Enviado")
    seen = heard(owner, channel)
    assert seen["conversation"]["queue_id"] == queue["id"]
    contact = seen["contact"]
    assert (contact["email"], contact["phone"]) == ("ana@example.com", "+5511987654321")
    assert contact["name"] == HOSTILE[:100]

    page.reload()
    expect(widget.field).to_be_visible()  # nobody is asked twice
    expect(widget.form).to_have_count(0)


@pytest.mark.feature("1.8")
def test_a_message_is_left_while_nobody_is_there(
    stack: Stack, sites: Sites, new_page: NewPage
) -> None:
    owner, channel = stack.agent(), sites.offline
    page = new_page(
        viewport={"width": 390, "height": 780}, color_scheme="dark", locale="es-AR", has_touch=True
    )
    widget = at(stack, page, channel, attributes='data-theme="dark"')
    page.evaluate("document.documentElement.lang = ''")
    widget.open()
    form = widget.form
    expect(form).to_contain_text("Volvemos el lunes")
    message = f"{channel} {HOSTILE}"
    form.locator("textarea").fill(message)
    form.get_by_role("button").click()
    expect(form.locator("[aria-invalid]")).to_be_focused()
    assert violations(page) == []
    form.locator("[name=email]").fill("ana@example.com")
    page.context.set_offline(True)
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    form.get_by_role("button").click()
    expect(widget.window).to_contain_text("ana@example.com")
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    seen = heard(owner, channel)
    texts = [m["content"].get("event") or m["content"]["text"] for m in seen["messages"]]
    assert texts == [message.strip(), "visitor.offline_form"]
    assert seen["contact"]["email"] == "ana@example.com"
    widget.window.locator(".thanks .link").click()
    expect(widget.mine).to_have_text([message.strip()])


def signature(key: str, user: str) -> str:
    return hmac.new(key.encode(), user.encode(), hashlib.sha256).hexdigest()


@pytest.mark.feature("1.11")
def test_a_signed_user_is_himself_in_every_browser(
    stack: Stack, sites: Sites, new_page: NewPage
) -> None:
    channel, key = sites.signed, sites.key

    def user(name: str, signed: str) -> str:
        return f'data-user="{name}" data-signature="{signed}"'

    good = user("u1", signature(key, "u1"))
    one = at(stack, new_page(), channel, attributes=good).open()
    one.say("My secret")
    one.expect_sent("My secret")
    other = at(stack, new_page(), channel, attributes=good).open()
    expect(other.mine).to_have_text(["My secret"])

    forger = at(stack, new_page(), channel, attributes=user("u1", signature("0" * 64, "u1")))
    forger.open().say("Who am I")
    forger.expect_sent("Who am I")
    expect(forger.mine).to_have_text(["Who am I"])

    # The same browser: another user signs in, then signs out.
    other.page.evaluate(f"tertulia.setUserToken('u2', '{signature(key, 'u2')}')")
    expect(other.mine).to_have_count(0)
    other.say("Second")
    other.expect_sent("Second")
    other.page.evaluate("tertulia.clearHistory()")
    expect(other.mine).to_have_count(0)
    assert other.page.evaluate("Object.keys(localStorage).filter(k => k.endsWith('.draft'))") == []
    other.page.evaluate(f"tertulia.setUserToken('u1', '{signature(key, 'u1')}')")
    expect(other.mine).to_have_text(["My secret"])
    expect(one.mine).to_have_text(["My secret"])


CALLBACKS = [
    "onLoadCallback",
    "onOpen",
    "onClose",
    "onChangeState",
    "onMessageSent",
    "onClientStartChat",
    "onIntroduction",
    "onAccept",
    "onMessageReceived",
    "onResizeCallback",
    "onWidgetDestroy",
]
RECORD = (
    "<script>window.told = [];"
    + "".join(
        f"function jivo_{name}(...args) {{ told.push(['{name}', ...args]) }}\n"
        for name in CALLBACKS
    )
    + "</script>"
)


def told(page: Page, name: str) -> list[Any]:
    return list(page.evaluate(f"told.filter(([name]) => name === '{name}')"))


def expect_told(page: Page, name: str, times: int = 1) -> list[Any]:
    until(page, f"told.filter(([name]) => name === '{name}').length >= {times}")
    calls = told(page, name)
    assert len(calls) == times, calls
    return calls


@dataclass(frozen=True, slots=True)
class Moved:
    """A site that calls JivoChat's names."""

    widget: Widget

    @property
    def page(self) -> Page:
        return self.widget.page

    def api(self, expression: str) -> Any:
        return self.page.evaluate(f"jivo_api.{expression}")


def answers_at_once(moved: Moved) -> None:
    """Before anything is said."""
    page, api = moved.page, moved.api
    assert api("chatMode()") == "offline"
    assert api("getUtm()") == {
        "source": "news",
        "campaign": "may",
        "medium": None,
        "term": None,
        "content": None,
    }
    assert api("getContactInfo()") == dict.fromkeys(
        ("client_name", "email", "phone", "description")
    )
    ask = "new Promise(done => jivo_api.{}((...told) => done(told)))"
    error, number = page.evaluate(ask.format("getVisitorNumber"))
    assert error is None
    assert 1000 <= number <= 9999
    (callback,) = page.evaluate(ask.format("isCallbackEnabled"))
    assert callback["result"] == "fail"
    assert callback["reason"]
    assert api("startCall('+14084987855')")["result"] == "fail"
    assert api("sendOfflineMessage({message: 'x'})")["result"] == "fail"
    assert api("setWidgetColor('#aa0000', '#00aa00')") == {"result": "ok"}
    expect(moved.widget.launcher).to_have_css("background-color", "rgb(170, 0, 0)")


def introduces_himself(moved: Moved) -> None:
    page, api, widget = moved.page, moved.api, moved.widget
    assert api("open()") == {"result": "ok"}
    expect(widget.form).to_be_visible()
    expect_told(page, "onOpen")
    assert expect_told(page, "onChangeState")[0][1] == "chat"
    widget.form.get_by_label("Name").fill("Ana")
    widget.form.get_by_role("button", name="Start the chat").click()
    assert expect_told(page, "onIntroduction")[0][1]["client_name"] == "Ana"
    api("setContactInfo({email: 'ana@example.com', phone: '+5511987654321', description: 'VIP'})")
    api("setCustomData([{content: 'Balance: $56'}, {title: 'Plan', content: 'gold'}])")
    api("setClientAttributes({Age: 42})")
    api("setUserToken('user-9')")


def becomes_known(moved: Moved, owner: Person, conversation: Json) -> None:

    def known() -> Json | None:
        contact = owner.get(f"/contacts/{conversation['contact_id']}")
        wanted = {"Field 1": "Balance: $56", "Plan": "gold", "Age": "42", "user_token": "user-9"}
        return contact if wanted.items() <= contact["attributes"].items() else None

    contact = eventually(known)
    assert (contact["email"], contact["description"]) == ("ana@example.com", "VIP")
    until(moved.page, "jivo_api.getContactInfo().phone === '+5511987654321'")


def is_told_while_closed(moved: Moved, owner: Person, conversation: Json) -> None:
    page, api = moved.page, moved.api
    assert api("close()") == {"result": "ok"}
    expect_told(page, "onClose")
    assert told(page, "onChangeState")[-1][1] == "chat/min"
    assert len(told(page, "onResizeCallback")) == 2
    owner.say("How can I help?", conversation=conversation["id"])
    expect_told(page, "onMessageReceived")
    assert api("getUnreadMessagesCount()") == 1
    owner.patch(
        f"/conversations/{conversation['id']}", {"assignee_id": owner.get("/me")["me"]["id"]}
    )
    expect_told(page, "onAccept")


def tells_his_page_and_goes(moved: Moved, owner: Person, conversation: Json) -> None:
    page, api, widget = moved.page, moved.api, moved.widget
    api("sendPageTitle('Custom title', true, 'https://site.example/other')")

    def titled() -> bool:
        pages = owner.get(f"/contacts/{conversation['contact_id']}")["visitor"]["pages"]
        last = pages[-1]
        return bool(last["title"] == "Custom title" and last["url"].endswith("/other"))

    eventually(lambda: titled() or None)
    api("clearHistory()")
    until(page, "jivo_api.getContactInfo().email === null")
    page.evaluate("jivo_destroy()")
    expect(widget.host).to_have_count(0)
    expect_told(page, "onWidgetDestroy")
    page.evaluate("jivo_init()")
    expect(widget.launcher).to_be_visible()
    expect_told(page, "onLoadCallback", 2)


@pytest.mark.feature("1.10")
def test_a_site_that_moves_from_jivochat_keeps_its_names(
    stack: Stack, sites: Sites, new_page: NewPage
) -> None:
    owner, channel = stack.agent(), sites.moved
    page = new_page()
    site = Site(stack, head=RECORD, channel=channel, moved=True)
    moved = Moved(site.visit(page, "?utm_source=news&utm_campaign=may"))
    expect_told(page, "onLoadCallback")
    answers_at_once(moved)
    introduces_himself(moved)
    moved.widget.say(f"Hello {channel}")
    expect_told(page, "onMessageSent")
    expect_told(page, "onClientStartChat")
    conversation = heard(owner, channel)["conversation"]
    becomes_known(moved, owner, conversation)
    is_told_while_closed(moved, owner, conversation)
    tells_his_page_and_goes(moved, owner, conversation)
