"""Connecting by consent through the API, in process: a service with tokens that end, are had anew
once each, and are taken back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib import wiring
from chalicelib.integrations import consent, granting, oauth, running
from chalicelib.integrations.model import Connection, Refused
from chalicelib.shared.errors import NotFound, TryAgain
from chalicelib.shared.queues import Entry
from tests.support.api import (
    Account,
    deployment,
    new_account,
    new_conversation,
    new_visitor,
)
from tests.support.consent import (
    APP,
    BACK,
    GOOGLE,
    MADE,
    SLACK,
    Service,
    asked,
    connect,
    kept,
    later,
    renewing,
)
from tests.support.integrations import SIGNING, happen, opened

pytestmark = pytest.mark.feature("9.5")


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    return made


@pytest.fixture(autouse=True)
def _nothing_stays(house: Account) -> Iterator[None]:
    yield
    for each in house.owner.get("/integrations").ok()["connections"]:
        house.owner.call("DELETE", f"/integrations/{each['id']}").ok()


def test_slack_is_connected_by_consent_and_its_tokens_are_sealed(
    house: Account, service: Service
) -> None:
    waiting = house.owner.post("/integrations", SLACK).ok()
    assert (waiting["broken"], waiting["way"]) == ("needs_connecting", "oauth")
    url = house.owner.post(f"/integrations/{waiting['id']}/consent").ok()["url"]
    assert url.startswith("https://slack.com/oauth/v2/authorize?")
    query = {name: value[0] for name, value in parse_qs(urlsplit(url).query).items()}
    assert query["redirect_uri"] == BACK
    assert query["scope"] == "chat:write"  # no replies, no reading
    assert "code_challenge" not in query
    done = house.owner.post("/integrations/consents", {"state": query["state"], "code": "c-1"}).ok()
    assert (done["broken"], done["facts"]) == ("", {"team": "Acme", "bot": "bot"})
    url, headers, form = service.calls[0]
    assert form == {"grant_type": "authorization_code", "code": "c-1", "redirect_uri": BACK}
    basic = base64.b64encode(f"{APP['client_id']}:{APP['client_secret']}".encode()).decode()
    assert headers["Authorization"] == f"Basic {basic}"
    grant = wiring.integration_ports().store.grant(kept(house, done["id"]))
    assert grant is not None
    assert service.access not in grant.sealed
    listed = json.dumps(house.owner.get("/integrations").ok())
    assert service.access not in listed
    assert APP["client_secret"] not in listed


def test_slack_is_asked_for_reading_only_where_replies_are_wanted(
    house: Account, service: Service
) -> None:
    secrets = APP | {"signing_secret": SIGNING}
    id = house.owner.post("/integrations", SLACK | {"secrets": secrets}).ok()["id"]
    scopes = "chat:write,channels:history,groups:history,users:read,users:read.email"
    assert asked(house, id)["scope"] == scopes


def test_google_is_asked_with_pkce_for_its_own_files_and_has_a_spreadsheet_made(
    house: Account, service: Service
) -> None:
    id = house.owner.post("/integrations", GOOGLE).ok()["id"]
    query = asked(house, id)
    assert query["scope"] == "https://www.googleapis.com/auth/drive.file"
    assert (query["access_type"], query["prompt"]) == ("offline", "consent")
    told = {"state": query["state"], "code": "4/c"}
    done = house.owner.post("/integrations/consents", told).ok()
    (form,) = service.forms()
    assert oauth.challenge(form["code_verifier"]) == query["code_challenge"]
    assert query["code_challenge_method"] == "S256"
    assert form["client_secret"] == "GOCSPX-secret"
    assert done["settings"]["spreadsheet"] == MADE
    assert done["broken"] == ""
    assert [url for url, _, _ in service.calls if url.endswith("?fields=spreadsheetId")]


def test_a_key_needs_the_spreadsheets_address(house: Account, service: Service) -> None:
    key = {"type": "service_account", "client_email": "a@b.example", "private_key": "x" * 90}
    by_key = {"kind": "sheets", "settings": {}, "secrets": {"key": json.dumps(key)}}
    answer = house.owner.post("/integrations", by_key)
    assert answer.problem() == (422, "invalid_input", "settings.spreadsheet")


# Forged, replayed, too old, somebody else's -------------------------------------------------------


def test_a_state_is_good_once_and_for_who_asked(house: Account, service: Service) -> None:
    id = house.owner.post("/integrations", SLACK).ok()["id"]
    told = {"state": asked(house, id)["state"], "code": "c-1"}
    other = new_account(house.nobody, "other").owner
    assert other.post("/integrations/consents", told).status == 404
    assert house.agent.post("/integrations/consents", told).status == 403
    promoted = {"role": "administrator"}
    house.owner.patch(f"/agents/{house.agent_id}", promoted).ok()
    assert house.agent.post("/integrations/consents", told).status == 404
    house.owner.patch(f"/agents/{house.agent_id}", {"role": "agent"}).ok()
    forged = told | {"state": told["state"][:-2] + "zz"}
    assert house.owner.post("/integrations/consents", forged).status == 404
    assert service.calls == []
    house.owner.post("/integrations/consents", told).ok()
    assert house.owner.post("/integrations/consents", told).status == 404
    assert len(service.forms()) == 1


def test_a_state_is_over_after_ten_minutes(house: Account, service: Service) -> None:
    id = house.owner.post("/integrations", SLACK).ok()["id"]
    state = asked(house, id)["state"]
    who = {"account_id": house.id, "agent_id": house.owner_id}
    with pytest.raises(NotFound):
        consent.finish(later(minutes=11), **who, state=state, code="c", error="")
    assert service.calls == []


def test_who_does_not_consent_is_told_so_and_may_try_again(
    house: Account, service: Service
) -> None:
    id = house.owner.post("/integrations", SLACK).ok()["id"]
    no = {"state": asked(house, id)["state"], "error": "access_denied"}
    answer = house.owner.post("/integrations/consents", no)
    assert answer.problem() == (422, "integration_refused", "")
    assert answer.body["detail"] == "access_denied"
    assert house.owner.post("/integrations/consents", no).status == 404
    hostile = no | {"error": "<script>alert(1)</script>"}
    assert house.owner.post("/integrations/consents", hostile).problem()[2] == "error"
    nothing = {"state": asked(house, id)["state"]}
    assert house.owner.post("/integrations/consents", nothing).problem()[2] == "code"
    yes = {"state": asked(house, id)["state"], "code": "c-1"}
    assert house.owner.post("/integrations/consents", yes).ok()["broken"] == ""


def test_a_code_that_the_service_does_not_know_connects_nothing(
    house: Account, service: Service
) -> None:
    id = house.owner.post("/integrations", SLACK).ok()["id"]
    service.refusal = "invalid_code"
    told = {"state": asked(house, id)["state"], "code": "stolen"}
    answer = house.owner.post("/integrations/consents", told)
    assert answer.body["detail"] == "invalid_code"
    assert wiring.integration_ports().store.grant(kept(house, id)) is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"way": "magic"}, "way"),
        ({"kind": "bot", "settings": {"url": "https://b.example/x"}}, "way"),
        ({"secrets": {"client_id": "x", "client_secret": "s" * 32}}, "secrets.client_id"),
        ({"secrets": {"bot_token": "xoxb-1234567890-abc"}}, "secrets.client_id"),
    ],
)
def test_bad_input_names_its_field(
    house: Account, service: Service, change: dict[str, Any], field: str
) -> None:
    assert house.owner.post("/integrations", SLACK | change).problem()[2] == field


def test_what_is_connected_by_a_key_asks_nobody(house: Account, service: Service) -> None:
    service.number = 1
    secrets = {"bot_token": "xoxb-1234567890-abcdef"}
    ports = wiring.integration_ports()
    made = Connection("k" * 18, house.id, "slack", "S", {"channel": "C0123456"}, tuple(secrets))
    ports.store.save(made)
    assert house.owner.post(f"/integrations/{made.id}/consent").problem()[0] == 409


# Tokens that end, and are taken back --------------------------------------------------------------


def test_a_token_is_had_anew_before_it_ends(house: Account, service: Service) -> None:
    id = connect(house)["id"]
    early, late = later(hours=11), later(hours=11, minutes=56)
    assert granting.context(early, kept(house, id)).secrets["access_token"] == "xoxe.xoxb-1"
    assert granting.context(late, kept(house, id)).secrets["access_token"] == "xoxe.xoxb-2"
    assert granting.context(late, kept(house, id)).secrets["access_token"] == "xoxe.xoxb-2"
    assert [form["grant_type"] for form in service.forms()] == [
        "authorization_code",
        "refresh_token",
    ]
    assert service.forms()[1]["refresh_token"] == "xoxe-1"


@pytest.mark.parametrize(
    ("passed", "second"), [(11 * 60 + 56, "goes on with the old one"), (13 * 60, "waits")]
)
def test_two_at_once_refresh_once(
    house: Account, service: Service, passed: int, second: str
) -> None:
    id = connect(house)["id"]
    ports = later(minutes=passed)
    seen: list[str] = []

    def meanwhile() -> None:
        service.during = None
        try:
            seen.append(granting.context(ports, kept(house, id)).secrets["access_token"])
        except TryAgain:
            seen.append("waits")

    service.during = meanwhile
    assert granting.context(ports, kept(house, id)).secrets["access_token"] == "xoxe.xoxb-2"
    assert seen == ["waits" if second == "waits" else "xoxe.xoxb-1"]
    assert len(service.forms()) == 2


def test_who_dies_while_it_is_refreshed_is_followed_by_who_does_it(
    house: Account, service: Service
) -> None:
    id = connect(house)["id"]
    assert wiring.integration_ports().store.lease(
        kept(house, id), 1, later(hours=13).clock(), later(hours=13, seconds=30).clock()
    )
    with pytest.raises(TryAgain):
        granting.context(later(hours=13), kept(house, id))
    after = granting.context(later(hours=13, seconds=31), kept(house, id))
    assert after.secrets["access_token"] == "xoxe.xoxb-2"


def test_a_token_that_was_lost_between_answer_and_write_is_told_within_a_minute(
    house: Account, service: Service
) -> None:
    """Nobody need use it to find out: what was queued before the service was asked looks."""
    id = connect(house)["id"]
    queued: list[Entry] = []
    warned: list[str] = []
    ports = renewing(house, id, "keep", queued, warned)
    (look,) = queued
    assert look.delay == 40
    for _ in range(2):
        running.run(ports, json.loads(look.body))
    assert kept(house, id).broken == "needs_reconnecting invalid_refresh_token"
    assert (warned, len(queued)) == (["invalid_refresh_token"], 1)


def test_a_renewal_that_died_before_the_service_took_the_token_is_made_good(
    house: Account, service: Service
) -> None:
    id = connect(house)["id"]
    queued: list[Entry] = []
    warned: list[str] = []
    ports = renewing(house, id, "exchanged", queued, warned)
    running.run(ports, json.loads(queued[0].body))
    grant = ports.store.grant(kept(house, id))
    assert (grant.number, kept(house, id).broken, warned) == (2, "", [])
    calls = len(service.calls)
    running.run(ports, json.loads(queued[0].body))  # it came twice: all is well by now
    assert len(service.calls) == calls


def test_a_fault_of_the_service_costs_nothing_while_the_token_is_good(
    house: Account, service: Service
) -> None:
    id = connect(house)["id"]
    service.status = 503
    ports = later(hours=11, minutes=56)
    assert granting.context(ports, kept(house, id)).secrets["access_token"] == "xoxe.xoxb-1"
    with pytest.raises(TryAgain):
        granting.context(later(hours=13), kept(house, id))
    service.status = 200
    after = granting.context(later(hours=13), kept(house, id))
    assert after.secrets["access_token"] == "xoxe.xoxb-2"


def test_a_refresh_that_is_refused_asks_administrators_to_reconnect_once(
    house: Account, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = connect(house)["id"]
    service.refusal = "invalid_refresh_token"
    warned: list[str] = []
    ports = replace(later(hours=13), warn=lambda connection, why: warned.append(why))
    for _ in range(2):
        with pytest.raises(Refused):
            granting.context(ports, kept(house, id))
    assert warned == ["invalid_refresh_token"]
    shown = house.owner.get("/integrations").ok()["connections"][0]
    assert shown["broken"] == "needs_reconnecting invalid_refresh_token"
    service.refusal = ""
    told = {"state": asked(house, id)["state"], "code": "c-2"}
    again = house.owner.post("/integrations/consents", told).ok()
    assert (again["id"], again["broken"]) == (id, "")


def test_an_app_that_was_thrown_out_waits_to_be_reconnected_and_calls_nobody(
    house: Account, service: Service
) -> None:
    id = connect(house)["id"]
    conversation = new_conversation(new_visitor(house.nobody, house))
    service.dead.add(service.access)
    happen(opened(house, conversation))
    assert kept(house, id).broken == "needs_reconnecting token_revoked"
    calls = len(service.calls)
    happen(opened(house, new_conversation(new_visitor(house.nobody, house))))
    assert len(service.calls) == calls
    answer = house.owner.post(f"/integrations/{id}/test")
    assert answer.status == 422


def test_a_token_that_is_refused_early_is_had_anew_and_the_work_is_done(
    house: Account, service: Service
) -> None:
    id = connect(house, GOOGLE)["id"]
    service.dead.add(service.access)
    found = kept(house, id)
    with pytest.raises(TryAgain):
        granting.refused(later(minutes=2), found, Refused("UNAUTHENTICATED"))
    assert granting.context(later(minutes=2), found).secrets["access_token"] == "xoxe.xoxb-2"
    granting.refused(later(minutes=2), found, Refused("NOT_FOUND"))  # not the token's fault
    assert kept(house, id).broken == ""


def test_another_app_of_the_owners_is_connected_anew_and_a_name_is_not(
    house: Account, service: Service
) -> None:
    one = connect(house)
    named = house.owner.patch(
        f"/integrations/{one['id']}", {"version": one["version"], "name": "Desk"}
    ).ok()
    assert named["broken"] == ""
    settings = {"channel": "C9999999", "tells": ["new"]}
    moved = house.owner.patch(
        f"/integrations/{one['id']}", {"version": named["version"], "settings": settings}
    ).ok()
    assert (moved["broken"], moved["settings"]["channel"]) == ("", "C9999999")
    other = {"version": moved["version"], "secrets": {"client_secret": "t" * 32}}
    changed = house.owner.patch(f"/integrations/{one['id']}", other).ok()
    assert changed["broken"] == "needs_connecting"
    assert wiring.integration_ports().store.grant(kept(house, one["id"])) is None


def test_what_is_removed_leaves_no_token(house: Account, service: Service) -> None:
    one = kept(house, connect(house)["id"])
    house.owner.call("DELETE", f"/integrations/{one.id}").ok()
    assert wiring.integration_ports().store.grant(one) is None


def test_the_manifest_names_where_people_come_back_and_what_is_called(
    house: Account, service: Service
) -> None:
    listed = house.owner.get("/integrations").ok()
    assert (listed["back"], set(listed["apps"])) == (BACK, {"slack", "sheets"})
    first = json.loads(listed["apps"]["slack"])
    assert first["oauth_config"]["redirect_urls"] == [BACK]
    assert "event_subscriptions" not in first["settings"]
    one = connect(house)
    settings = json.loads(one["manifest"])["settings"]
    assert settings["event_subscriptions"]["request_url"] == one["url"]
    assert settings["token_rotation_enabled"] is True
