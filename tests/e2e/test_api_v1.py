"""A token is made in the console, and a program works with it over HTTP."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Stack
from tests.e2e.widget import Site

pytestmark = [pytest.mark.browser, pytest.mark.feature("9.1")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
DARK_PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "locale": "pt-BR",
}


def row(page: Page, name: str) -> Locator:
    return page.get_by_test_id("token-row").filter(has_text=name)


def new_token(page: Page, name: str) -> str:
    """Reads everything but contacts, and writes messages and conversations."""
    page.get_by_role("button", name="New token").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Choose").check()
    dialog.get_by_label("Read: Contacts").uncheck()
    for what in ("Messages", "Conversations"):
        dialog.get_by_label(f"Write: {what}").check()
    dialog.get_by_label("Expires").select_option("never")
    assert violations(page, AXE) == []
    dialog.get_by_role("button", name="Make token").click()
    secret = page.get_by_test_id("copy-text").first
    expect(secret).to_contain_text("tt_")
    told = secret.inner_text()
    page.get_by_role("button", name="Done").click()
    expect(secret).to_have_count(0)
    return told


def found(program: httpx.Client, mark: str) -> str:
    """The conversation whose last words hold the mark."""
    rule = {"field": "last_text", "operator": "contains", "values": [mark]}
    answer = program.post("/conversations/search", json={"filter": {"rules": [rule]}})
    (talk,) = answer.json()["data"]
    return f"/conversations/{talk['id']}"


@pytest.mark.feature("9.2")
def test_a_program_answers_a_visitor_until_its_token_is_revoked(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page(viewport={"width": 1280, "height": 900})
    sign_in(page, stack, path="settings/api", live=False)
    mark = uuid.uuid4().hex[:6]
    name = f"Robot <b>{mark}</b>"
    secret = new_token(page, name)
    program = httpx.Client(
        base_url=f"{stack.api}/v1", headers={"Authorization": f"Bearer {secret}"}, timeout=60
    )
    expect(row(page, name)).to_contain_text("Not used yet")
    assert violations(page, AXE) == []

    shop = Site(stack).visit(new_page(viewport={"width": 900, "height": 800})).open()
    shop.say(f"Where is parcel {mark}?")
    shop.expect_sent(f"Where is parcel {mark}?")
    path = found(program, mark)
    answers(program, path, f"{mark} left at nine")
    expect(shop.lines.filter(has_text=f"{mark} left at nine")).to_have_count(1)
    assert program.get("/contacts").status_code == 403

    page.reload()
    expect(row(page, name)).to_contain_text("Used just now")
    row(page, name).get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row(page, name)).to_have_count(0)
    assert program.get("/token").status_code == 401


def answers(program: httpx.Client, path: str, words: str) -> None:
    """Once, though it asks twice; and resolves it, unless somebody was faster."""
    body = {"content": {"kind": "text", "text": words}}
    key = {"Idempotency-Key": words.replace(" ", "-")}
    for replayed in (None, "true"):
        sent = program.post(f"{path}/messages", json=body, headers=key)
        told = sent.headers.get("Idempotency-Replayed")
        assert (sent.status_code, told) == (201, replayed), sent.text
    assert "r=" in sent.headers["RateLimit"]
    seen = {"If-Match": program.get(path).headers["ETag"]}
    for status in (200, 412):
        done = program.patch(path, json={"status": "resolved"}, headers=seen)
        assert done.status_code == status, done.text


def test_the_reference_is_one_page_and_the_settings_fit_a_phone_in_the_dark(
    stack: Stack, new_page: NewPage
) -> None:
    page = new_page(**DARK_PHONE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stack.api}/v1/docs")
    expect(page.get_by_role("heading", name="Write to somebody on a channel")).to_be_visible()
    page.get_by_role("link", name="OutboundMessage").first.click()
    expect(page.get_by_role("heading", name="OutboundMessage")).to_be_in_viewport()
    assert len(asked) == 1  # nothing but itself
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, AXE) == []
    sign_in(page, stack, path="settings/api", live=False)
    page.get_by_role("button", name="Novo token").first.click()
    page.get_by_label("Escolher").check()
    expect(page.get_by_label("Escrever: Etiquetas")).to_be_visible()
    expect(page.get_by_label("Escrever: Ligações pedidas")).to_be_visible()
    expect(page.get_by_label("Ler: Registro de auditoria")).to_be_visible()
    expect(page.get_by_label("Escrever: Registro de auditoria")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page, AXE) == []
