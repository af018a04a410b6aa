"""docs/verifying.md: its code is run as it stands there, and says what the product itself says."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import WebhookRequest
from chalicelib.inlets import bodies
from chalicelib.shared.errors import Unauthenticated
from tests.contract.channels.captured import CHANNELS, body_of, signed

PAGE = (Path(__file__).resolve().parents[3] / "docs/verifying.md").read_text(encoding="utf-8")


def _page() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(block, "docs/verifying.md", "exec"), found)
    return found


CODE = _page()
CASES = {
    "telegram": "text",
    "whatsapp": "text",
    "messenger": "text",
    "instagram": "text",
    "viber": "text",
    "vk": "text",
    "custom": "text",
}
Checks = Callable[[Mapping[str, str], WebhookRequest], bool]
BY_PAGE: dict[str, Checks] = {
    "telegram": lambda s, r: CODE["telegram"](s["webhook_secret"], r.headers, r.body),
    "viber": lambda s, r: CODE["viber"](s["token"], r.headers, r.body),
    "vk": lambda s, r: CODE["vk"](s["webhook_secret"], "216500000", r.body),
    "custom": lambda s, r: CODE["standard_webhooks"](
        s["signing_key"], r.headers, r.body, r.at.timestamp
    ),
    **dict.fromkeys(
        ("whatsapp", "messenger", "instagram"),
        lambda s, r: CODE["meta"](s["app_secret"], r.headers, r.body),
    ),
}


def _request(kind: str) -> WebhookRequest:
    request = signed(kind, body_of(kind, CASES[kind]))
    return replace(request, headers={name.lower(): text for name, text in request.headers.items()})


def _forged(kind: str, request: WebhookRequest) -> list[WebhookRequest]:
    if kind == "vk":
        body = request.body
        return [replace(request, body=body.replace(b"a1b2c3d4e5", b"a1b2c3d4e6"))]
    bare = [replace(request, headers={})]
    wrong = {name: text[:-1] + "0x"[text[-1] == "0"] for name, text in request.headers.items()}
    other = [replace(request, headers=wrong)]
    changed = [] if kind == "telegram" else [replace(request, body=request.body + b" ")]
    return bare + other + changed


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("kind", sorted(CASES))
def test_the_page_believes_whom_the_product_believes(kind: str) -> None:
    channel, adapter = CHANNELS[kind], registry.get(kind)
    request = _request(kind)
    assert adapter.verify(channel, request)
    assert BY_PAGE[kind](channel.secrets, request)
    for forged in _forged(kind, request):
        assert not adapter.verify(channel, forged)
        assert not BY_PAGE[kind](channel.secrets, forged)


@pytest.mark.feature("2.1")
def test_every_channel_with_webhooks_is_on_the_page() -> None:
    assert set(CASES) == set(CHANNELS)
    names = {"custom": "API channel", "vk": "VK"}
    for kind in registry.KINDS:
        name = names.get(kind, kind)
        told = {"website": "user of your site", "email": "e-mail"}.get(kind, name)
        assert told.lower() in PAGE.lower()


@pytest.mark.feature("9.3")
@pytest.mark.parametrize("form", ["hex", "sha256", "base64"])
def test_a_call_of_a_form_is_verified_as_the_page_says(form: str) -> None:
    body, digest = b'{"id": 1}', hmac.new(b"s3cret", b'{"id": 1}', hashlib.sha256).digest()
    told = {
        "hex": digest.hex(),
        "sha256": f"sha256={digest.hex()}",
        "base64": base64.b64encode(digest).decode(),
    }[form]
    bodies.verify(body, "s3cret", told)
    assert CODE["inbound"]("s3cret", told, body)
    for secret, raw in (("other", body), ("s3cret", body + b" "), ("", body)):
        assert not CODE["inbound"](secret, told, raw)
        with pytest.raises(Unauthenticated):
            bodies.verify(raw, secret, told)
