"""One Meta app calls one address for all of its pages: each entry lands with its page's channel."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.accounts import service
from tests.support.api import Account, new_account
from tests.support.pipeline import APP_SECRET, Pipeline, hook, signed

pytestmark = [pytest.mark.feature("2.1")]
FIRST, SECOND, STRANGE = "110000000000017", "110000000000018", "110000000000099"


def _page(account: Account, page_id: str, *, kind: str = "messenger", secret: str = "") -> str:
    channel = service.add_channel(
        wiring.account_ports(),
        account_id=account.id,
        kind=kind,
        name=page_id,
        settings={"page_id": page_id},
        secrets={"access_token": "EAAG-a-token-of-the-page", "app_secret": secret or APP_SECRET},
    )
    return str(channel.id)


def _entry(page_id: str, text: str) -> dict[str, Any]:
    message = {"mid": f"m_{page_id}_{text}", "text": text}
    event = {"sender": {"id": "774"}, "recipient": {"id": page_id}, "timestamp": 1782000000000}
    return {"id": page_id, "time": 1782000000000, "messaging": [{**event, "message": message}]}


def _told(here: Pipeline, channel_id: str, *entries: dict[str, Any]) -> dict[str, list[str]]:
    """What the webhook of `channel_id` puts into the queue: texts by channel."""
    body = json.dumps({"object": "page", "entry": list(entries)}).encode()
    assert hook(here, "messenger", channel_id, body, signed(body, APP_SECRET)).status == 200
    found: dict[str, list[str]] = {}
    for record in here.waiting("inbound.fifo"):
        work = json.loads(record["body"])
        for entry in json.loads(work["body"])["entry"]:
            texts = [each["message"]["text"] for each in entry["messaging"]]
            found.setdefault(work["channel_id"], []).extend(texts)
    return found


def test_each_entry_goes_to_the_channel_of_its_page(here: Pipeline) -> None:
    first, second = _page(here.acme, FIRST), _page(here.acme, SECOND)
    told = _told(here, first, _entry(FIRST, "a"), _entry(SECOND, "b"), _entry(FIRST, "c"))
    assert told == {first: ["a", "c"], second: ["b"]}


def test_it_goes_there_also_if_nothing_is_for_the_one_that_was_called(here: Pipeline) -> None:
    first, second = _page(here.acme, FIRST), _page(here.acme, SECOND)
    assert _told(here, first, _entry(SECOND, "b")) == {second: ["b"]}


def test_another_apps_secret_vouches_for_nothing(here: Pipeline) -> None:
    first, _ = _page(here.acme, FIRST), _page(here.acme, SECOND, secret="f" * 32)
    assert _told(here, first, _entry(SECOND, "b")) == {first: ["b"]}


def test_another_accounts_page_is_none_of_ours(here: Pipeline) -> None:
    first = _page(here.acme, FIRST)
    _page(new_account(here.api, "other"), SECOND)
    assert _told(here, first, _entry(SECOND, "b")) == {first: ["b"]}


def test_another_kind_of_channel_with_that_page_is_passed_by(here: Pipeline) -> None:
    first, _ = _page(here.acme, FIRST), _page(here.acme, SECOND, kind="instagram")
    assert _told(here, first, _entry(SECOND, "b")) == {first: ["b"]}


def test_what_is_nobodys_stays_where_it_came_and_the_same_call_again_adds_nothing(
    here: Pipeline,
) -> None:
    first, second = _page(here.acme, FIRST), _page(here.acme, SECOND)
    entries = (_entry("0", "test button"), _entry(STRANGE, "x"), _entry(SECOND, "b"))
    assert _told(here, first, *entries) == {first: ["test button", "x"], second: ["b"]}
    assert _told(here, first, *entries) == {}


def test_numbers_of_one_whatsapp_app_are_told_apart(here: Pipeline) -> None:
    ids = {}
    for number in ("5550001", "5550002"):
        channel = service.add_channel(
            wiring.account_ports(),
            account_id=here.acme.id,
            kind="whatsapp",
            name=number,
            settings={"phone_number_id": number, "waba_id": "205500000000001"},
            secrets={"access_token": "EAAG-a-token-of-ours", "app_secret": APP_SECRET},
        )
        ids[number] = str(channel.id)
    changes: list[dict[str, Any]] = [
        {"field": "messages", "value": {"metadata": {"phone_number_id": number}, "messages": []}}
        for number in ("5550002", "5550001", "5550002")
    ]
    changes.append({"field": "security", "value": {"event": "X"}})
    entry = {"id": "205500000000001", "changes": changes}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    called = ids["5550001"]
    assert hook(here, "whatsapp", called, body, signed(body, APP_SECRET)).status == 200
    told: dict[str, int] = {}
    for record in here.waiting("inbound.fifo"):
        work = json.loads(record["body"])
        changed = [each for e in json.loads(work["body"])["entry"] for each in e["changes"]]
        told[work["channel_id"]] = told.get(work["channel_id"], 0) + len(changed)
    assert told == {ids["5550001"]: 2, ids["5550002"]: 2}
