"""Amazon SES, version 2 of its API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.mail.sending import Recipients, Refused

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client


class SesV2:
    """configuration: the set whose events tell what became of a letter; '' = none is told."""

    def __init__(self, client: Callable[[], SESV2Client], configuration: str) -> None:
        self._client = client
        self._configuration = configuration

    def send(self, raw: bytes, *, sender: str, to: Recipients, tags: Mapping[str, str]) -> str:
        more: dict[str, Any] = {}
        if self._configuration:
            more["ConfigurationSetName"] = self._configuration
        answer = self._call(
            "send_email",
            FromEmailAddress=sender,
            Destination=_destination(to),
            Content={"Raw": {"Data": raw}},
            EmailTags=[{"Name": name, "Value": value} for name, value in tags.items()],
            **more,
        )
        return str(answer["MessageId"])

    def may_send_from(self, address: str) -> bool:
        """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_GetEmailIdentity.html"""
        for identity in (address, address.rpartition("@")[2]):
            try:
                found = self._call("get_email_identity", EmailIdentity=identity)
            except Refused as refused:
                if refused.code != "NotFoundException":
                    raise
                continue
            if found.get("VerifiedForSendingStatus"):
                return True
        return False

    def _call(self, operation: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return getattr(self._client(), operation)(**arguments)
        except ClientError as problem:
            status = problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
            error = problem.response.get("Error", {})
            words = str(error.get("Message", ""))[:300]
            raise Refused(int(status), str(error.get("Code", "")), words) from problem
        except BotoCoreError as problem:
            raise Refused(0, "no_answer", "") from problem


def _destination(to: Recipients) -> dict[str, list[str]]:
    """https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_Destination.html"""
    given = {"ToAddresses": [to.to], "CcAddresses": [*to.cc], "BccAddresses": [*to.bcc]}
    return {name: found for name, found in given.items() if found}
