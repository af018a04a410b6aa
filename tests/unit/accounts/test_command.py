from __future__ import annotations

import pytest

from chalicelib.accounts.__main__ import run
from chalicelib.accounts.model import Role
from chalicelib.shared.errors import NotFound
from tests.support.people import MemoryUsers, account_ports

OWNER = ["create-owner", "--account", "Acme", "--email", "Ana@Example.com"]


def test_an_owner_is_made_once_and_told_a_password_once() -> None:
    p = account_ports()
    first, second = run(p, OWNER), run(p, OWNER)
    assert isinstance(p.users, MemoryUsers)
    assert p.users.passwords == {"ana@example.com": first.pop("password")}
    assert first == second
    assert first["role"] == "owner"
    assert p.store.account(first["account_id"]).name == "Acme"


def test_a_password_is_made_for_one_who_was_left_without() -> None:
    p = account_ports()
    p.users.add("ana@example.com", account_id="acme", agent_id="ana")
    assert len(run(p, OWNER)["password"]) >= 16


def test_a_given_password_is_set_and_not_repeated() -> None:
    p = account_ports()
    told = run(p, [*OWNER, "--password", "correct-horse-9"])
    assert isinstance(p.users, MemoryUsers)
    assert p.users.passwords == {"ana@example.com": "correct-horse-9"}
    assert "password" not in told


def test_an_agent_joins_with_a_role() -> None:
    p = account_ports()
    account_id = run(p, OWNER)["account_id"]
    add = ["add-agent", "--account-id", account_id, "--email", "rui@example.com"]
    told = run(p, [*add, "--name", "Rui", "--role", "supervisor"])
    agent = p.store.agent(account_id, told["agent_id"])
    assert (agent.name, agent.role) == ("Rui", Role.SUPERVISOR)


def test_nobody_joins_an_account_that_is_not_there() -> None:
    with pytest.raises(NotFound):
        run(account_ports(), ["add-agent", "--account-id", "x", "--email", "rui@example.com"])
