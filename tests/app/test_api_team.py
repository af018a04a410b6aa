"""The routes of the team: who may what, and what is refused."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.support.api import Account, Api, new_account, new_conversation, new_visitor

pytestmark = pytest.mark.feature("8")


def words(text: str, client_id: str = "client-0001", **more: Any) -> dict[str, Any]:
    return {"client_id": client_id, "text": text, **more}


def direct(acme: Account) -> str:
    made = acme.owner.post("/team/rooms", {"agent_id": acme.agent_id}).ok()
    return str(made["id"])


def test_two_talk(acme: Account) -> None:
    room = direct(acme)
    one = acme.owner.post(f"/team/rooms/{room}/messages", words("Hello")).ok()
    two = acme.owner.post(f"/team/rooms/{room}/messages", words("Hello")).ok()
    assert one == two
    overview = acme.agent.get("/team").ok()
    shown = next(each for each in overview["rooms"] if each["id"] == room)
    assert (shown["seq"], shown["last"]["text"]) == (1, "Hello")
    assert shown["reads"] == {acme.owner_id: 1}
    page = acme.agent.get(f"/team/rooms/{room}/messages").ok()
    assert ([m["text"] for m in page["messages"]], page["more"]) == (["Hello"], False)
    assert acme.agent.post(f"/team/rooms/{room}/read", {"seq": 1}).status == 204
    overview = acme.owner.get("/team").ok()
    shown = next(each for each in overview["rooms"] if each["id"] == room)
    assert shown["reads"] == {acme.owner_id: 1, acme.agent_id: 1}


def test_words_are_edited_and_deleted_by_who_said_them(acme: Account) -> None:
    path = f"/team/rooms/{direct(acme)}/messages"
    acme.owner.post(path, words("Helo")).ok()
    assert acme.owner.patch(f"{path}/1", {"text": "Hello"}).ok()["text"] == "Hello"
    assert acme.agent.patch(f"{path}/1", {"text": "x"}).problem()[:2] == (403, "forbidden")
    assert acme.owner.call("DELETE", f"{path}/1").ok()["deleted_at"]
    assert acme.owner.patch(f"{path}/1", {"text": "x"}).status == 409
    assert acme.owner.patch(f"{path}/x", {"text": "x"}).status == 404


def test_strangers_see_nothing_of_a_group(api: Api, acme: Account) -> None:
    other = new_account(api, "other")
    made = acme.owner.post(
        "/team/rooms", {"client_id": "group-0001", "name": "Owners", "members": []}
    ).ok()
    path = f"/team/rooms/{made['id']}"
    acme.owner.post(f"{path}/messages", words("secret")).ok()
    ticket = acme.owner.post(
        f"{path}/uploads", {"name": "plan.pdf", "mime": "application/pdf", "size": 9}
    ).ok()
    for stranger in (acme.agent, other.owner):
        assert stranger.get(f"{path}/messages").status == 404
        assert stranger.post(f"{path}/messages", words("hi")).status == 404
        assert stranger.post(f"{path}/read", {"seq": 1}).status == 404
        assert stranger.patch(path, {"add": [acme.agent_id]}).status == 404
        assert stranger.post(f"{path}/leave").status == 404
        assert stranger.post(f"{path}/links", {"keys": [ticket["key"]]}).status == 404
        assert stranger.post("/media/links", {"keys": [ticket["key"]]}).status in (404, 422)
        assert made["id"] not in [r["id"] for r in stranger.get("/team").ok()["rooms"]]
    links = acme.owner.post(f"{path}/links", {"keys": [ticket["key"]]}).ok()["links"]
    assert ticket["key"] in links
    everyone = "/team/rooms/everyone/links"
    assert acme.owner.post(everyone, {"keys": [ticket["key"]]}).status == 404
    assert acme.nobody.get("/team").status == 401


def test_a_group_grows_is_renamed_and_left(acme: Account) -> None:
    made = acme.owner.post(
        "/team/rooms", {"client_id": "group-0001", "name": "Night", "members": []}
    ).ok()
    path = f"/team/rooms/{made['id']}"
    grown = acme.owner.patch(path, {"add": [acme.agent_id], "name": "Day"}).ok()
    assert (grown["name"], grown["members"]) == ("Day", [acme.owner_id, acme.agent_id])
    assert acme.agent.post(f"{path}/leave").status == 204
    assert acme.agent.get(f"{path}/messages").status == 404
    lines = acme.owner.get(f"{path}/messages").ok()["messages"]
    assert [line["event"] for line in lines] == ["renamed", "added", "left"]


def test_a_card_of_a_conversation(acme: Account) -> None:
    conversation = new_conversation(new_visitor(acme.nobody, acme))
    path = "/team/rooms/everyone/messages"
    sent = acme.agent.post(path, words("", conversation_id=conversation)).ok()
    assert sent["card"]["conversation_id"] == conversation
    refused = acme.agent.post(path, words("", "client-0002", conversation_id="nowhere"))
    assert refused.problem() == (422, "invalid_input", "conversation_id")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"agent_id": "nobody"}, "agent_id"),
        ({"client_id": "short", "name": "x"}, "client_id"),
        ({"client_id": "group-0001", "name": "  "}, "name"),
        ({"client_id": "group-0001", "name": "x", "members": ["nobody"]}, "members"),
    ],
)
def test_a_bad_room_is_refused_by_its_field(acme: Account, body: Any, field: str) -> None:
    assert acme.owner.post("/team/rooms", body).problem() == (422, "invalid_input", field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (words("x" * 4001), "text"),
        (words(" "), "text"),
        (words("x", "short"), "client_id"),
        (words("", media=[{"mime": "image/png", "key": "media/a/b/c/d.png"}]), "media.0.key"),
    ],
)
def test_bad_words_are_refused_by_their_field(acme: Account, body: Any, field: str) -> None:
    answer = acme.owner.post("/team/rooms/everyone/messages", body)
    assert answer.problem() == (422, "invalid_input", field)


def test_the_overview_is_few_calls_whatever_is_there(acme: Account) -> None:
    for number in range(3):
        acme.owner.post(
            "/team/rooms", {"client_id": f"group-{number:04}", "name": "x", "members": []}
        ).ok()
    acme.owner.get("/team").ok()
    acme.owner.aws.clear()
    acme.owner.get("/team").ok()
    assert acme.owner.aws == {"Query": 2, "BatchGetItem": 1}


# Broadcasts -------------------------------------------------------------------------------------


def test_a_broadcast_is_read_and_ended(acme: Account) -> None:
    body = {"client_id": "client-0001", "title": "We close at 16", "text": "Today", "days": 1}
    assert acme.agent.post("/team/broadcasts", body).problem()[:2] == (403, "forbidden")
    made = acme.owner.post("/team/broadcasts", body).ok()
    assert acme.owner.post("/team/broadcasts", body).ok()["id"] == made["id"]
    shown = acme.agent.get("/team").ok()["broadcasts"]
    assert [(b["title"], b["reads"]) for b in shown] == [("We close at 16", {})]
    path = f"/team/broadcasts/{made['id']}"
    for _ in range(2):
        assert acme.agent.post(f"{path}/read").status == 204
    reads = acme.owner.get("/team/broadcasts").ok()["broadcasts"][0]["reads"]
    assert set(reads) == {acme.owner_id, acme.agent_id}
    assert acme.agent.post(f"{path}/end").status == 403
    acme.owner.post(f"{path}/end").ok()
    assert acme.agent.get("/team").ok()["broadcasts"] == []


def test_another_accounts_broadcast_is_not_found(api: Api, acme: Account) -> None:
    made = acme.owner.post("/team/broadcasts", {"client_id": "client-0001", "title": "x"}).ok()
    other = new_account(api, "other")
    assert other.owner.get("/team").ok()["broadcasts"] == []
    assert other.owner.post(f"/team/broadcasts/{made['id']}/read").status == 404
    assert other.owner.post(f"/team/broadcasts/{made['id']}/end").status == 404


def test_the_list_of_broadcasts_is_paged(acme: Account) -> None:
    for number in range(3):
        acme.owner.post(
            "/team/broadcasts", {"client_id": f"client-{number:04}", "title": f"News {number}"}
        ).ok()
    first = acme.agent.get("/team/broadcasts?limit=2").ok()
    second = acme.agent.get(f"/team/broadcasts?limit=2&cursor={first['cursor']}").ok()
    titles = [b["title"] for b in (*first["broadcasts"], *second["broadcasts"])]
    assert sorted(titles) == ["News 0", "News 1", "News 2"]
    assert second["cursor"] == ""
    assert acme.agent.get("/team/broadcasts?cursor=abc").problem()[2] == "cursor"


def test_nothing_that_is_said_is_logged(acme: Account, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="chalicelib"):
        acme.owner.post("/team/rooms/everyone/messages", words("swordfish")).ok()
    assert "swordfish" not in caplog.text
