"""What an account asks of its people before they work, and what no page may do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass

import boto3
import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.console import NewPage, Options, violations
from tests.e2e.stack import ROOT, Json, Stack
from tests.e2e.test_privacy import code_of

pytestmark = [pytest.mark.browser, pytest.mark.feature("11")]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP: Options = {
    "viewport": {"width": 1280, "height": 800},
    "color_scheme": "dark",
    "reduced_motion": "reduce",
}
PHONE: Options = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "light",
    "reduced_motion": "reduce",
}


LOCAL: Json = {
    "region_name": "us-east-1",
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
}


def a_new_address() -> str:
    return f"o@{uuid.uuid4().hex[:8]}.example"


def flawless(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"security-{name}.png")
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def made(stack: Stack, *command: str) -> Json:
    """By the deployer's command, as docs/deploy.md says."""
    done = subprocess.run(
        [sys.executable, "-m", "chalicelib.accounts", *command],
        cwd=ROOT,
        env={**os.environ, **stack.addresses["environment"]},
        capture_output=True,
        text=True,
        check=True,
    )
    told: Json = json.loads(done.stdout)
    return told


@dataclass
class Someone:
    """Signed in without a browser; cookie: what a browser would keep."""

    client: httpx.Client

    @classmethod
    def enters(cls, stack: Stack, told: Json) -> Someone:
        client = httpx.Client(base_url=stack.api, timeout=30)
        body = {"email": told["email"], "password": told["password"]}
        session = client.post("/auth/sign-in", json=body).raise_for_status().json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        return cls(client)

    def call(self, method: str, path: str, body: Json | None = None) -> Json:
        kept = {"Cookie": f"tertulia_refresh={self.client.cookies['tertulia_refresh']}"}
        answer = self.client.request(method, path, json=body or {}, headers=kept)
        answer.raise_for_status()
        return dict(answer.json()) if answer.content else {}

    def set_up(self) -> None:
        secret = self.call("POST", "/auth/factor/secret")["secret"]
        self.call("POST", "/auth/factor", {"code": code_of(secret)})

    def opens(self, page: Page, stack: Stack, path: str = "") -> None:
        page.context.add_cookies(
            [
                {
                    "name": "tertulia_refresh",
                    "value": self.client.cookies["tertulia_refresh"],
                    "domain": "localhost",
                    "path": "/api/auth",
                    "httpOnly": True,
                    "sameSite": "Strict",
                }
            ]
        )
        page.goto(stack.console + path)


def test_who_calls_past_the_front_does_not_say_from_where(stack: Stack) -> None:
    here: Json = stack.addresses["environment"]
    gateway = boto3.client("apigateway", endpoint_url=here["AWS_ENDPOINT_URL"], **LOCAL)
    (api,) = [each["id"] for each in gateway.get_rest_apis()["items"]]
    past = f"{here['AWS_ENDPOINT_URL']}/_aws/execute-api/{api}/api"
    owner = Someone.enters(
        stack, made(stack, "create-owner", "--account", "Way", "--email", a_new_address())
    )
    lies = {"X-Forwarded-For": "198.51.100.7", "X-Tertulia-Edge": "guessed"}

    def noted(base: str) -> str:
        headers = {"Authorization": owner.client.headers["Authorization"], **lies}
        body = {"name": f"Queue {uuid.uuid4().hex[:6]}"}
        httpx.post(f"{base}/queues", json=body, headers=headers, timeout=30).raise_for_status()
        entries = owner.client.get("/audit").raise_for_status().json()["entries"]
        return str(entries[0]["address"])

    for base in (past, stack.api):
        assert noted(base) in ("127.0.0.1", "::1")

    def told(base: str) -> Json:
        headers = {"Authorization": str(stack.visitor().client.headers["Authorization"])}
        sent = headers | lies | {"CloudFront-Viewer-Country": "BR"}
        return dict(httpx.get(f"{base}/widget/callbacks", headers=sent, timeout=30).json())

    assert told(past) == {"prefix": ""}
    assert told(stack.api) == {"prefix": "+351"}


def _is_led_to_set_it_up(his: Page, rui: Someone) -> None:
    """What he had open closes, and leads him there."""
    gate = his.get_by_test_id("factor-gate")
    expect(gate.get_by_role("heading", name="Set up two-step sign-in")).to_be_visible()
    expect(gate.get_by_role("img", name="Picture for the authenticator app")).to_be_visible()
    flawless(his, "gate-phone")
    assert rui.client.get("/me").json()["code"] == "factor_needed"
    his.reload()  # no way around it
    expect(gate.get_by_test_id("copy-text")).to_be_visible()
    secret = gate.get_by_test_id("copy-text").inner_text().strip()
    gate.get_by_label("Code from the app").fill("000000")
    gate.get_by_role("button", name="Turn on").click()
    expect(gate.get_by_text("This code is wrong or too old.")).to_be_visible()
    gate.get_by_label("Code from the app").fill(code_of(secret))
    gate.get_by_role("button", name="Turn on").click()
    expect(his.get_by_test_id("live")).to_have_attribute("data-connection", "open")


def test_an_owner_asks_everybody_for_a_second_factor_and_who_has_none_sets_it_up(
    stack: Stack, new_page: NewPage
) -> None:
    tag = uuid.uuid4().hex[:8]
    told = made(stack, "create-owner", "--account", tag, "--email", f"o@{tag}.example")
    of = ("--account-id", told["account_id"], "--name", "Rui Costa")
    other = made(stack, "add-agent", *of, "--email", f"rui@{tag}.example")
    owner, rui = Someone.enters(stack, told), Someone.enters(stack, other)

    his = new_page(**PHONE)
    rui.opens(his, stack)
    expect(his.get_by_test_id("live")).to_have_attribute("data-connection", "open")

    page = new_page(**LAPTOP)
    owner.opens(page, stack, "settings/account")
    box = page.get_by_test_id("factor-rule")
    expect(box.get_by_role("switch", name="Everybody needs it")).to_be_disabled()
    expect(box.get_by_text("Turn on two-step sign-in for yourself first.")).to_be_visible()
    box.scroll_into_view_if_needed()
    flawless(page, "rule-not-yet")
    owner.set_up()
    page.reload()
    expect(box.get_by_test_id("factor-without")).to_have_text(
        "1 person has not set it up: \u2068Rui Costa\u2069."
    )
    expect(box.get_by_text("You are the only owner.")).to_be_visible()
    box.get_by_role("switch").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 person is asked to set it up now")
    flawless(page, "rule-asked")
    dialog.get_by_role("button", name="Ask everybody").click()
    expect(box.get_by_role("switch")).to_be_checked()

    _is_led_to_set_it_up(his, rui)
    page.reload()
    expect(box.get_by_text("Everybody has set it up.")).to_be_visible()
    page.goto(f"{stack.console}settings/audit")
    entry = page.get_by_test_id("audit-entry")
    changed = entry.filter(has_text="Changed who needs two-step sign-in")
    expect(changed).to_contain_text("required: true")
