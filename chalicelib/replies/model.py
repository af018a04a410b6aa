"""Quick responses: texts and files that are kept ready. Pure: no AWS and no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.shared.content import ContactCard, Media
from chalicelib.shared.ids import AccountId

FOLDER = "replies"  # where their files lie: media/{account}/replies/...

Values = Mapping[str, Mapping[str, object]]  # what the variables stand for, by their first name


@dataclass(frozen=True, slots=True)
class QuickResponse:
    """owner_id: '' = shared by the account, else this agent's own. code: what one types after the
    slash. text: a template (templates.py). version: raised by each change."""

    id: str
    account_id: AccountId
    owner_id: str
    name: str
    code: str
    text: str = ""
    media: tuple[Media, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
    updated_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """What its author writes."""

    name: str
    code: str
    text: str = ""
    media: tuple[Media, ...] = ()
    contacts: tuple[ContactCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A quick response as it is inserted: no variables, and files of the conversation's own.
    missing: variables that stood for nothing."""

    text: str
    media: tuple[Media, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
    missing: tuple[str, ...] = ()


SAMPLE: Values = {
    "contact": {
        "name": "Ana Souza",
        "first_name": "Ana",
        "email": "ana@example.com",
        "phone": "+5511987654321",
        "language": "pt-BR",
        "attributes": {},
    },
    "agent": {"name": "Rui Lima", "first_name": "Rui", "email": "rui@example.com"},
    "conversation": {"id": "0123456789"},
    "channel": {"name": "Shop"},
    "account": {"name": "Acme"},
}
