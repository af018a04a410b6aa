"""The console's API over the account, its people and its queues, and over signing in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.wire.common import Wire
from chalicelib.wire.console import AgentView, RoleName
from chalicelib.wire.routing import QueueRules, Skills

Email = Annotated[str, Field(min_length=3, max_length=254)]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Name = Annotated[str, Field(max_length=120)]
Ids = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=500)]


class NewPasswordRequest(Wire):
    """The first sign-in with a temporary password, exchanged for one's own."""

    email: Email
    password: Password
    new_password: Password


class ForgotPasswordRequest(Wire):
    email: Email


class ResetPasswordRequest(Wire):
    """code: as the mail has it."""

    email: Email
    code: Annotated[str, Field(min_length=1, max_length=64)]
    new_password: Password


class PasswordChange(Wire):
    """password: the present one."""

    password: Password
    new_password: Password


Code = Annotated[str, Field(min_length=6, max_length=12, pattern=r"^[0-9 ]+$")]


class FactorState(Wire):
    """on: a sign-in asks for a code from an authenticator app."""

    on: bool


class NewFactor(Wire):
    """secret: base 32, to be typed. uri: the same for an app that reads it from a picture."""

    secret: str
    uri: str


class FactorProof(Wire):
    """code: that the app shows now."""

    code: Code


class FactorRule(Wire):
    """required: nobody works in this account without a second factor."""

    required: bool


class FactorRuleState(Wire):
    """without: ids of the active agents who have none."""

    required: bool
    without: list[str]


class FactorEnd(Wire):
    password: Password
    code: Code


class InviteRequest(Wire):
    """name: '' takes it from the address."""

    email: Email
    name: Name = ""
    role: RoleName = "agent"


class Invitation(Wire):
    """temporary_password: '' if it went to him by mail; else shown this once, to be handed over."""

    agent: AgentView
    temporary_password: str = ""


class AgentChange(Wire):
    """What is left out stays. active=false sends him away; give_to: who gets his conversations,
    '' = nobody. capacity: conversations that queues give him at once; 0 = the usual number."""

    role: RoleName | None = None
    active: bool | None = None
    give_to: str = ""
    skills: Skills | None = None
    capacity: Annotated[int, Field(ge=0, le=50)] | None = None


class AccountChange(Wire):
    """What is left out stays. started: first steps seen done; a "-" before one takes it back."""

    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    language: str | None = None
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    started: Annotated[list[str], Field(max_length=20)] | None = None


class QueueRequest(Wire):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    member_ids: Ids = Field(default_factory=list)
    rules: QueueRules | None = None


class QueueChange(Wire):
    """What is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=80)] | None = None
    member_ids: Ids | None = None
    rules: QueueRules | None = None


class PhotoRequest(Wire):
    """size: bytes, at most 1 MB. A square of 256 pixels is enough."""

    mime: Annotated[str, Field(pattern=r"^image/(jpeg|png|webp)$")]
    size: Annotated[int, Field(gt=0, le=1024 * 1024)]


class ChannelKeys(Wire):
    """Of an API channel, shown this once. address: where its events are posted. signing_key: ours
    bear signatures of it (Standard Webhooks: `whsec_` and base64)."""

    address: str
    signing_key: str


class IdentityKey(Wire):
    """Shown this once."""

    identity_key: str
