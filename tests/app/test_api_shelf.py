"""An administrator has a channel read again what was not understood."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import InboundMessage, Sender
from chalicelib.shared.clock import system_clock
from chalicelib.shared.content import text
from tests.support.api import Account
from tests.support.pipeline import Pipeline

SECRETS = {"access_token": "EAAG-token-1", "app_secret": "ab" * 16, "verify_token": "words-of-mine"}
PAGE = {
    "kind": "messenger",
    "name": "Page",
    "settings": {"page_id": "110000000000017"},
    "secrets": SECRETS,
}
RAW = json.dumps(
    {
        "object": "page",
        "entry": [
            {
                "id": "110000000000017",
                "time": 1782000000000,
                "messaging": [
                    {
                        "sender": {"id": "7412"},
                        "recipient": {"id": "110000000000017"},
                        "timestamp": 1782000000000,
                        "message": {"mid": "m_1", "attachments": [{"type": "hologram"}]},
                    }
                ],
            }
        ],
    }
)


def finish(here: Pipeline, job: dict[str, Any]) -> dict[str, Any]:
    """What the queue brings."""
    while here.drain("jobs", "jobs"):
        pass
    found: dict[str, Any] = here.acme.owner.get(f"/jobs/{job['id']}").ok()
    assert found["state"] == "done"
    return found


@pytest.mark.feature("2.4")
def test_what_an_update_can_read_is_read_again(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib import wiring
    from chalicelib.conversations import service

    acme = here.acme
    channel = acme.owner.post("/channels", PAGE).ok()["id"]
    adapter = registry.get("messenger")
    service.receive(
        wiring.conversation_ports(),
        account_id=acme.id,
        channel_id=channel,
        channel_kind="messenger",
        items=adapter.parse(RAW),
        received_at=system_clock(),
    )
    where = f"/channels/{channel}/shelf"
    assert acme.owner.get(where).ok() == {"kept": 1}
    again = acme.owner.post(f"{where}/read-again", {"client_id": "before-the-update"}).ok()
    assert finish(here, again)["counts"] == {"read": 0, "kept": 1}

    known = InboundMessage("m_1", Sender("7412"), text("A hologram"), system_clock())
    monkeypatch.setattr(type(adapter), "parse", lambda self, body: [known])
    again = acme.owner.post(f"{where}/read-again", {"client_id": "after-the-update"}).ok()
    assert finish(here, again)["counts"] == {"read": 1, "kept": 0}
    assert acme.owner.get(where).ok() == {"kept": 0}
    identity = wiring.conversation_ports().store.identity(acme.id, channel, "7412")  # type: ignore[arg-type]
    assert identity is not None
    talk = identity.conversation_id
    page = acme.owner.get(f"/conversations/{talk}/messages").ok()
    assert [each["content"]["text"] for each in page["messages"]] == ["A hologram"]


def opened(here: Pipeline) -> tuple[str, str]:
    """A conversation in which something came that nobody could read; and its channel."""
    from chalicelib import wiring
    from chalicelib.conversations import service

    acme = here.acme
    channel = acme.owner.post("/channels", PAGE).ok()["id"]
    service.receive(
        wiring.conversation_ports(),
        account_id=acme.id,
        channel_id=channel,
        channel_kind="messenger",
        items=registry.get("messenger").parse(RAW),
        received_at=system_clock(),
    )
    identity = wiring.conversation_ports().store.identity(acme.id, channel, "7412")  # type: ignore[arg-type]
    assert identity is not None
    return identity.conversation_id, channel


@pytest.mark.feature("2.4", "11")
def test_what_a_provider_sent_is_shown_to_administrators_and_nobody_else(here: Pipeline) -> None:
    acme, (talk, _) = here.acme, opened(here)
    for who in (acme.owner, acme.agent):
        (message,) = who.get(f"/conversations/{talk}/messages").ok()["messages"]
        assert message["content"]["kind"] == "unsupported"
        assert "attachments" not in json.dumps(message)
    where = f"/conversations/{talk}/messages/{message['seq']}/raw"
    told = acme.owner.get(where).ok()
    assert json.loads(told["raw"])["entry"][0]["messaging"][0]["message"]["mid"] == "m_1"
    assert told["cut"] is False
    assert acme.agent.get(where).problem() == (403, "forbidden", "")
    for seq in ("99", "x", "1" * 30, "²"):
        gone = acme.owner.get(f"/conversations/{talk}/messages/{seq}/raw")
        assert gone.problem()[0] == 404, seq


@pytest.mark.feature("2.1")
@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("settings", "page_id", "my page"),
        ("secrets", "access_token", "two words"),
        ("secrets", "app_secret", "short"),
        ("secrets", "verify_token", "x"),
    ],
)
def test_a_page_is_added_only_with_what_it_needs(
    acme: Account, part: str, name: str, value: str
) -> None:
    for wrong in ({**PAGE[part], name: value}, {k: v for k, v in PAGE[part].items() if k != name}):  # type: ignore[attr-defined,dict-item]
        answer = acme.owner.post("/channels", {**PAGE, "kind": "instagram", part: wrong})
        if name == "verify_token" and name not in wrong:
            assert "verify_token" in answer.ok()["secrets_set"]  # ours, then
            continue
        assert answer.problem() == (422, "invalid_input", f"{part}.{name}")
