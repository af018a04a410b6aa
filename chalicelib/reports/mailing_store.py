"""Reports by e-mail in the main table (docs/data.md), and their letters to Amazon SES."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.reports.letters import Letter
from chalicelib.reports.mailing import MOST, MailFailed, Mailing, MailRefused
from chalicelib.shared.table import MainItem, RawItem, find_raw, put_if, query

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class MailingItem(MainItem):
    data = UnicodeAttribute()
    version = NumberAttribute()


class DynamoMailingStore:
    """Implements `mailing.MailingStore`."""

    def mailings(self, account_id: str) -> list[Mailing]:
        raws, _ = query(_partition(account_id), limit=2 * MOST, consistent=True)
        return [_mailing(account_id, raw) for raw in raws]

    def mailing(self, account_id: str, id: str) -> Mailing | None:
        raw = find_raw(_partition(account_id), id)
        return _mailing(account_id, raw) if raw else None

    def save(self, before: int, mailing: Mailing) -> bool:
        data = {
            "by": mailing.by,
            "every": mailing.every,
            "hour": mailing.hour,
            "agent_ids": list(mailing.agent_ids),
            "active": mailing.active,
        }
        item = MailingItem(_partition(mailing.account_id), mailing.id, version=mailing.version)
        item.data = json.dumps(data)
        unchanged = MailingItem.version == before
        return put_if(item, unchanged if before else MailingItem.pk.does_not_exist()) is None

    def remove(self, account_id: str, id: str) -> None:
        MailingItem(_partition(account_id), id).delete()


def _partition(account_id: str) -> str:
    return f"A#{account_id}#E#M"


def _mailing(account_id: str, raw: RawItem) -> Mailing:
    item = MailingItem.from_raw_data(raw)
    data = json.loads(item.data)
    return Mailing(
        id=item.sk,
        account_id=account_id,
        by=data["by"],
        every=data["every"],
        hour=data["hour"],
        agent_ids=tuple(data["agent_ids"]),
        active=data["active"],
        version=int(item.version),
    )


_NEVER = frozenset({"MessageRejected", "BadRequestException"})  # the same letter, the same answer


def sender(client: Callable[[], SESV2Client], address: str) -> Callable[[Letter], None]:
    """address: one that SES was shown to be ours (docs/deploy.md)."""

    def send(letter: Letter) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client().send_email(
                FromEmailAddress=address,
                Destination={"ToAddresses": [letter.to]},
                Content={"Raw": {"Data": as_bytes(letter, address)}},
            )
        except ValueError as problem:  # an address that fits in no header
            raise MailRefused("the mail cannot be written") from problem
        except ClientError as problem:
            if problem.response["Error"]["Code"] in _NEVER:
                raise MailRefused("the mail was refused") from problem
            raise MailFailed("the mail could not be sent") from problem
        except BotoCoreError as problem:
            raise MailFailed("the mail could not be sent") from problem

    return send


def as_bytes(letter: Letter, address: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    local, _, domain = address.rpartition("@")
    name = " ".join(letter.sender_name.split())[:80]
    mail["From"] = Address(display_name=name, username=local, domain=domain)
    mail["To"] = letter.to
    mail["Subject"] = " ".join(letter.subject.split())[:200]
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    mail.add_attachment(
        letter.csv.encode(),
        maintype="text",
        subtype="csv",
        filename=letter.csv_name,
        params={"charset": "utf-8"},
    )
    return mail.as_bytes()
