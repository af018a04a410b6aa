"""The walls between accounts at the sockets: every frame with another account's ids, and every
push of another account's life, reach nobody behind the wall."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from tests.support.api import new_account, new_conversation, new_visitor, say
from tests.support.pipeline import Pipeline

pytestmark = pytest.mark.feature("11")
GROUP = {"client_id": "group-of-one", "name": "Back room", "members": []}


def frames(conversation_id: str, room_id: str) -> dict[str, dict[str, Any]]:
    """One of each type that a browser may send."""
    return {
        "ping": {"type": "ping"},
        "idle": {"type": "idle", "on": True},
        "typing": {"type": "typing", "conversation_id": conversation_id, "on": True, "text": "x"},
        "viewing": {"type": "viewing", "conversation_id": conversation_id},
        "team.typing": {"type": "team.typing", "room_id": room_id, "on": True},
    }


def test_every_type_of_frame_is_in_the_table_above() -> None:
    from chalicelib.wire import frames as wire

    union = get_args(wire.ClientFrame)
    members = get_args(union[0]) if union else ()
    types = {get_args(member.model_fields["type"].annotation)[0] for member in members}
    assert types == set(frames("", ""))


def test_no_frame_and_no_push_gets_over_the_wall(here: Pipeline) -> None:
    acme, other = here.acme, new_account(here.api, "stranger")
    visitor = new_visitor(here.api, acme)
    conversation_id = new_conversation(visitor, "Only for us")
    room_id = acme.owner.post("/team/rooms", GROUP).ok()["id"]
    outsider = new_visitor(here.api, other)
    new_conversation(outsider, "Among strangers")
    here.announce()
    for token, path, name in (
        (acme.owner, "/sockets/ticket", "owner"),
        (visitor, "/widget/sockets/ticket", "visitor"),
        (other.owner, "/sockets/ticket", "stranger"),
        (outsider, "/widget/sockets/ticket", "outsider"),
    ):
        assert here.open_socket(token, path, name) == 200
    here.pushed.clear()
    for frame in frames(conversation_id, room_id).values():
        for sender in ("stranger", "outsider"):
            assert here.socket("message", sender, body=json.dumps(frame)) == 200
    assert here.shown("owner") == []
    assert here.shown("visitor") == []
    here.pushed.clear()
    visitor.post("/widget/messages", say("A secret of ours", "client-0002")).ok()
    acme.agent.patch(f"/conversations/{conversation_id}", {"status": "resolved"}).ok()
    here.announce()
    assert len(here.shown("owner")) >= 2
    assert here.shown("stranger") == []
    assert here.shown("outsider") == []
