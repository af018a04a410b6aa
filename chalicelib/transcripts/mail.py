"""Mail through Amazon SES."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formataddr
from typing import TYPE_CHECKING

from chalicelib.transcripts.model import Mail
from chalicelib.transcripts.service import MailFailed

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


def sender(client: Callable[[], SESV2Client], address: str) -> Callable[[Mail], None]:
    """address: one that SES was shown to be ours (docs/deploy.md).
    https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html"""

    def send(mail: Mail) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client().send_email(
                FromEmailAddress=formataddr((mail.sender_name, address)),
                Destination={"ToAddresses": [mail.to]},
                Content={
                    "Simple": {
                        "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                        "Body": {
                            "Text": {"Data": mail.text, "Charset": "UTF-8"},
                            "Html": {"Data": mail.html, "Charset": "UTF-8"},
                        },
                    }
                },
            )
        except (ClientError, BotoCoreError) as problem:
            raise MailFailed("the mail could not be sent") from problem

    return send
