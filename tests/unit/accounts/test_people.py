"""Colleagues: invited, made something else, sent away and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.accounts import people, service
from chalicelib.accounts.model import Agent, Presence, Role
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import Conflict, Forbidden, InvalidInput, NotFound, Unauthenticated
from tests.support.people import NOON, Hands, MemoryAccountStore, MemoryUsers, account_ports

pytestmark = pytest.mark.feature("11")


@dataclass
class House:
    """hung_up, handed: what the ports were asked for."""

    store: MemoryAccountStore = field(default_factory=MemoryAccountStore)
    clock: Hands = field(default_factory=Hands)
    hung_up: list[str] = field(default_factory=list)
    handed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.p: AccountPorts = replace(
            account_ports(store=self.store, clock=self.clock),
            hang_up=lambda account_id, agent_id: self.hung_up.append(agent_id),
            hand_over=lambda account_id, agent_id, heir: self.handed.append((agent_id, heir)),
            mails=False,
        )
        self.owner = service.create_account(
            self.p, name="Acme", owner_name="Ana", email="ana@example.com", password="pw"
        )

    @property
    def users(self) -> MemoryUsers:
        assert isinstance(self.p.users, MemoryUsers)
        return self.p.users

    def person(self, role: Role, name: str) -> Agent:
        return service.add_agent(
            self.p,
            account_id=self.owner.account_id,
            name=name,
            email=f"{name}@example.com",
            role=role,
            password="pw",
        )

    def now(self, agent: Agent) -> Agent:
        return self.store.agent(agent.account_id, agent.id)


@pytest.fixture
def house() -> House:
    return House()


def test_an_invited_colleague_has_a_temporary_password_and_a_place(house: House) -> None:
    rui, temporary = people.invite(
        house.p, actor=house.owner, name=" Rui ", email="RUI@example.com", role=Role.SUPERVISOR
    )
    assert (rui.name, rui.email, rui.role) == ("Rui", "rui@example.com", Role.SUPERVISOR)
    assert (rui.invited_at, rui.signed_in_at) == (NOON, None)
    assert temporary == "temporary-1"
    assert house.now(rui).sub == "sub-rui@example.com"


def test_where_mail_reaches_people_no_password_is_shown(house: House) -> None:
    p = replace(house.p, mails=True)
    _, temporary = people.invite(
        p, actor=house.owner, name="", email="rui@example.com", role=Role.AGENT
    )
    assert temporary == ""


def test_an_invitation_that_a_crash_cut_short_is_finished_by_a_repeat(house: House) -> None:
    house.users.invite(
        "rui@example.com", account_id=house.owner.account_id, agent_id="rui-id", by_mail=False
    )
    rui, _ = people.invite(
        house.p, actor=house.owner, name="Rui", email="rui@example.com", role=Role.AGENT
    )
    assert rui.id == "rui-id"


def test_a_colleague_is_not_invited_twice_nor_anothers_person_at_all(house: House) -> None:
    house.users.add("eve@example.com", account_id="other", agent_id="eve")
    for email in ("ana@example.com", "eve@example.com"):
        with pytest.raises(Conflict) as refusal:
            people.invite(house.p, actor=house.owner, name="", email=email, role=Role.AGENT)
        assert refusal.value.field == "email"


def test_an_invitation_is_renewed_until_the_invited_came(house: House) -> None:
    rui, first = people.invite(
        house.p, actor=house.owner, name="", email="rui@example.com", role=Role.AGENT
    )
    house.clock.now += timedelta(hours=1)
    _, second = people.invite_again(house.p, actor=house.owner, agent_id=rui.id)
    assert first != second
    assert house.now(rui).invited_at == house.clock.now
    house.store.signed_in(rui.account_id, rui.id, house.clock.now)
    with pytest.raises(Conflict):
        people.invite_again(house.p, actor=house.owner, agent_id=rui.id)


OWN, ADM, SUP, AGT = Role.OWNER, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AGENT


@pytest.mark.parametrize(
    ("actor", "target", "role", "allowed"),
    [
        (OWN, AGT, ADM, True),
        (OWN, ADM, OWN, True),
        (OWN, OWN, AGT, True),  # there is another owner: the actor
        (ADM, AGT, SUP, True),
        (ADM, ADM, AGT, True),
        (ADM, AGT, OWN, False),  # nobody makes what he is not
        (ADM, OWN, AGT, False),
        (SUP, AGT, ADM, False),
        (AGT, AGT, SUP, False),
    ],
)
def test_who_may_make_whom_what(
    house: House, actor: Role, target: Role, role: Role, allowed: bool
) -> None:
    by, whom = house.person(actor, "by"), house.person(target, "whom")
    if allowed:
        people.change_role(house.p, actor=by, agent_id=whom.id, role=role)
        assert house.now(whom).role is role
    else:
        with pytest.raises(Forbidden):
            people.change_role(house.p, actor=by, agent_id=whom.id, role=role)
        assert house.now(whom).role is target


def test_the_last_owner_stays(house: House) -> None:
    with pytest.raises(Conflict):
        people.change_role(house.p, actor=house.owner, agent_id=house.owner.id, role=Role.AGENT)
    with pytest.raises(Conflict):
        people.deactivate(house.p, actor=house.owner, agent_id=house.owner.id)
    away = house.person(Role.OWNER, "second")
    people.deactivate(house.p, actor=house.owner, agent_id=away.id)
    with pytest.raises(Conflict):  # an owner who is away does not count
        people.change_role(house.p, actor=house.owner, agent_id=house.owner.id, role=Role.AGENT)


class Meanwhile(MemoryAccountStore):
    """Before the next write of an agent, somebody else does this."""

    def __init__(self) -> None:
        super().__init__()
        self.then: Callable[[], object] | None = None

    def save_agent(self, agent: Agent, *, tell: bool = True, beside: str = "") -> None:
        then, self.then = self.then, None
        if then is not None:
            then()
        super().save_agent(agent, tell=tell, beside=beside)


def _demote(house: House, by: Agent, whom: Agent) -> None:
    people.change_role(house.p, actor=by, agent_id=whom.id, role=Role.AGENT)


def _send_away(house: House, by: Agent, whom: Agent) -> None:
    people.deactivate(house.p, actor=by, agent_id=whom.id)


@pytest.mark.parametrize("first", [_demote, _send_away])
@pytest.mark.parametrize("second", [_demote, _send_away])
def test_two_owners_who_unmake_each_other_at_once_leave_one(
    first: Callable[[House, Agent, Agent], None], second: Callable[[House, Agent, Agent], None]
) -> None:
    store = Meanwhile()
    house = House(store=store)
    ana, bea = house.owner, house.person(Role.OWNER, "bea")
    store.then = lambda: second(house, bea, ana)
    with pytest.raises(Conflict) as refusal:
        first(house, ana, bea)
    assert refusal.value.field == "role"
    assert [house.now(bea).role, house.now(bea).active] == [Role.OWNER, True]


def test_two_owners_who_step_down_at_once_leave_one() -> None:
    store = Meanwhile()
    house = House(store=store)
    ana, bea = house.owner, house.person(Role.OWNER, "bea")
    store.then = lambda: _demote(house, bea, bea)
    with pytest.raises(Conflict):
        _demote(house, ana, ana)
    assert house.now(ana).role is Role.OWNER


def test_who_was_unmade_a_moment_ago_unmakes_nobody_any_more() -> None:
    store = Meanwhile()
    house = House(store=store)
    ana, bea = house.owner, house.person(Role.OWNER, "bea")
    house.person(Role.OWNER, "cai")
    store.then = lambda: _demote(house, bea, ana)
    with pytest.raises(Forbidden):
        _demote(house, ana, bea)
    assert house.now(bea).role is Role.OWNER


@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        (OWN, OWN, True),
        (OWN, AGT, True),
        (ADM, ADM, True),
        (ADM, OWN, False),
        (SUP, AGT, False),
        (AGT, AGT, False),
    ],
)
def test_who_may_send_whom_away(house: House, actor: Role, target: Role, allowed: bool) -> None:
    by, whom = house.person(actor, "by"), house.person(target, "whom")
    if allowed:
        people.deactivate(house.p, actor=by, agent_id=whom.id)
    else:
        with pytest.raises(Forbidden):
            people.deactivate(house.p, actor=by, agent_id=whom.id)
    assert house.now(whom).active is not allowed


def test_who_is_sent_away_is_out_at_once_and_his_work_goes_on(house: House) -> None:
    rui, heir = house.person(Role.AGENT, "rui"), house.person(Role.AGENT, "eva")
    ids: dict[str, Any] = {"account_id": rui.account_id, "agent_id": rui.id, "sub": rui.sub}
    issued = house.clock.now.timestamp() - 5
    assert service.agent_of_token(house.p, **ids, issued_at=issued) == house.now(rui)
    people.deactivate(house.p, actor=house.owner, agent_id=rui.id, give_to=heir.id)
    assert house.hung_up == [rui.id]
    assert house.handed == [(rui.id, heir.id)]
    assert house.users.out == {"rui@example.com"}
    with pytest.raises(Unauthenticated):
        service.agent_of_token(house.p, **ids, issued_at=issued)
    with pytest.raises(InvalidInput):
        service.require_agent(
            house.p, account_id=rui.account_id, agent_id=rui.id, field="assignee_id"
        )


def test_another_process_refuses_him_within_a_minute(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    ids: dict[str, Any] = {"account_id": rui.account_id, "agent_id": rui.id, "sub": rui.sub}
    elsewhere = replace(account_ports(store=house.store, clock=house.clock))
    service.agent_of_token(elsewhere, **ids)
    people.deactivate(house.p, actor=house.owner, agent_id=rui.id)
    house.clock.now += timedelta(seconds=60)
    with pytest.raises(Unauthenticated):
        service.agent_of_token(elsewhere, **ids)


def test_sending_away_can_be_repeated(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    for _ in range(2):
        people.deactivate(house.p, actor=house.owner, agent_id=rui.id)
    assert house.handed == [(rui.id, "")] * 2


@pytest.mark.parametrize("heir", ["nobody", "himself", "away"])
def test_the_heir_is_an_active_colleague(house: House, heir: str) -> None:
    rui, away = house.person(Role.AGENT, "rui"), house.person(Role.AGENT, "away")
    people.deactivate(house.p, actor=house.owner, agent_id=away.id)
    give_to = {"nobody": "0" * 18, "himself": rui.id, "away": away.id}[heir]
    with pytest.raises(InvalidInput) as refusal:
        people.deactivate(house.p, actor=house.owner, agent_id=rui.id, give_to=give_to)
    assert refusal.value.field == "give_to"
    assert house.now(rui).active


def test_who_is_taken_back_signs_in_again(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    people.deactivate(house.p, actor=house.owner, agent_id=rui.id)
    people.activate(house.p, actor=house.owner, agent_id=rui.id)
    assert house.users.out == set()
    ids: dict[str, Any] = {"account_id": rui.account_id, "agent_id": rui.id, "sub": rui.sub}
    before = house.clock.now.timestamp() - 1
    with pytest.raises(Unauthenticated):  # with what he held before, nobody comes in
        service.agent_of_token(house.p, **ids, issued_at=before)
    assert service.agent_of_token(house.p, **ids, issued_at=house.clock.now.timestamp()).active


def test_an_administrator_does_not_take_an_owner_back(house: House) -> None:
    chief, admin = house.person(Role.OWNER, "chief"), house.person(Role.ADMINISTRATOR, "admin")
    people.deactivate(house.p, actor=house.owner, agent_id=chief.id)
    with pytest.raises(Forbidden):
        people.activate(house.p, actor=admin, agent_id=chief.id)


def test_signing_out_everywhere_voids_every_token_given_before(house: House) -> None:
    ids: dict[str, Any] = {
        "account_id": house.owner.account_id,
        "agent_id": house.owner.id,
        "sub": house.owner.sub,
    }
    issued = house.clock.now.timestamp()
    house.clock.now += timedelta(seconds=30)
    people.sign_out_everywhere(house.p, agent=house.owner)
    with pytest.raises(Unauthenticated):
        service.agent_of_token(house.p, **ids, issued_at=issued)
    fresh = house.clock.now.timestamp()
    assert service.agent_of_token(house.p, **ids, issued_at=fresh).id == house.owner.id
    assert house.hung_up == [house.owner.id]


def test_a_presence_that_was_read_before_does_not_take_anybody_back(house: House) -> None:
    """Two writers at once: the one who read first is refused, and writes nothing over."""
    rui = house.person(Role.AGENT, "rui")
    stale = house.now(rui)
    people.deactivate(house.p, actor=house.owner, agent_id=rui.id)
    with pytest.raises(Conflict):
        house.store.save_agent(replace(stale, presence=Presence.AWAY))
    assert not house.now(rui).active


def test_another_accounts_people_are_not_there(house: House) -> None:
    eve = service.create_account(
        house.p, name="Other", owner_name="Eve", email="eve@example.com", password="pw"
    )
    for act in (people.deactivate, people.activate, people.invite_again):
        with pytest.raises(NotFound):
            act(house.p, actor=house.owner, agent_id=eve.id)
    with pytest.raises(NotFound):
        people.change_role(house.p, actor=house.owner, agent_id=eve.id, role=Role.AGENT)


def test_consoles_hear_of_a_new_name_but_not_of_a_mere_presence(house: House) -> None:
    house.store.told.clear()
    service.change_me(house.p, agent=house.owner, presence=Presence.AWAY)
    assert house.store.told == []
    service.change_me(house.p, agent=house.owner, name="Anna")
    assert house.store.told == ["agent"]


def test_ones_own_choices_are_known_ones(house: House) -> None:
    after = service.change_me(
        house.p, agent=house.owner, preferences={"language": "es", "notify_mine": "off"}
    )
    assert after.preferences == {"language": "es", "notify_mine": "off"}
    after = service.change_me(house.p, agent=after, preferences={"notify_mine": ""})
    assert after.preferences == {"language": "es"}
    for wrong in ({"language": "xx"}, {"shoe_size": "44"}):
        with pytest.raises(InvalidInput) as refusal:
            service.change_me(house.p, agent=after, preferences=wrong)
        assert refusal.value.field == f"preferences.{next(iter(wrong))}"


def test_a_change_that_is_refused_in_part_is_not_made_in_part(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    before = house.now(rui)
    wrong: list[dict[str, Any]] = [{"skills": {"French": 9}}, {"capacity": -1}]
    for more in wrong:
        with pytest.raises(InvalidInput):
            people.change(
                house.p,
                actor=house.owner,
                agent_id=rui.id,
                role=Role.SUPERVISOR,
                active=False,
                **more,
            )
    assert house.now(rui) == before
    assert not house.hung_up
