"""An account's people: invited, made something else, sent away and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from chalicelib.accounts import factor, people_rules
from chalicelib.accounts.model import Agent, Presence, Role
from chalicelib.accounts.ports import AccountPorts
from chalicelib.accounts.service import checked_email
from chalicelib.routing.model import checked_capacity, checked_skills
from chalicelib.shared.errors import Conflict
from chalicelib.shared.ids import AccountId, AgentId, new_id

TRIES = 4


def invite(
    p: AccountPorts, *, actor: Agent, name: str, email: str, role: Role
) -> tuple[Agent, str]:
    """A new colleague, and his temporary password, '' if it went to him by mail.

    The user pool comes first and holds the ids: a repeat after a crash finishes the same work.
    Raises Forbidden, InvalidInput or Conflict (email).
    """
    people_rules.check_invite(actor, role)
    email, account_id = checked_email(email), actor.account_id
    agents = p.store.page(account_id).agents
    same = next((one for one in agents if one.email == email), None)
    if same is not None:
        raise Conflict("this person is a colleague already", field="email")
    if len(agents) >= people_rules.MOST_AGENTS:
        raise Conflict(f"an account has at most {people_rules.MOST_AGENTS} people", field="email")
    now = p.clock()
    invited = p.users.invite(email, account_id=account_id, agent_id=new_id(now), by_mail=p.mails)
    agent = Agent(
        id=AgentId(invited.user.agent_id),
        account_id=AccountId(account_id),
        name=name.strip() or email.partition("@")[0],
        email=email,
        role=role,
        sub=invited.user.sub,
        invited_at=now,
    )
    p.store.add_agent(agent)
    p.pages.forget(account_id)
    return agent, invited.temporary_password


def invite_again(p: AccountPorts, *, actor: Agent, agent_id: str) -> tuple[Agent, str]:
    """A new temporary password for one who has not come yet. Raises Conflict if he has."""
    people_rules.check_invite(actor, Role.AGENT)
    target = p.store.agent(actor.account_id, agent_id)
    if not target.active:
        raise Conflict("this agent is deactivated; activate him first")
    if target.signed_in_at is not None or target.invited_at is None:
        raise Conflict("this person has signed in before; a forgotten password is set anew there")
    invited = p.users.invite(
        target.email, account_id=target.account_id, agent_id=target.id, by_mail=p.mails
    )
    now = p.clock()
    agent = _changed(p, target, lambda before: replace(before, invited_at=now))
    return agent, invited.temporary_password


def change(
    p: AccountPorts,
    *,
    actor: Agent,
    agent_id: str,
    role: Role | None = None,
    active: bool | None = None,
    give_to: str = "",
    skills: Mapping[str, int] | None = None,
    capacity: int | None = None,
) -> Agent:
    """None leaves a part as it is; see those below. skills, capacity: as `Agent` has them. Raises
    InvalidInput naming the field, before anything is changed."""
    known = None if skills is None else checked_skills(skills, "skills")
    most = None if capacity is None else checked_capacity(capacity)
    agent = p.store.agent(actor.account_id, agent_id)
    if role is not None:
        agent = change_role(p, actor=actor, agent_id=agent_id, role=role)
    if active is False:
        agent = deactivate(p, actor=actor, agent_id=agent_id, give_to=give_to)
    elif active:
        agent = activate(p, actor=actor, agent_id=agent_id)
    if known is not None:
        agent = _changed(p, agent, lambda before: replace(before, skills=known))
    if most is not None:
        agent = _changed(p, agent, lambda before: replace(before, capacity=most))
    return agent


def change_role(p: AccountPorts, *, actor: Agent, agent_id: str, role: Role) -> Agent:
    """Raises NotFound, Forbidden or Conflict."""
    page = p.store.page(actor.account_id)
    target = page.agent(agent_id) or p.store.agent(actor.account_id, agent_id)
    people_rules.check_role(actor, target, role, page.agents)
    return _changed(p, target, lambda before: replace(before, role=role), by=actor)


def deactivate(p: AccountPorts, *, actor: Agent, agent_id: str, give_to: str = "") -> Agent:
    """Send an agent away: signed out everywhere, his sockets closed, his conversations given to
    `give_to`, or to nobody. His name stays on what he did. A repeat finishes what a crash left.

    His tokens are refused at once here, and within a minute everywhere.
    """
    page = p.store.page(actor.account_id)
    target = page.agent(agent_id) or p.store.agent(actor.account_id, agent_id)
    people_rules.check_deactivate(actor, target, page.agents)
    if give_to:
        people_rules.check_heir(target, page.agent(give_to))
    now = p.clock()
    away = _changed(
        p,
        target,
        lambda before: replace(before, active=False, presence=Presence.OFFLINE, tokens_from=now),
        by=actor,
    )
    p.users.shut_out(target.email)
    p.hang_up(away.account_id, away.id)
    p.hand_over(away.account_id, away.id, give_to)
    return away


def activate(p: AccountPorts, *, actor: Agent, agent_id: str) -> Agent:
    """Take him back. What he had stays with those who have it now."""
    people_rules.check_invite(actor, Role.AGENT)
    target = p.store.agent(actor.account_id, agent_id)
    if target.role is Role.OWNER and actor.role is not Role.OWNER:
        people_rules.check_role(actor, target, Role.OWNER, ())
    p.users.let_in(target.email)
    return _changed(
        p, target, lambda before: replace(before, active=True, presence=Presence.ONLINE)
    )


def drop_factor(p: AccountPorts, *, actor: Agent, agent_id: str) -> None:
    """For one who lost his phone: he signs in by his password alone, and may set it up anew. Raises
    Forbidden (an owner's, for others than owners) or NotFound."""
    target = p.store.agent(actor.account_id, agent_id)
    people_rules.check_factor(actor, target)
    lose_factor(p, target)


def lose_factor(p: AccountPorts, target: Agent) -> None:
    """Where everybody needs one, his sockets close, and he is led to set up another."""
    factor.lose(p, target)
    if p.store.account(target.account_id).factor_required:
        p.hang_up(target.account_id, target.id)


def sign_out_everywhere(p: AccountPorts, *, agent: Agent) -> None:
    """Every token that this person holds is refused from now on; his sockets close."""
    now = p.clock()
    _changed(p, agent, lambda before: replace(before, tokens_from=now), tell=False)
    p.hang_up(agent.account_id, agent.id)


def _changed(
    p: AccountPorts,
    agent: Agent,
    change: Callable[[Agent], Agent],
    *,
    tell: bool = True,
    by: Agent | None = None,
) -> Agent:
    """Repeated over what others write at the same time. by: who asks, where an owner may stop being
    one: not the last of them, whatever happens at the same moment. Raises Conflict if that does not
    end."""
    for left in reversed(range(TRIES)):
        before = p.store.agent(agent.account_id, agent.id)
        after = change(before)
        if after == before:
            return before
        beside = _beside(p, by, before, after) if by else ""
        try:
            p.store.save_agent(after, tell=tell, beside=beside)
        except Conflict:
            if left == 0:
                raise
            continue
        p.agents.forget(f"{agent.account_id}#{agent.id}")
        p.pages.forget(agent.account_id)
        return replace(after, version=after.version + 1)
    raise AssertionError("the loop returns or raises")


def _beside(p: AccountPorts, by: Agent, before: Agent, after: Agent) -> str:
    """Who must still be an owner when this is written; '' where no owner is lost."""
    if not people_rules.owns(before) or people_rules.owns(after):
        return ""
    agents = p.store.page(before.account_id).agents
    return people_rules.who_stays(by, before, agents).id
