"""Handing conversations on, mentions, notes and files, as an agent's browser uses them."""

from __future__ import annotations

import pytest

from chalicelib import wiring
from chalicelib.desk import service as desk
from chalicelib.realtime import service as realtime
from chalicelib.realtime.model import AgentWho
from chalicelib.shared.ids import AccountId, ConversationId
from chalicelib.wire.common import MessageView
from chalicelib.wire.console import ConversationView
from chalicelib.wire.desk import BesidePage, MentionPage, OfferList
from tests.support.api import Account, Api, new_account, new_conversation, new_visitor


def come_online(account: Account, agent_id: str) -> None:
    """A socket of that agent is open."""
    ports = wiring.realtime_ports()
    url = realtime.issue_ticket(ports, who=AgentWho(account.id, agent_id))
    realtime.connect(ports, connection_id=f"socket-{agent_id}", ticket=url.partition("=")[2])


def transfer(client_id: str = "transfer-1", **goal: object) -> dict[str, object]:
    return {"client_id": client_id, **goal}


def bring(account: Account, conversation: str) -> None:
    """What the table's stream brings of the conversation's messages."""
    store = wiring.conversation_ports().store
    page = store.messages(
        AccountId(account.id), ConversationId(conversation), before=0, after=0, limit=50
    )
    desk.keep(wiring.desk_ports(), page.messages)


@pytest.mark.feature("4.2")
def test_a_transfer_to_who_is_there_is_an_offer_that_he_may_decline(
    api: Api, acme: Account
) -> None:
    come_online(acme, acme.agent_id)
    id = new_conversation(new_visitor(api, acme))
    acme.owner.patch(f"/conversations/{id}", {"assignee_id": acme.owner_id}).ok()
    body = transfer(agent_id=acme.agent_id, note="He asks for you")
    row = acme.owner.post(f"/conversations/{id}/transfer", body).ok()
    view = ConversationView.model_validate(row)
    assert (view.assignee_id, view.offered_to) == (acme.agent_id, acme.agent_id)
    waiting = OfferList.model_validate(acme.agent.get("/offers").ok())
    assert [each.id for each in waiting.conversations] == [id]
    assert acme.owner.get("/offers").ok() == {"conversations": []}
    back = acme.agent.post(f"/conversations/{id}/decline", {"reason": "At lunch"}).ok()
    assert (back["assignee_id"], back["offered_to"]) == (acme.owner_id, "")
    refused = acme.agent.post(f"/conversations/{id}/accept")
    assert refused.problem()[:2] == (409, "conflict")


@pytest.mark.feature("4.2")
def test_an_offer_is_accepted_and_the_repeat_of_its_transfer_changes_nothing(
    api: Api, acme: Account
) -> None:
    come_online(acme, acme.agent_id)
    id = new_conversation(new_visitor(api, acme))
    acme.owner.post(f"/conversations/{id}/transfer", transfer(agent_id=acme.agent_id)).ok()
    accepted = acme.agent.post(f"/conversations/{id}/accept").ok()
    assert (accepted["assignee_id"], accepted["offered_to"]) == (acme.agent_id, "")
    again = acme.owner.post(f"/conversations/{id}/transfer", transfer(agent_id=acme.agent_id)).ok()
    assert again["offered_to"] == ""
    assert again["version"] == accepted["version"]


@pytest.mark.feature("4.2")
def test_who_is_away_is_not_asked(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    row = acme.owner.patch(f"/conversations/{id}", {"assignee_id": acme.agent_id}).ok()
    assert (row["assignee_id"], row["offered_to"]) == (acme.agent_id, "")


@pytest.mark.feature("4.2")
def test_assigning_to_who_is_there_asks_him(api: Api, acme: Account) -> None:
    come_online(acme, acme.agent_id)
    id = new_conversation(new_visitor(api, acme))
    row = acme.owner.patch(f"/conversations/{id}", {"assignee_id": acme.agent_id}).ok()
    assert row["offered_to"] == acme.agent_id


@pytest.mark.parametrize(
    ("goal", "field"),
    [
        ({}, "agent_id"),
        ({"agent_id": "nobody"}, "agent_id"),
        ({"queue_id": "nowhere"}, "queue_id"),
        ({"agent_id": "", "queue_id": "", "note": "x"}, "agent_id"),
    ],
)
def test_a_transfer_names_its_goal(
    api: Api, acme: Account, goal: dict[str, str], field: str
) -> None:
    id = new_conversation(new_visitor(api, acme))
    refused = acme.agent.post(f"/conversations/{id}/transfer", transfer(**goal))
    assert refused.problem() == (422, "invalid_input", field)


@pytest.mark.feature("3.2")
def test_a_note_mentions_colleagues_who_find_it_among_their_mentions(
    api: Api, acme: Account
) -> None:
    id = new_conversation(new_visitor(api, acme))
    content = {"kind": "text", "text": "@acme agent look", "mentions": [acme.agent_id]}
    body = {"client_id": "note-0001", "note": True, "content": content}
    note = MessageView.model_validate(acme.owner.post(f"/conversations/{id}/messages", body).ok())
    assert note.content.mentions == (acme.agent_id,)
    bring(acme, id)
    page = MentionPage.model_validate(acme.agent.get("/mentions").ok())
    assert [(each.seq, each.text, each.read) for each in page.mentions] == [
        (note.seq, "@acme agent look", False)
    ]
    assert [row.id for row in page.conversations] == [id]
    assert acme.owner.get("/mentions").ok()["mentions"] == []
    acme.agent.post("/mentions/read", {"conversation_id": id}).ok()
    assert acme.agent.get("/mentions").ok()["mentions"][0]["read"] is True


@pytest.mark.feature("3.2")
def test_a_page_of_mentions_costs_one_query_and_its_rows_one_batch(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    for number in range(12):
        content = {"kind": "text", "text": f"look {number}", "mentions": [acme.agent_id]}
        body = {"client_id": f"note-00{number:02d}", "note": True, "content": content}
        acme.owner.post(f"/conversations/{id}/messages", body).ok()
    bring(acme, id)
    acme.agent.get("/me")
    api.aws.clear()
    first = acme.agent.get("/mentions?limit=10").ok()
    assert api.aws == {"Query": 1, "BatchGetItem": 1}
    assert len(first["mentions"]) == 10
    rest = acme.agent.get(f"/mentions?limit=10&cursor={first['cursor']}").ok()
    assert [each["text"] for each in rest["mentions"]] == ["look 1", "look 0"]
    assert acme.owner.get(f"/mentions?cursor={first['cursor']}").problem()[2] == "cursor"


def test_only_notes_mention_and_only_colleagues(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    for note, named in ((False, acme.agent_id), (True, "stranger")):
        content = {"kind": "text", "text": "@you", "mentions": [named]}
        body = {"client_id": "words-0001", "note": note, "content": content}
        refused = acme.owner.post(f"/conversations/{id}/messages", body)
        assert refused.problem() == (422, "invalid_input", "content.mentions")


def test_a_visitor_mentions_nobody(api: Api, acme: Account) -> None:
    content = {"kind": "text", "text": "@you", "mentions": [acme.agent_id]}
    body = {"client_id": "words-0001", "content": content}
    refused = new_visitor(api, acme).post("/widget/messages", body)
    assert refused.problem() == (422, "invalid_input", "content.mentions")


@pytest.mark.feature("3.1")
def test_notes_and_files_of_a_contact_cost_one_query(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    detail = acme.agent.get(f"/conversations/{id}").ok()
    contact = detail["contact"]["id"]
    asked = {"name": "map.png", "mime": "image/png", "size": 9, "conversation_id": id}
    key = acme.agent.post("/uploads", asked).ok()["key"]
    media = [{"mime": "image/png", "name": "map.png", "size": 9, "key": key}]
    for client_id, note, content in (
        ("image-0001", False, {"kind": "image", "media": media}),
        ("note-00001", True, {"kind": "text", "text": "VIP <b>"}),
    ):
        body = {"client_id": client_id, "note": note, "content": content}
        acme.agent.post(f"/conversations/{id}/messages", body).ok()
    bring(acme, id)
    for kind, shown in (("notes", ["VIP <b>"]), ("files", [""])):
        acme.agent.get(f"/contacts/{contact}/{kind}")
        api.aws.clear()
        page = BesidePage.model_validate(acme.agent.get(f"/contacts/{contact}/{kind}").ok())
        assert [item.text for item in page.items] == shown
        assert api.aws == {"Query": 1}
    assert [each.key for each in page.items[0].media] == [key]


def test_nothing_of_another_account_is_there(api: Api, acme: Account) -> None:
    id = new_conversation(new_visitor(api, acme))
    contact = acme.agent.get(f"/conversations/{id}").ok()["contact"]["id"]
    body = {"client_id": "note-00001", "note": True, "content": {"kind": "text", "text": "VIP"}}
    acme.agent.post(f"/conversations/{id}/messages", body).ok()
    bring(acme, id)
    other = new_account(api, "globex").agent
    assert other.get(f"/contacts/{contact}/notes").status == 404
    for path in ("accept", "decline", "transfer"):
        body = {"client_id": "transfer-1", "agent_id": acme.agent_id} if path == "transfer" else {}
        assert other.post(f"/conversations/{id}/{path}", body).status in (404, 422)
