"""A second factor for everybody: the account's rule, and who is kept out until he has one.

The user pool knows who has one and asks for it at the sign-in. What it told last is kept with the
agent, so that no request has to ask the pool.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from chalicelib.accounts.model import Agent
from chalicelib.accounts.ports import AccountPorts
from chalicelib.shared.errors import AppError, Conflict


class FactorNeeded(AppError):
    """He is signed in, and may do nothing but set up his second factor."""

    status = 403
    code = "factor_needed"


def admit(p: AccountPorts, agent: Agent) -> Agent:
    """Raises FactorNeeded. The rule is at most 10 seconds old. One who would be kept out is read
    anew: he may have set it up a moment ago, by another process."""
    if agent.factor or not _required(p, agent.account_id):
        return agent
    p.agents.forget(f"{agent.account_id}#{agent.id}")
    if not p.store.agent(agent.account_id, agent.id).factor:
        raise FactorNeeded("your account asks for two-step sign-in; set it up first")
    return agent


def seen(p: AccountPorts, *, account_id: str, agent_id: str, on: bool) -> None:
    """What the pool tells of him: at a sign-in, when he sets it up, when it is taken away."""
    p.store.set_factor(account_id, agent_id, on)
    p.agents.forget(f"{account_id}#{agent_id}")


def lose(p: AccountPorts, agent: Agent) -> None:
    """His next sign-in takes his password alone. For one who lost his phone."""
    p.users.drop_factor(agent.email)
    seen(p, account_id=agent.account_id, agent_id=agent.id, on=False)


def check_may_end(p: AccountPorts, agent: Agent) -> None:
    """Raises Conflict where everybody needs one."""
    if p.store.account(agent.account_id).factor_required:
        raise Conflict("your account asks for two-step sign-in; it cannot be turned off")


def require(
    p: AccountPorts, *, actor: Agent, required: bool, here: Collection[str] = ()
) -> tuple[bool, list[str]]:
    """Set the rule; answers as `state` does. Who has no second factor himself would shut himself
    out. here: who has a socket open; those without a second factor lose it, and are led to set one
    up when they come back. Raises Conflict (required)."""
    if required and not p.store.agent(actor.account_id, actor.id).factor:
        raise Conflict("turn on two-step sign-in for yourself first", field="required")
    before = p.store.account(actor.account_id)
    if before.factor_required != required:
        p.store.save_account(before, replace(before, factor_required=required))
        p.pages.forget(actor.account_id)
    p.factor_rules.forget(actor.account_id)
    told, without = state(p, account_id=actor.account_id)
    if required:
        for agent_id in set(without) & set(here):
            p.hang_up(actor.account_id, agent_id)
    return told, without


def state(p: AccountPorts, *, account_id: str) -> tuple[bool, list[str]]:
    """Whether everybody needs one, and which active agents have none."""
    page = p.store.page(account_id)
    without: list[str] = [agent.id for agent in page.agents if agent.active and not agent.factor]
    return page.account.factor_required, without


def _required(p: AccountPorts, account_id: str) -> bool:
    return p.factor_rules.get(
        account_id, p.clock(), lambda: p.store.account(account_id).factor_required
    )
