"""Quick responses, messages sent later and the reply window, as an agent's browser meets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.wire.replies import FilledResponse, QuickResponseList, QuickResponseView
from chalicelib.wire.schedules import ScheduleList, SchedulePage, ScheduleView
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline, hook, signed, whatsapp


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def later(text: str = "See you", **more: Any) -> dict[str, Any]:
    content = {"kind": "text", "text": text}
    asked = {"client_id": f"client-{len(text)}-{text[:4]}x".replace(" ", "_"), "content": content}
    return asked | {"due_at": at(hours=1), "zone": "America/Sao_Paulo"} | more


def reply(code: str = "price", **more: Any) -> dict[str, Any]:
    return {"shared": True, "name": "Prices", "code": code, "text": "It costs 5."} | more


@pytest.fixture
def conversation(api: Api, acme: Account) -> str:
    visitor = new_visitor(api, acme)
    visitor.patch("/widget/contact", {"name": "Ana Souza"}).ok()
    return new_conversation(visitor)


# Quick responses ---------------------------------------------------------------------------------


@pytest.mark.feature("3.4")
def test_shared_ones_are_the_administrators_and_own_ones_everybodys(
    api: Api, acme: Account
) -> None:
    shared = QuickResponseView.model_validate(acme.owner.post("/replies", reply()).ok())
    own = acme.agent.post("/replies", reply("mine", shared=False)).ok()
    acme.agent.get("/replies").ok()
    api.aws.clear()
    seen = QuickResponseList.model_validate(acme.agent.get("/replies").ok())
    assert api.aws == {"Query": 2}  # the shared ones, and one's own
    assert [(one.code, one.shared) for one in seen.responses] == [("mine", False), ("price", True)]
    assert [one["code"] for one in acme.owner.get("/replies").ok()["responses"]] == ["price"]
    path = f"/replies/{shared.id}"
    for refused in (
        acme.agent.post("/replies", reply("other")),
        acme.agent.patch(path, reply()),
        acme.agent.call("DELETE", path),
    ):
        assert refused.problem()[0] == 403
    assert acme.owner.call("DELETE", f"/replies/{own['id']}").problem()[0] == 404
    acme.agent.call("DELETE", f"/replies/{own['id']}").ok()
    assert len(acme.agent.get("/replies").ok()["responses"]) == 1


@pytest.mark.feature("3.4")
def test_using_one_fills_it_in_and_its_file_becomes_the_conversations(
    api: Api, acme: Account, conversation: str
) -> None:
    asked = {"name": "price list.pdf", "mime": "application/pdf", "size": 8}
    key = acme.owner.post("/replies/uploads", asked).ok()["key"]
    bucket = boto3.client("s3", region_name="us-east-1")
    bucket.put_object(Bucket="media", Key=key, Body=b"%PDF-1.7")
    file = {"mime": "application/pdf", "name": "price list.pdf", "size": 8, "key": key}
    card = {"name": "Desk", "phones": ["+4930123"]}
    text = "Hi {{ contact.first_name }}, {{ agent.name }} here. {{ contact.email }}"
    made = acme.owner.post("/replies", reply(text=text, media=[file], contacts=[card])).ok()
    used = acme.agent.post(f"/replies/{made['id']}/use", {"conversation_id": conversation}).ok()
    filled = FilledResponse.model_validate(used)
    assert filled.text == "Hi Ana, acme agent here. "
    assert filled.missing == ["contact.email"]
    assert filled.media[0].key.startswith(f"media/{acme.id}/{conversation}/")
    sent = say(filled.text) | {"content": {"kind": "file", "text": "Hi", "media": used["media"]}}
    acme.agent.post(f"/conversations/{conversation}/messages", sent).ok()
    stored = bucket.get_object(Bucket="media", Key=filled.media[0].key)
    assert stored["Body"].read() == b"%PDF-1.7"


@pytest.mark.feature("3.4")
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": "Hi {{ contact.nobody }}"}, "text"),
        ({"text": "Hi {{"}, "text"),
        ({"code": "two words"}, "code"),
        ({"name": " "}, "name"),
        ({"text": ""}, "text"),
        ({"media": [{"mime": "image/png", "key": "media/other/replies/x/a.png"}]}, "media.0.key"),
        ({"text": "x" * 8001}, "text"),
    ],
)
def test_a_bad_quick_response_is_refused_by_name(
    acme: Account, more: dict[str, Any], field: str
) -> None:
    assert acme.owner.post("/replies", reply() | more).problem() == (422, "invalid_input", field)


@pytest.mark.feature("3.4")
def test_a_preview_says_where_the_text_is_wrong(acme: Account) -> None:
    good = acme.agent.post("/replies/preview", {"text": "Hi {{ contact.name }}"}).ok()
    assert good["text"] == "Hi Ana Souza"
    bad = acme.agent.post("/replies/preview", {"text": "Hi\n{{ contact.nam }}"})
    assert bad.problem() == (422, "invalid_input", "text")
    assert "line 2, column 4" in bad.body["detail"]


@pytest.mark.feature("3.4")
@pytest.mark.feature("11")
def test_another_accounts_quick_responses_are_not_found(
    api: Api, acme: Account, conversation: str
) -> None:
    stranger = new_account(api, "stranger")
    made = acme.owner.post("/replies", reply()).ok()
    path = f"/replies/{made['id']}"
    theirs = stranger.owner.post("/replies", reply()).ok()
    used = stranger.owner.post(f"{path}/use", {"conversation_id": conversation})
    walked = stranger.owner.post(f"/replies/{theirs['id']}/use", {"conversation_id": conversation})
    for refused in (used, walked, stranger.owner.patch(path, reply())):
        assert refused.problem()[0] == 404
    assert stranger.owner.call("DELETE", path).problem()[0] == 404


# Messages sent later -----------------------------------------------------------------------------


@pytest.mark.feature("3.5")
def test_a_message_is_scheduled_listed_edited_and_cancelled(
    api: Api, acme: Account, conversation: str
) -> None:
    path = f"/conversations/{conversation}/schedules"
    made = ScheduleView.model_validate(acme.agent.post(path, later()).ok())
    assert acme.agent.post(path, later()).ok()["id"] == made.id  # the same request again
    assert (made.state, made.zone, made.author_name) == (
        "waiting",
        "America/Sao_Paulo",
        "acme agent",
    )
    api.aws.clear()
    listed = ScheduleList.model_validate(acme.owner.get(path).ok())
    assert api.aws["Query"] == 1
    assert [one.id for one in listed.schedules] == [made.id]
    page = SchedulePage.model_validate(acme.owner.get("/schedules").ok())
    assert [(one.id, one.contact_name) for one in page.schedules] == [(made.id, "Ana Souza")]
    change = {"version": made.version, "content": {"kind": "text", "text": "Bye"}}
    changed = acme.owner.patch(f"{path}/{made.id}", change).ok()
    assert (changed["content"]["text"], changed["author_name"]) == ("Bye", "acme agent")
    assert acme.agent.patch(f"{path}/{made.id}", change).problem()[0] == 409
    acme.agent.call("DELETE", f"{path}/{made.id}").ok()
    acme.agent.call("DELETE", f"{path}/{made.id}").ok()
    assert acme.agent.get(path).ok() == {"schedules": []}
    assert acme.agent.get("/schedules").ok() == {"schedules": [], "cursor": ""}
    assert acme.agent.patch(f"{path}/{made.id}", change | {"version": 2}).problem()[0] == 409
    lines = acme.agent.get(f"/conversations/{conversation}").ok()["messages"]
    events = [one["content"]["event"] for one in lines if one["visibility"] == "event"]
    assert events == ["schedule.created", "schedule.cancelled"]


@pytest.mark.feature("3.5")
@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"due_at": at(minutes=-1)}, "due_at"),
        ({"due_at": "2030-01-01T09:00:00"}, "due_at"),
        ({"due_at": at(days=400)}, "due_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"content": {"kind": "text", "text": " "}}, "content.text"),
        ({"content": {"kind": "event", "text": "x"}}, "content.kind"),
        ({"reply_to": 99}, "reply_to"),
    ],
)
def test_a_bad_schedule_is_refused_by_name(
    acme: Account, conversation: str, more: dict[str, Any], field: str
) -> None:
    refused = acme.agent.post(f"/conversations/{conversation}/schedules", later() | more)
    assert refused.problem() == (422, "invalid_input", field)


@pytest.mark.feature("3.5")
def test_the_accounts_list_is_paged_by_due_time(acme: Account, conversation: str) -> None:
    path = f"/conversations/{conversation}/schedules"
    for hours in (3, 1, 2):
        acme.agent.post(
            path, later(f"in {hours}", client_id=f"client-{hours}", due_at=at(hours=hours))
        )
    first = acme.agent.get("/schedules?limit=2").ok()
    rest = acme.agent.get(f"/schedules?limit=2&cursor={first['cursor']}").ok()
    texts = [one["content"]["text"] for one in first["schedules"] + rest["schedules"]]
    assert texts == ["in 1", "in 2", "in 3"]
    assert rest["cursor"] == ""
    wrong = acme.agent.get(f"/schedules?state=failed&cursor={first['cursor']}")
    assert wrong.problem() == (422, "invalid_input", "cursor")


# The reply window --------------------------------------------------------------------------------


def _whatsapp_message(here: Pipeline) -> str:
    channel_id = whatsapp(here)
    from tests.harness import payloads

    webhook = payloads.whatsapp(channel_id, payloads.whatsapp_texts("447700900001", [("w1", "hi")]))
    answer = hook(here, "whatsapp", channel_id, webhook.body, signed(webhook.body))
    assert answer.status == 200
    here.drain("inbound.fifo", "inbound")
    rows = here.acme.agent.get("/conversations?view=all").ok()["conversations"]
    return str(next(row["id"] for row in rows if row["channel_kind"] == "whatsapp"))


@pytest.mark.feature("2.2")
def test_a_reply_after_whatsapps_window_is_refused_and_a_note_is_not(
    here: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from chalicelib import wiring

    conversation_id = _whatsapp_message(here)
    path = f"/conversations/{conversation_id}/messages"
    row = here.acme.agent.get(f"/conversations/{conversation_id}").ok()["conversation"]
    assert row["inbound_at"] == row["last_at"]
    here.acme.agent.post(path, say("in time", "client-0001")).ok()
    ports = wiring.conversation_ports()
    tomorrow = datetime.now(UTC) + timedelta(hours=25)
    monkeypatch.setattr(
        wiring, "conversation_ports", lambda: replace(ports, clock=lambda: tomorrow)
    )
    late = here.acme.agent.post(path, say("too late", "client-0002"))
    assert late.problem() == (422, "window_closed", "content")
    here.acme.agent.post(path, say("for us", "client-0003") | {"note": True}).ok()
