"""Accounts and their people. Reading is cached for a while by the ports; writing forgets.

Channels are in `channels.py`, made for the same ports.
"""

from __future__ import annotations

import re
import secrets as random
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.accounts.channels import (
    add_channel,
    change_channel,
    connect,
    get_channel,
    installed,
    new_identity_key,
    owned_channel,
    remove_channel,
    set_health,
    webhook_url,
)
from chalicelib.accounts.model import (
    Account,
    AccountPage,
    Agent,
    Presence,
    Queue,
    Role,
)
from chalicelib.accounts.permissions import Permission, require
from chalicelib.accounts.ports import AccountPorts, Has, User, anything
from chalicelib.accounts.preferences import merged
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from chalicelib.shared.ids import AccountId, AgentId, QueueId, new_id

__all__ = [
    "add_agent",
    "add_channel",
    "add_queue",
    "agent_of_token",
    "bootstrap",
    "change_channel",
    "change_me",
    "checked_email",
    "connect",
    "create_account",
    "get_channel",
    "installed",
    "new_identity_key",
    "owned_channel",
    "remove_channel",
    "require_administrator",
    "require_agent",
    "require_queue",
    "require_supervisor",
    "set_health",
    "signing_key",
    "site",
    "webhook_url",
]


def bootstrap(p: AccountPorts, *, account_id: str) -> AccountPage:
    """All that the console needs first: one query, never cached."""
    return p.store.page(account_id)


def site(p: AccountPorts, *, account_id: str, has: Has = anything) -> AccountPage:
    """The same for the widget's sessions, at most 10 seconds old: a busy site costs no reads.
    has: whether what the caller needs is there; if it is not, the page is read anew, at most once a
    second, as another process may have written it just now."""
    return p.pages.get(account_id, p.clock(), lambda: p.store.page(account_id), has)


def agent_of_token(
    p: AccountPorts,
    *,
    account_id: str,
    agent_id: str,
    sub: str,
    issued_at: float = 0,
    fresh: bool = False,
) -> Agent:
    """Who carries a verified token. Raises Unauthenticated if he is no agent any more.

    The pool's own id of the person is compared too: ids that somebody wrote into his profile do
    not make him another agent. At most 60 seconds old, so that one who was sent away, or who signed
    out everywhere, is soon out; read anew if `fresh`. issued_at: of the token, epoch seconds.
    """
    key = f"{account_id}#{agent_id}"
    if fresh:
        p.agents.forget(key)
    try:
        agent = p.agents.get(key, p.clock(), lambda: p.store.agent(account_id, agent_id))
    except NotFound:
        raise Unauthenticated("sign in again") from None
    if not random.compare_digest(agent.sub.encode(), sub.encode()):
        raise Unauthenticated("sign in again")
    if not agent.active or (agent.tokens_from and issued_at < int(agent.tokens_from.timestamp())):
        raise Unauthenticated("sign in again")
    return agent


def require_administrator(agent: Agent) -> None:
    """Raises Forbidden."""
    require(agent, Permission.ADMINISTER)


def require_supervisor(agent: Agent) -> None:
    """Reports, the live board, answers to surveys: supervisors too. Raises Forbidden."""
    require(agent, Permission.OVERSEE)


def require_agent(p: AccountPorts, *, account_id: str, agent_id: str, field: str) -> None:
    """Raises InvalidInput (field) if the account has no such agent, or has sent him away."""
    key = f"{account_id}#{agent_id}"
    try:
        agent = p.agents.get(key, p.clock(), lambda: p.store.agent(account_id, agent_id))
    except NotFound:
        raise InvalidInput("there is no such agent", field=field) from None
    if not agent.active:
        raise InvalidInput("this agent is deactivated", field=field)


def require_queue(p: AccountPorts, *, account_id: str, queue_id: str, field: str) -> None:
    """Raises InvalidInput (field) if the account has no such queue."""
    try:
        p.store.queue(account_id, queue_id)
    except NotFound:
        raise InvalidInput("there is no such queue", field=field) from None


def change_me(
    p: AccountPorts,
    *,
    agent: Agent,
    name: str | None = None,
    presence: Presence | None = None,
    photo: str | None = None,
    preferences: Mapping[str, str] | None = None,
) -> Agent:
    """Change what is one's own; colleagues are told of a new presence at once. photo: a media key
    under `photo_folder`, or ''. Raises InvalidInput naming the field, or Conflict."""
    before = p.store.agent(agent.account_id, agent.id)
    after = replace(
        before,
        name=before.name if name is None else name.strip(),
        presence=before.presence if presence is None else presence,
        photo=before.photo if photo is None else photo,
        preferences=merged(before.preferences, preferences or {}),
    )
    if not after.name:
        raise InvalidInput("a name is needed", field="name")
    if after != before:
        p.store.save_agent(after, tell=after != replace(before, presence=after.presence))
        p.agents.forget(f"{agent.account_id}#{agent.id}")
    if after.presence is not before.presence:
        p.announce_presence(agent.account_id, agent.id, after.presence)
    return after


def photo_folder(agent_id: str) -> str:
    """Where an agent's own pictures lie in the account's part of the bucket."""
    return f"agent-{agent_id}"


def create_account(
    p: AccountPorts, *, name: str, owner_name: str, email: str, password: str | None = None
) -> Agent:
    """A new account with its owner; the same e-mail again only finishes what is missing.

    The user pool is written first and holds the ids, so that a crash in between is repaired by
    calling again. password: None leaves it as it is (a newcomer then has none that works).
    """
    now, email = p.clock(), checked_email(email)
    user = p.users.find(email)
    if user is None:
        user = p.users.add(email, account_id=new_id(now), agent_id=new_id(now))
    if password is not None:
        p.users.set_password(email, password)
    account_id = _known(user.account_id)
    sealed = p.secrets.encrypt(random.token_hex(32), account_id=account_id)
    account = Account(id=AccountId(account_id), name=name, sealed_signing_key=sealed)
    p.store.add_account(account)
    return _ensure_agent(p, user, name=owner_name, email=email, role=Role.OWNER)


def add_agent(
    p: AccountPorts,
    *,
    account_id: str,
    name: str,
    email: str,
    role: Role = Role.AGENT,
    password: str | None = None,
) -> Agent:
    """Raises Conflict if the address belongs to another account, NotFound without the account."""
    p.store.account(account_id)
    email = checked_email(email)
    user = p.users.find(email)
    if user is None:
        user = p.users.add(email, account_id=account_id, agent_id=new_id(p.clock()))
    elif user.account_id != account_id:
        raise Conflict("this e-mail address is in use", field="email")
    if password is not None:
        p.users.set_password(email, password)
    return _ensure_agent(p, user, name=name, email=email, role=role)


def checked_email(email: str) -> str:
    """In lower case: people write theirs in both. Raises InvalidInput (email)."""
    lower = email.strip().lower()
    local, at, domain = lower.rpartition("@")
    if not (local and at and "." in domain and len(lower) <= 254) or re.search(r"\s", lower):
        raise InvalidInput("is not an e-mail address", field="email")
    return lower


def _known(account_id: str) -> str:
    if not account_id:
        raise Conflict("this e-mail address is in the user pool without an account", field="email")
    return account_id


def _ensure_agent(p: AccountPorts, user: User, *, name: str, email: str, role: Role) -> Agent:
    agent = Agent(
        id=AgentId(user.agent_id),
        account_id=AccountId(user.account_id),
        name=name,
        email=email,
        role=role,
        sub=user.sub,
    )
    p.store.add_agent(agent)
    p.pages.forget(user.account_id)
    return p.store.agent(user.account_id, user.agent_id)


def add_queue(
    p: AccountPorts, *, account_id: str, name: str, member_ids: tuple[str, ...] = ()
) -> Queue:
    """The same name again changes the members of the queue that has it."""
    page = p.store.page(account_id)
    same = next((queue for queue in page.queues if queue.name == name), None)
    queue = Queue(
        id=same.id if same else QueueId(new_id(p.clock())),
        account_id=page.account.id,
        name=name,
        member_ids=member_ids,
    )
    if same:
        p.store.save_queue(same, queue)
    else:
        p.store.add_queue(queue)
    return queue


def signing_key(p: AccountPorts, *, account_id: str) -> bytes:
    """What signs the account's visitor tokens: 32 bytes. Raises NotFound without the account.

    The account is read once in a while and the key decrypted once a process.
    """
    sealed = site(p, account_id=account_id).account.sealed_signing_key
    return bytes.fromhex(p.secrets.decrypt(sealed, account_id=account_id))
