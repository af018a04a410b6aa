"""An API channel's door: a secret address, a signature if there is one, ids for what has none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from chalicelib import wiring
from tests.support.api import Account
from tests.support.connector import sample
from tests.support.pipeline import Pipeline
from tests.support.v1 import program, text

CHANNEL: dict[str, Any] = {
    "kind": "custom",
    "name": "Shop",
    "settings": {"url": "https://shop.example/messages"},
}
HELLO: dict[str, Any] = {
    "sender": {"id": 7, "name": "Luz"},
    "message": {"type": "text", "text": "Hola"},
}


@dataclass(frozen=True)
class Keys:
    path: str
    key: str


def made(acme: Account, id: str) -> Keys:
    keys = acme.owner.post(f"/channels/{id}/keys").ok()
    return Keys(keys["address"].partition("/api")[2], keys["signing_key"])


def channel(acme: Account, **settings: str) -> tuple[str, Keys]:
    asked = {**CHANNEL, "settings": {**CHANNEL["settings"], **settings}}
    id = acme.owner.post("/channels", asked).ok()["id"]
    return id, made(acme, id)


def post(here: Pipeline, keys: Keys, event: Any, key: str = "", **change: str) -> int:
    """The status. key: what it is signed with; '' = not at all."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if key:
        stamp = str(int(wiring.intake_ports().clock().timestamp()))
        signed = sample.sign(key, "d-1", stamp, body)
        headers |= {"webhook-id": "d-1", "webhook-timestamp": stamp, "webhook-signature": signed}
    sent = {**headers, **change}
    answer = here.api.client.http.request("POST", keys.path, headers=sent, body=body)
    return int(answer.status_code)


def told(here: Pipeline) -> list[str]:
    """The texts of all messages that are in."""
    while here.drain("inbound.fifo", "inbound"):
        pass
    [row] = here.acme.agent.get("/conversations?view=all&status=open").ok()["conversations"]
    page = here.acme.agent.get(f"/conversations/{row['id']}/messages").ok()
    return [message["content"]["text"] for message in page["messages"]]


@pytest.mark.feature("2.1")
def test_a_connector_of_jivochats_needs_nothing_but_the_address(here: Pipeline) -> None:
    _, keys = channel(here.acme)
    for _ in range(2):  # without ids: each is a message of its own
        assert post(here, keys, HELLO) == 200
    assert told(here) == ["Hola", "Hola"]


@pytest.mark.feature("2.1")
def test_what_has_an_id_is_one_however_often_it_comes(here: Pipeline) -> None:
    _, keys = channel(here.acme)
    event = {**HELLO, "message": {**HELLO["message"], "id": "m-1"}}
    for _ in range(3):
        assert post(here, keys, event, keys.key) == 200
    later = {"events": [event, {**event, "message": {**event["message"], "id": "m-2"}}]}
    assert post(here, keys, later) == 200
    assert told(here) == ["Hola", "Hola"]


@pytest.mark.parametrize("change", ["the token", "the key", "the body", "another's", "no token"])
def test_what_is_forged_leaves_nothing(here: Pipeline, change: str) -> None:
    id, keys = channel(here.acme)
    other = channel(here.acme)[1]
    path = {
        "the token": keys.path[:-1] + ("0" if keys.path[-1] != "0" else "1"),
        "another's": f"/hooks/custom/{id}/{other.path.rsplit('/', 1)[-1]}",
        "no token": f"/hooks/custom/{id}",
    }.get(change, keys.path)
    key = other.key if change == "the key" else keys.key
    more = {"webhook-id": "d-2"} if change == "the body" else {}
    assert post(here, Keys(path, ""), HELLO, key, **more) == 401
    assert here.waiting("inbound.fifo") == []


def test_a_channel_may_demand_signatures(here: Pipeline) -> None:
    _, keys = channel(here.acme, signature="required")
    assert post(here, keys, HELLO) == 401
    assert post(here, keys, HELLO, keys.key) == 200


def test_new_keys_end_the_ones_before(here: Pipeline) -> None:
    id, before = channel(here.acme)
    after = made(here.acme, id)
    assert post(here, before, HELLO) == 401
    assert post(here, after, HELLO, before.key) == 401
    assert post(here, after, HELLO, after.key) == 200
    shown = json.dumps(here.acme.owner.get("/me").ok())
    assert after.key not in shown
    assert after.path.rsplit("/", 1)[-1] not in shown


@pytest.mark.feature("2.1")
def test_a_connector_asks_whether_anybody_is_there(here: Pipeline) -> None:
    id, keys = channel(here.acme)
    assert here.api.get(f"{keys.path}/status").body == 0
    assert here.open_socket(here.acme.agent, "/sockets/ticket", "c-1") == 200
    for path in (keys.path, f"{keys.path}/status"):
        assert here.api.get(path).body == 1
    queue = here.acme.owner.post("/queues", {"name": "Night"}).ok()["id"]
    here.acme.owner.patch(f"/channels/{id}", {"queue_id": queue}).ok()
    assert here.api.get(f"{keys.path}/status").body == 0, "nobody of its queue is there"
    here.acme.owner.patch(f"/channels/{id}", {"queue_id": ""}).ok()
    assert here.api.get(f"{keys.path}/status").body == 1
    stranger = here.api.client.http.get(f"/hooks/custom/{id}/{'0' * 48}/status")
    assert stranger.status_code == 403
    here.acme.owner.patch(f"/channels/{id}", {"paused": True}).ok()
    assert here.api.get(f"{keys.path}/status").body == 0


@pytest.mark.feature("9.2")
def test_the_public_api_writes_to_who_has_written(here: Pipeline) -> None:
    id, keys = channel(here.acme)
    assert post(here, keys, HELLO) == 200
    told(here)
    crm = program(here.acme)
    [shown] = [each for each in crm.get("/v1/channels").ok()["data"] if each["id"] == id]
    assert shown["kind"] == "custom"
    assert keys.path.rsplit("/", 1)[-1] not in json.dumps(shown)
    [head] = crm.get("/v1/conversations").ok()["data"]
    to = {"channel_id": id, "to": {"contact_id": head["contact_id"]}}
    assert crm.post("/v1/messages", {**to, **text("It is here")}).ok()["delivery"]
    nobody = crm.post("/v1/messages", {**to, "to": {"phone": "+34600000001"}, **text("Hi")})
    assert nobody.problem() == (422, "invalid_input", "to.phone")
    assert told(here) == ["Hola", "It is here"]


def test_only_an_api_channel_has_such_keys(here: Pipeline) -> None:
    acme = here.acme
    assert acme.owner.post(f"/channels/{acme.site_id}/keys").status == 404
    wrong = {**CHANNEL, "settings": {"url": "http://shop.example/messages"}}
    assert acme.owner.post("/channels", wrong).problem() == (422, "invalid_input", "settings.url")
    forged = {**CHANNEL, "secrets": {"signing_key": "whsec_mine"}}
    problem = acme.owner.post("/channels", forged).problem()
    assert problem == (422, "invalid_input", "secrets.signing_key")
