"""docs/channels/*.md name the console's fields as the console does, in its order."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from chalicelib.channels import __main__ as command
from chalicelib.channels import registry
from tests.contract.channels.captured import CHANNELS, body_of

ROOT = Path(__file__).parents[3]
WORDS = "".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "web/apps/console/src/i18n").glob("en*.ts")
)
META = ("Page ID", "Page access token", "App secret", "Verify token")
FIELDS: dict[str, tuple[str, ...]] = {
    "website": (),
    "telegram": ("Bot token",),
    "whatsapp": (
        "Phone number ID",
        "WhatsApp Business account ID",
        "Access token",
        "App secret",
        "Verify token",
    ),
    "messenger": META,
    "instagram": META,
    "viber": ("Bot token", "Welcome message"),
    "vk": ("Community access token",),
    "email": ("Your own address", "Name of the sender"),
    "custom": ("Your address", "Signatures of your server"),
}


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("kind", registry.KINDS)
def test_the_page_leads_through_the_wizard_in_its_words(kind: str) -> None:
    page = (ROOT / f"docs/channels/{kind}.md").read_text(encoding="utf-8").lower()
    assert "settings › channels › add channel" in page
    at = 0
    for label in FIELDS[kind]:
        assert f'"{label}"' in WORDS, "the console calls it otherwise"
        found = page.find(label.lower(), at)
        assert found >= 0, label
        at = found + len(label)
    if kind != "website":
        assert "**connect" in page


@pytest.mark.feature("2.4")
@pytest.mark.parametrize("kind", sorted(CHANNELS))
def test_what_a_provider_sent_can_be_looked_into(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(body_of(kind, "text")))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert command.main(["parse", kind]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line)["type"] == "message"
    page = (ROOT / f"docs/channels/{kind}.md").read_text(encoding="utf-8")
    assert f"python -m chalicelib.channels parse {kind}" in page
