"""Who may do what to a colleague. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.accounts.model import MAY_ADMINISTER, Agent, Role
from chalicelib.shared.errors import Conflict, Forbidden, InvalidInput

MOST_AGENTS = 500


def check_invite(actor: Agent, role: Role) -> None:
    """Raises Forbidden, or InvalidInput (role): ownership is given to people one works with."""
    _administers(actor)
    if role is Role.OWNER:
        raise InvalidInput("an owner is made of an agent who is here already", field="role")


def check_role(actor: Agent, target: Agent, role: Role, agents: Sequence[Agent]) -> None:
    """Only owners make and unmake owners; one of them stays."""
    _administers(actor)
    if Role.OWNER in (target.role, role) and actor.role is not Role.OWNER:
        raise Forbidden("only an owner may do this to an owner, or make one")
    if target.role is Role.OWNER and role is not Role.OWNER:
        who_stays(actor, target, agents)


def check_deactivate(actor: Agent, target: Agent, agents: Sequence[Agent]) -> None:
    _administers(actor)
    if target.id == actor.id:
        raise Conflict("nobody can deactivate himself; ask a colleague")
    if target.role is Role.OWNER:
        if actor.role is not Role.OWNER:
            raise Forbidden("only an owner may do this to an owner")
        who_stays(actor, target, agents)


def check_factor(actor: Agent, target: Agent) -> None:
    """Taking away a second factor. One's own goes with one's own password and a code."""
    _administers(actor)
    if target.id == actor.id:
        raise Conflict("turn off your own in your profile")
    if target.role is Role.OWNER and actor.role is not Role.OWNER:
        raise Forbidden("only an owner may do this to an owner")


def check_heir(target: Agent, heir: Agent | None) -> None:
    """Who is to get the conversations. Raises InvalidInput (give_to)."""
    if heir is None or not heir.active or heir.id == target.id:
        raise InvalidInput("there is no such agent to take them", field="give_to")


def _administers(actor: Agent) -> None:
    if actor.role not in MAY_ADMINISTER:
        raise Forbidden("only an owner or an administrator may do this")


def who_stays(actor: Agent, target: Agent, agents: Sequence[Agent]) -> Agent:
    """The owner beside whom `target` may stop being one: who asks for it, unless it is about
    himself. Raises Conflict if there is none, Forbidden if the actor is no owner any more."""
    others = [one for one in agents if owns(one) and one.id != target.id]
    if not others:
        raise Conflict("this is the last owner; make another one first", field="role")
    asks = [one for one in others if one.id == actor.id]
    if not asks and actor.id != target.id:
        raise Forbidden("only an owner may do this to an owner")
    return (asks or others)[0]


def owns(agent: Agent) -> bool:
    return agent.role is Role.OWNER and agent.active
