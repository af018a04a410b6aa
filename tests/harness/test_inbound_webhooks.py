"""A form's call, sent again until it is taken, while functions die at any call: one contact, one
conversation, his words once, one line in the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.harness import checks
from tests.harness.faults import Call, Plan, deaths, no_faults
from tests.harness.world import Refused, World, _app, world

FUNCTIONS = ("api", "automation")
LEAD = {"id": "lead-1", "name": "Ana", "mail": "ana@example.com", "plan": "Pro", "text": "Call me."}


@dataclass(frozen=True, slots=True)
class End:
    """said: of all conversations, what stands in them. cards: what is left beside them."""

    ledger: list[tuple[str, str]]
    contacts: list[tuple[str, str]]
    said: list[list[str]]
    cards: list[str]
    calls: list[Call]
    struck: bool
    log: str


def day(plan: Plan, posts: int = 2) -> End:
    with world(0, no_faults) as here:
        id, path = _inlet(here)
        here.engine.plan = plan
        for _ in range(posts):  # a sender that did not hear the answer sends it again
            here.until_done("api", lambda: _post(path))
            here.settle()
        checks.nothing_is_left(here)
        return _end(here, id, plan)


def _inlet(here: World) -> tuple[str, str]:
    from chalicelib import wiring
    from chalicelib.inlets import service
    from chalicelib.inlets.model import Field, Target

    ports, account_id = wiring.inlet_ports(), here.account_id
    accounts = wiring.account_ports().store
    key = ports.secrets.encrypt("5e" * 32, account_id=account_id)  # signs the address
    house = accounts.account(account_id)
    accounts.save_account(house, replace(house, sealed_signing_key=key))
    made = service.add(ports, account_id=account_id, name="Form", channel_id=here.website_id)
    fields = [
        Field(Target.NAME, "/name"),
        Field(Target.EMAIL, "/mail"),
        Field(Target.DATA, "/plan", "Plan"),
        Field(Target.MESSAGE, "/text"),
    ]
    mapped = service.change(
        ports,
        account_id=account_id,
        id=made.id,
        version=made.version,
        values={"dedupe": "/id"},
        fields=fields,
    )
    here.settle()
    return mapped.id, service.url(ports, mapped).partition("/api")[2]


def _post(path: str) -> None:
    from chalice.test import Client

    with Client(_app()) as client:
        headers = {"Content-Type": "application/json"}
        answer = client.http.post(path, headers=headers, body=json.dumps(LEAD).encode())
    if answer.status_code != 202:
        raise Refused(answer.status_code)


def _end(here: World, id: str, plan: Plan) -> End:
    from chalicelib import wiring
    from chalicelib.contacts import codec
    from chalicelib.inlets import service

    page = service.ledger(wiring.inlet_ports(), account_id=here.account_id, id=id)
    images = checks.images(here)
    return End(
        ledger=[(each.state.value, each.error) for each in page.entries],
        contacts=[
            (one.name, one.email)
            for one in (codec.from_image(each) for each in images if _is_contact(each))
        ],
        said=[
            [each["content"].get("text") or each["content"].get("event", "") for each in messages]
            for messages in checks.conversations(here).values()
        ],
        cards=[each["data"]["S"] for each in images if "#beside#" in each["pk"]["S"]],
        calls=[*here.engine.calls],
        struck=bool(getattr(plan, "struck", None)),
        log=str(here.log),
    )


def _is_contact(image: dict[str, Any]) -> bool:
    return image.get("announce") == {"S": "contact"}


@pytest.fixture(scope="module")
def undisturbed() -> End:
    return day(no_faults)


@pytest.mark.feature("9.3")
def test_a_call_that_comes_twice_is_one_lead(undisturbed: End) -> None:
    assert undisturbed.ledger == [("done", "")]
    assert undisturbed.contacts == [("Ana", "ana@example.com")]
    assert undisturbed.said == [["inlet.received", "Call me."]]
    (card,) = undisturbed.cards
    assert json.loads(card)["rows"][0]["content"] == "Pro"


@pytest.mark.feature("9.3")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_killed_at_any_call_leaves_the_same_end(function: str, undisturbed: End) -> None:
    posts = 2 if function == "api" else 1
    ends = [(plan, day(plan, posts)) for plan in deaths(undisturbed.calls, function)]
    assert len(ends) >= 4
    for plan, end in ends:
        assert end.struck, plan
        assert end.ledger == undisturbed.ledger, plan
        assert (end.contacts, end.said) == (undisturbed.contacts, undisturbed.said), plan
        assert [json.loads(each)["rows"] for each in end.cards] == [
            json.loads(each)["rows"] for each in undisturbed.cards
        ], plan
