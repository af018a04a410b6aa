"""The account, its people and its queues through the API; signing in for the first time and after
a forgotten password."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock
from chalicelib.wire import console, people
from tests.support.api import PASSWORD, Account, Answer, Api, new_account, sign_in

pytestmark = pytest.mark.feature("11")
OWN = "my-own-password-7"


def invited(account: Account, email: str = "rui@acme.example", **more: Any) -> people.Invitation:
    answer = account.owner.post("/agents", {"email": email, **more})
    return people.Invitation.model_validate(answer.ok())


@pytest.fixture
def no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the local stack: the invitation's password is shown."""

    ports = replace(wiring.account_ports(), mails=False)
    monkeypatch.setattr(wiring, "account_ports", lambda: ports)


def test_an_invited_agent_comes_with_a_password_of_his_own(
    api: Api, acme: Account, no_mail: None
) -> None:
    told = invited(acme, name="Rui", role="supervisor")
    assert (told.agent.name, told.agent.invited, told.agent.role) == ("Rui", True, "supervisor")
    form = {"email": "RUI@acme.example", "password": told.temporary_password}
    assert api.post("/auth/sign-in", form).problem() == (403, "new_password_required", "")
    weak = api.post("/auth/new-password", {**form, "new_password": "short"})
    assert weak.problem() == (422, "invalid_input", "new_password")
    assert "password" in weak.body["detail"].lower()
    session = api.post("/auth/new-password", {**form, "new_password": OWN})
    me = api.as_(session.ok()["access_token"]).get("/me").ok()["me"]
    assert (me["id"], me["invited"]) == (told.agent.id, False)
    assert "HttpOnly" in session.headers["set-cookie"]
    assert api.post("/auth/sign-in", {**form, "password": OWN}).status == 200
    used = api.post("/auth/new-password", {**form, "new_password": OWN})
    assert used.problem()[:2] == (401, "unauthenticated")


def test_a_wrong_temporary_password_opens_nothing(api: Api, acme: Account, no_mail: None) -> None:
    invited(acme)
    form = {"email": "rui@acme.example", "password": "guessed-password-1", "new_password": OWN}
    assert api.post("/auth/new-password", form).problem()[:2] == (401, "unauthenticated")
    settled = {"email": "owner@acme.example", "password": PASSWORD, "new_password": OWN}
    assert api.post("/auth/new-password", settled).problem()[:2] == (401, "unauthenticated")
    assert api.post("/auth/sign-in", {"email": settled["email"], "password": PASSWORD}).ok()


def test_an_invitation_goes_out_again_until_he_came(api: Api, acme: Account, no_mail: None) -> None:
    first = invited(acme)
    path = f"/agents/{first.agent.id}/invite"
    second = people.Invitation.model_validate(acme.owner.post(path).ok())
    assert second.temporary_password != first.temporary_password
    form = {"email": "rui@acme.example", "new_password": OWN}
    old = api.post("/auth/new-password", {**form, "password": first.temporary_password})
    assert old.status == 401
    api.post("/auth/new-password", {**form, "password": second.temporary_password}).ok()
    assert acme.owner.post(path).problem()[:2] == (409, "conflict")


def test_an_address_is_used_once(api: Api, acme: Account, no_mail: None) -> None:
    other = new_account(api, "other")
    invited(acme)
    for account in (acme, other):
        answer = account.owner.post("/agents", {"email": "rui@acme.example"})
        assert answer.problem() == (409, "conflict", "email")
    assert acme.owner.post("/agents", {"email": "x"}).problem() == (422, "invalid_input", "email")
    bad = acme.owner.post("/agents", {"email": "a@b.example", "role": "owner"})
    assert bad.problem() == (422, "invalid_input", "role")


def test_a_deactivated_agent_is_out(
    api: Api, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    _hear(monkeypatch, asked)
    path = f"/agents/{acme.agent_id}"
    view = acme.owner.patch(path, {"active": False}).ok()
    assert console.AgentView.model_validate(view).active is False
    assert asked == ["hang_up", "hand_over"]
    assert acme.agent.get("/me").problem()[:2] == (401, "unauthenticated")
    again = api.post("/auth/sign-in", {"email": "agent@acme.example", "password": PASSWORD})
    assert again.problem()[:2] == (401, "unauthenticated")
    assert acme.owner.patch(path, {"active": True}).ok()["active"] is True
    fresh = api.as_(sign_in(api, "agent@acme.example"))
    assert fresh.get("/me").status == 200


def _hear(monkeypatch: pytest.MonkeyPatch, asked: list[str]) -> None:
    ports = replace(
        wiring.account_ports(),
        hang_up=lambda *_: asked.append("hang_up"),
        hand_over=lambda *_: asked.append("hand_over"),
    )
    monkeypatch.setattr(wiring, "account_ports", lambda: ports)


def test_the_last_owner_stays_and_nobody_else_unmakes_him(acme: Account) -> None:
    path = f"/agents/{acme.owner_id}"
    assert acme.owner.patch(path, {"role": "agent"}).problem() == (409, "conflict", "role")
    assert acme.owner.patch(path, {"active": False}).problem()[:2] == (409, "conflict")
    acme.owner.patch(f"/agents/{acme.agent_id}", {"role": "administrator"}).ok()
    _forget_agents()
    assert acme.agent.patch(path, {"role": "agent"}).problem()[:2] == (403, "forbidden")
    assert acme.agent.patch(path, {"active": False}).problem()[:2] == (403, "forbidden")


def _forget_agents() -> None:
    """What is cached for a minute."""

    ports = wiring.account_ports()
    ports.agents._kept.clear()


def test_the_account_says_its_name_language_and_zone(acme: Account) -> None:
    change = {"name": "Acme SL", "language": "es", "time_zone": "Europe/Madrid"}
    view = console.AccountView.model_validate(acme.owner.patch("/account", change).ok())
    assert (view.name, view.language, view.time_zone) == tuple(change.values())
    assert acme.agent.get("/me").ok()["account"]["name"] == "Acme SL"
    bad = acme.owner.patch("/account", {"time_zone": "Mars/Olympus"})
    assert bad.problem() == (422, "invalid_input", "time_zone")


def test_queues_are_made_changed_and_removed(acme: Account) -> None:
    made = acme.owner.post("/queues", {"name": "Help", "member_ids": [acme.agent_id]}).ok()
    assert made["member_ids"] == [acme.agent_id]
    again = acme.owner.post("/queues", {"name": "help"})
    assert again.problem() == (409, "conflict", "name")
    path = f"/queues/{made['id']}"
    assert acme.owner.patch(path, {"member_ids": []}).ok()["member_ids"] == []
    assert acme.owner.call("DELETE", path).status == 204
    assert acme.owner.call("DELETE", path).problem()[:2] == (404, "not_found")
    assert [queue["name"] for queue in acme.agent.get("/me").ok()["queues"]] == ["Sales"]


def test_ones_photo_is_ones_own_file(acme: Account) -> None:
    ticket = acme.agent.post("/me/photo", {"mime": "image/jpeg", "size": 1000}).ok()
    assert acme.agent.patch("/me", {"photo": ticket["key"]}).ok()["photo"] == ticket["key"]
    assert acme.owner.post("/media/links", {"keys": [ticket["key"]]}).status == 200
    theirs = acme.owner.patch("/me", {"photo": ticket["key"]})
    assert theirs.problem() == (422, "invalid_input", "photo")
    assert acme.agent.patch("/me", {"photo": "x"}).problem() == (422, "invalid_input", "photo")
    assert acme.agent.patch("/me", {"photo": ""}).ok()["photo"] == ""
    for bad, field in (({"mime": "text/html", "size": 9}, "mime"), ({"size": 2**21}, "size")):
        answer = acme.agent.post("/me/photo", {"mime": "image/png", **bad})
        assert answer.problem() == (422, "invalid_input", field)


def test_ones_choices_come_with_the_first_request(acme: Account) -> None:
    acme.agent.patch("/me", {"preferences": {"language": "es"}}).ok()
    assert acme.agent.get("/me").ok()["preferences"] == {"language": "es"}
    assert acme.owner.get("/me").ok()["preferences"] == {}
    bad = acme.agent.patch("/me", {"preferences": {"language": "xx"}})
    assert bad.problem() == (422, "invalid_input", "preferences.language")


def test_a_sites_key_is_shown_once(acme: Account) -> None:
    path = f"/channels/{acme.site_id}"
    need = acme.owner.patch(path, {"settings": {"identity": "required"}})
    assert need.problem() == (422, "invalid_input", "settings.identity")
    key = acme.owner.post(f"{path}/identity-key").ok()["identity_key"]
    view = acme.owner.patch(path, {"settings": {"identity": "required"}}).ok()
    assert view["secrets_set"] == ["identity_key"]
    assert key not in str(acme.owner.get("/me").ok())


def cookie_of(answer: Answer) -> str:
    return str(answer.headers["set-cookie"]).partition(";")[0]


def test_a_password_is_changed_by_who_knows_the_present_one(api: Api, acme: Account) -> None:
    signed_in = api.post("/auth/sign-in", {"email": "agent@acme.example", "password": PASSWORD})
    me, cookie = api.as_(signed_in.ok()["access_token"]), cookie_of(signed_in)
    form = {"password": PASSWORD, "new_password": OWN}
    assert me.post("/auth/password", form).problem()[:2] == (401, "unauthenticated")
    wrong = me.post("/auth/password", {**form, "password": "wrong-horse-9"}, cookie=cookie)
    assert wrong.problem() == (422, "invalid_input", "password")
    weak = me.post("/auth/password", {**form, "new_password": "short"}, cookie=cookie)
    assert weak.status == 422
    assert me.post("/auth/password", form, cookie=cookie).status == 204
    again = api.post("/auth/sign-in", {"email": "agent@acme.example", "password": OWN})
    assert again.status == 200


def test_signing_out_everywhere_ends_every_session(
    api: Api, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    _hear(monkeypatch, asked)
    signed_in = api.post("/auth/sign-in", {"email": "agent@acme.example", "password": PASSWORD})
    # Tokens say whole seconds: a moment later, so that the present ones are of before.
    later = replace(wiring.account_ports(), clock=lambda: system_clock() + timedelta(seconds=2))
    monkeypatch.setattr(wiring, "account_ports", lambda: later)
    me = api.as_(signed_in.ok()["access_token"])
    out = me.post("/auth/sign-out-everywhere", cookie=cookie_of(signed_in))
    assert out.status == 204
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert asked == ["hang_up"]
    for token in (me, acme.agent):
        assert token.get("/me").problem()[:2] == (401, "unauthenticated")
    assert acme.owner.get("/me").status == 200


def test_who_was_signed_out_in_another_process_gets_no_new_socket(acme: Account) -> None:
    acme.agent.get("/me").ok()  # this process knows him now
    store = wiring.account_ports().store
    stored = store.agent(acme.id, acme.agent_id)
    ended = replace(stored, tokens_from=system_clock() + timedelta(seconds=2))
    store.save_agent(ended, tell=False)
    acme.agent.get("/me").ok()
    assert acme.agent.post("/sockets/ticket").problem()[:2] == (401, "unauthenticated")
    assert acme.agent.get("/me").status == 401


def test_a_forgotten_password_is_set_anew_by_the_mailed_code(api: Api, acme: Account) -> None:
    email = "agent@acme.example"
    assert api.post("/auth/forgot", {"email": email}).status == 204
    code = _mailed_code(email)
    form = {"email": email, "new_password": OWN}
    wrong = api.post("/auth/reset", {**form, "code": "moto-confirmation-code:0"})
    assert wrong.problem() == (422, "invalid_input", "code")
    assert api.post("/auth/reset", {**form, "code": f" {code} "}).status == 204
    assert api.post("/auth/sign-in", {"email": email, "password": OWN}).status == 200


def _mailed_code(email: str) -> str:
    """moto tells the code that Cognito would mail."""
    from chalicelib.settings import settings

    answer: Any = aws.cognito().forgot_password(
        ClientId=settings().user_pool_client_id, Username=email
    )
    headers = answer["ResponseMetadata"]["HTTPHeaders"]
    return str(headers["x-moto-forgot-password-confirmation-code"])


def test_a_stranger_learns_no_address_from_a_forgotten_password(api: Api, acme: Account) -> None:
    answers = [
        api.post("/auth/forgot", {"email": email})
        for email in ("agent@acme.example", "nobody@acme.example")
    ]
    assert [(answer.status, answer.body) for answer in answers] == [(204, None)] * 2


def test_a_sign_in_is_remembered(api: Api, acme: Account) -> None:
    def seen() -> str:
        agents = acme.owner.get("/me").ok()["agents"]
        return str(next(one for one in agents if one["id"] == acme.agent_id)["signed_in_at"])

    before = seen()
    sign_in(api, "agent@acme.example")
    assert before < seen()


def test_visitors_see_an_agents_photo_and_no_other_file(acme: Account) -> None:
    ticket = acme.agent.post("/me/photo", {"mime": "image/png", "size": 1000}).ok()
    acme.agent.patch("/me", {"photo": ticket["key"]}).ok()
    _forget_pages()
    config = acme.nobody.post(f"/widget/{acme.site_id}/session", {}).ok()["config"]
    shown = next(face["photo"] for face in config["agents"] if face["photo"])
    answer = acme.nobody.get(f"/widget/{shown}")
    assert answer.status == 302
    assert ticket["key"] in answer.headers["location"]
    assert "max-age" in answer.headers["cache-control"]
    for folder in ("conversation1", "raw", "."):
        path = shown.replace(f"agent-{acme.agent_id}", folder)
        assert acme.nobody.get(f"/widget/{path}").status == 404


def _forget_pages() -> None:
    """What is cached for ten seconds."""

    wiring.account_ports().pages._kept.clear()


def test_a_visit_to_the_site_itself_shows_that_the_script_is_there(acme: Account) -> None:
    def installed() -> bool:
        channels = acme.owner.get("/me").ok()["channels"]
        return bool(next(one for one in channels if one["id"] == acme.site_id)["installed"])

    path = f"/widget/{acme.site_id}/session"
    acme.nobody.post(path, {}, origin="https://chat.example.com").ok()  # our own: a try
    assert not installed()
    acme.nobody.post(path, {}, origin="https://shop.example").ok()
    assert installed()
