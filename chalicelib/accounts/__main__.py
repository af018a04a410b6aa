"""Accounts and people of a fresh deployment, from a terminal.

    python -m chalicelib.accounts create-owner --account "Acme" --email ana@example.com
    python -m chalicelib.accounts add-agent --account-id 01h… --email rui@example.com --name Rui
    python -m chalicelib.accounts reset-factor --email ana@example.com

Each prints one JSON object. Repeating a command finishes what an interrupted one left. The
deployment is named by the environment: MAIN_TABLE, KMS_KEY_ID, USER_POOL_ID, AWS_REGION.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chalicelib.accounts.model import Agent, Role
from chalicelib.shared.errors import AppError, NotFound

if TYPE_CHECKING:
    from chalicelib.accounts.ports import AccountPorts


def parser() -> argparse.ArgumentParser:
    commands = argparse.ArgumentParser(prog="python -m chalicelib.accounts")
    kinds = commands.add_subparsers(dest="command", required=True)
    owner = kinds.add_parser("create-owner", help="a new account and its owner")
    owner.add_argument("--account", required=True, help="the account's name")
    agent = kinds.add_parser("add-agent", help="one more person for an account")
    agent.add_argument("--account-id", required=True)
    agent.add_argument("--role", choices=[role.value for role in Role], default=Role.AGENT.value)
    lost = kinds.add_parser(
        "reset-factor", help="for the one owner who lost his phone: his password alone suffices"
    )
    lost.add_argument("--email", required=True)
    for command in (owner, agent):
        command.add_argument("--email", required=True)
        command.add_argument("--name", default="", help="what colleagues and visitors see")
        command.add_argument("--password", help="left out: one is made for a newcomer and printed")
    return commands


def run(p: AccountPorts, arguments: Sequence[str]) -> dict[str, str]:
    """Do it, and tell what to sign in with. Raises AppError."""
    from chalicelib.accounts import service

    asked = parser().parse_args(arguments)
    email = service.checked_email(asked.email)
    if asked.command == "reset-factor":
        return _told(_without_factor(p, email))
    name = asked.name.strip() or email.partition("@")[0]
    user = p.users.find(email)
    new = user is None or not user.settled
    made = secrets.token_urlsafe(12) + "a1" if new and asked.password is None else ""
    password = asked.password or made or None
    if asked.command == "create-owner":
        agent = service.create_account(
            p, name=asked.account, owner_name=name, email=email, password=password
        )
    else:
        agent = service.add_agent(
            p,
            account_id=asked.account_id,
            name=name,
            email=email,
            role=Role(asked.role),
            password=password,
        )
    return _told(agent) | ({"password": made} if made else {})


def _without_factor(p: AccountPorts, email: str) -> Agent:
    from chalicelib.accounts import factor

    user = p.users.find(email)
    if user is None:
        raise NotFound("nobody has this e-mail address", field="email")
    agent = p.store.agent(user.account_id, user.agent_id)
    factor.lose(p, agent)
    return agent


def _told(agent: Agent) -> dict[str, str]:
    return {
        "account_id": agent.account_id,
        "agent_id": agent.id,
        "email": agent.email,
        "role": agent.role.value,
    }


def main() -> int:
    from chalicelib import wiring

    try:
        told = run(wiring.account_ports(), sys.argv[1:])
    except AppError as refusal:
        where = f"{refusal.field}: " if refusal.field else ""
        sys.stderr.write(f"{where}{refusal.detail}\n")
        return 2
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
