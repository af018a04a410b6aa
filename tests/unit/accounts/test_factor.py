"""A second factor for everybody: who is kept out, and that nobody shuts himself out unawares."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.accounts import factor, people
from chalicelib.accounts.__main__ import run
from chalicelib.accounts.model import Agent, Role
from chalicelib.shared.errors import Conflict, NotFound
from tests.unit.accounts.test_people import House

pytestmark = pytest.mark.feature("11")


@pytest.fixture
def house() -> House:
    return House()


def has(house: House, agent: Agent, on: bool = True) -> None:
    factor.seen(house.p, account_id=agent.account_id, agent_id=agent.id, on=on)


def required(house: House) -> None:
    has(house, house.owner)
    factor.require(house.p, actor=house.owner, required=True)


def test_who_has_none_himself_cannot_ask_it_of_everybody(house: House) -> None:
    with pytest.raises(Conflict) as refusal:
        factor.require(house.p, actor=house.owner, required=True)
    assert refusal.value.field == "required"
    assert not house.store.account(house.owner.account_id).factor_required


def test_who_has_none_is_let_in_as_long_as_none_is_asked_for(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    assert factor.admit(house.p, rui) == rui


def test_where_everybody_needs_one_who_has_none_is_kept_out_until_he_has(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    required(house)
    with pytest.raises(factor.FactorNeeded):
        factor.admit(house.p, rui)
    factor.admit(house.p, house.now(house.owner))
    house.store.set_factor(rui.account_id, rui.id, True)  # by another process
    factor.admit(house.p, rui)  # as this one remembers him
    factor.require(house.p, actor=house.owner, required=False)
    factor.admit(house.p, house.person(Role.AGENT, "eva"))


def test_another_process_keeps_them_out_in_ten_seconds(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    factor.admit(house.p, rui)
    account = house.store.account(rui.account_id)
    from dataclasses import replace

    house.store.save_account(account, replace(account, factor_required=True))
    factor.admit(house.p, rui)
    house.clock.now += timedelta(seconds=11)
    with pytest.raises(factor.FactorNeeded):
        factor.admit(house.p, rui)


def test_open_screens_of_those_without_one_are_closed_and_no_others(house: House) -> None:
    rui, eva = house.person(Role.AGENT, "rui"), house.person(Role.AGENT, "eva")
    zoe = house.person(Role.AGENT, "zoe")
    for agent in (house.owner, eva):
        has(house, agent)
    here = {rui.id, eva.id, house.owner.id}
    told = factor.require(house.p, actor=house.owner, required=True, here=here)
    assert (told[0], set(told[1])) == (True, {rui.id, zoe.id})
    assert house.hung_up == [rui.id]


def test_who_was_sent_away_is_not_counted_among_those_without(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    has(house, house.owner)
    people.deactivate(house.p, actor=house.owner, agent_id=rui.id)
    assert factor.state(house.p, account_id=rui.account_id) == (False, [])


def test_nobody_turns_off_what_his_account_asks_for(house: House) -> None:
    factor.check_may_end(house.p, house.owner)
    required(house)
    with pytest.raises(Conflict):
        factor.check_may_end(house.p, house.owner)


def test_whose_factor_was_reset_has_to_set_up_another(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    required(house)
    has(house, rui)
    house.users.factors.add(rui.email)
    people.drop_factor(house.p, actor=house.owner, agent_id=rui.id)
    assert house.users.factors == set()
    assert house.hung_up == [rui.id]
    with pytest.raises(factor.FactorNeeded):
        factor.admit(house.p, house.now(rui))


def test_the_last_owner_who_lost_his_phone_is_helped_by_whoever_runs_the_deployment(
    house: House,
) -> None:
    required(house)
    house.users.factors.add("ana@example.com")
    told = run(house.p, ["reset-factor", "--email", "Ana@example.com"])
    assert told["agent_id"] == house.owner.id
    assert house.users.factors == set()
    assert not house.now(house.owner).factor
    with pytest.raises(NotFound):
        run(house.p, ["reset-factor", "--email", "nobody@example.com"])


def test_what_somebody_saves_of_before_does_not_undo_it(house: House) -> None:
    rui = house.person(Role.AGENT, "rui")
    has(house, rui)
    with pytest.raises(Conflict):
        house.store.save_agent(rui)
    assert house.now(rui).factor
