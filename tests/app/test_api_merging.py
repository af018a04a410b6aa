"""What stands beside a contact follows when he is merged, through the functions that do it."""

from __future__ import annotations

import pytest

from tests.support.api import new_conversation, new_visitor
from tests.support.pipeline import Pipeline

DONE: dict[str, list[str]] = {"batchItemFailures": []}


@pytest.mark.feature("3.7")
def test_notes_and_files_of_a_merged_visitor_are_with_the_one_that_stays(here: Pipeline) -> None:
    agent = here.acme.agent
    conversation_id = new_conversation(new_visitor(here.api, here.acme), "Hello?")
    vera = agent.get(f"/conversations/{conversation_id}").ok()["conversation"]["contact_id"]
    ana = agent.post("/contacts", {"client_id": "client-0001", "name": "Ana"}).ok()["id"]

    def note(words: str) -> None:
        content = {"kind": "text", "text": words}
        body = {"client_id": f"note-{words}", "note": True, "content": content}
        agent.post(f"/conversations/{conversation_id}/messages", body).ok()

    def notes(contact_id: str) -> list[str]:
        found = agent.get(f"/contacts/{contact_id}/notes").ok()["items"]
        return [item["text"] for item in found]

    note("before")
    assert here.announce() == DONE
    note("meanwhile")
    job = agent.post(f"/contacts/{ana}/merge", {"other_id": vera, "theirs": []}).ok()
    here.drain("jobs", "jobs")
    assert here.announce() == DONE
    while here.drain("jobs", "jobs"):
        pass
    assert agent.get(f"/jobs/{job['id']}").ok()["state"] == "done"
    note("after")  # it names the visitor's own id, as all that his browser is told
    assert here.announce() == DONE
    assert (notes(ana), notes(vera)) == (["after", "meanwhile", "before"], [])
    page = agent.get(f"/conversations/{conversation_id}").ok()
    assert page["conversation"]["contact_id"] == ana
