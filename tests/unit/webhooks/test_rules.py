"""What an endpoint may be, the catalogue of events, and what is taken of an answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.webhooks import answering, catalogue, service
from chalicelib.webhooks.model import MOST_ENDPOINTS, Off
from tests.unit.webhooks.fakes import Scene

pytestmark = pytest.mark.feature("9.4")
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("how", "field"),
    [
        ({"url": "http://shop.example/hooks"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "ftp://shop.example"}, "url"),
        ({"url": "https://a:b@shop.example"}, "url"),
        ({"url": "https://shop.example:99999/"}, "url"),
        ({"url": "https://sh op.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"types": []}, "types"),
        ({"types": ["message.received", "message.lost"]}, "types"),
        ({"channel_ids": ["another-accounts"]}, "channel_ids"),
    ],
)
def test_what_cannot_be_is_refused_by_name(how: dict[str, Any], field: str) -> None:
    scene = Scene()
    with pytest.raises(InvalidInput) as refused:
        scene.endpoint(**how)
    assert refused.value.field == field
    assert not scene.store.hooks
    assert scene.watched == {}


def test_an_account_has_so_many_webhooks_at_most() -> None:
    scene = Scene()
    for _ in range(MOST_ENDPOINTS):
        scene.endpoint()
    with pytest.raises(Conflict):
        scene.endpoint()


def test_two_administrators_do_not_overwrite_each_other() -> None:
    scene = Scene()
    made, _ = scene.endpoint()
    account, id = "acc", made.id
    service.change(scene.ports, account_id=account, id=id, version=1, description="One")
    with pytest.raises(Conflict):
        service.change(scene.ports, account_id=account, id=id, version=1, description="Two")
    with pytest.raises(NotFound):
        service.change(scene.ports, account_id="other", id=made.id, version=2, on=False)


def test_one_is_added_while_the_last_is_removed_and_is_told_of_events() -> None:
    scene = Scene()
    last, _ = scene.endpoint()
    ports, told = scene.ports, scene.watched

    def late(account_id: str, watched: bool) -> None:
        if not watched and not scene.store.endpoints(account_id):
            scene.endpoint()  # another administrator, from the first line to the last
        told[account_id] = watched

    service.remove(replace(ports, watch=late), account_id="acc", id=last.id)
    assert scene.store.endpoints("acc")
    assert told == {"acc": True}


def test_switched_on_again_it_begins_anew() -> None:
    scene = Scene()
    made, _ = scene.endpoint()
    scene.store.failing("acc", made.id, scene.now)
    scene.store.switch_off("acc", made.id, Off.FAILING)
    after = service.change(scene.ports, account_id="acc", id=made.id, version=2, on=True)
    assert (after.off, after.failing_since) == (Off.ON, None)
    assert scene.watched == {"acc": True}


def test_the_secret_is_told_once_and_kept_sealed() -> None:
    scene = Scene()
    made, secret = scene.endpoint()
    assert secret.startswith("whsec_")
    assert secret not in repr(made)
    assert secret not in made.sealed
    with pytest.raises(InvalidInput):
        service.rotate(scene.ports, account_id="acc", id=made.id, hours=1000)


def test_the_documentation_names_every_event() -> None:
    words = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    for name in catalogue.TYPES:
        assert f"| `{name}` | {catalogue.WORDS[name]} |" in words, name


def test_an_answer_is_taken_as_far_as_it_is_good() -> None:
    told = answering.read(
        json.dumps(
            {
                "result": "ok",
                "custom_data": [
                    {"title": "Orders", "key": 7, "content": "<b>Sent</b>", "link": "https://s.io"},
                    {"title": "Bad", "link": "javascript:alert(1)"},
                    "nonsense",
                    {},
                ],
                "contact_info": {"name": "Ana", "phone": ["+1"], "email": "a@b.example", "x": "y"},
                "enable_assign": True,
                "assign_to": "Olivia@Shop.Example",
                "crm_link": "data:text/html,hi",
                "else": {"deep": []},
            }
        )
    )
    assert [row.title for row in told.rows] == ["Orders", "Bad"]
    assert (told.rows[0].key, told.rows[0].content) == ("7", "<b>Sent</b>")
    assert told.rows[1].link == told.link == ""
    assert told.contact == {"name": "Ana", "email": "a@b.example"}
    assert told.assign_to == "olivia@shop.example"


@pytest.mark.parametrize(
    "body",
    [
        *("", "OK", "[]", "null", '{"result": "error", "crm_link": "https://x.io"}', "{"),
        "[" * 50_000,
    ],
)
def test_what_is_no_answer_adds_nothing(body: str) -> None:
    assert not answering.read(body)


def test_half_a_character_in_an_answer_is_none() -> None:
    told = answering.read(
        '{"contact_info": {"name": "Ana \\ud83d"}, "crm_link": "https://a/\\ud83d"}'
    )
    assert told.contact == {"name": "Ana \ufffd"}
    assert told.link == "https://a/\ufffd"


def test_assignment_can_be_refused_by_its_own_sender() -> None:
    assert not answering.read('{"enable_assign": false, "assign_to": "a@b.example"}')


anything = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
PARTS = ("custom_data", "contact_info", "crm_link", "assign_to", "enable_assign")


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(PARTS, anything)))
def test_whatever_an_answer_holds_is_bounded_text(told: dict[str, Any]) -> None:
    found = answering.read(json.dumps(told))
    texts = [*found.contact.values(), found.link, found.assign_to]
    texts += [text for row in found.rows for text in (row.title, row.key, row.content, row.link)]
    assert len(found.rows) <= 20
    assert all(isinstance(text, str) and len(text) <= 2000 for text in texts)
