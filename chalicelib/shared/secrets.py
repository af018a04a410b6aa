"""What is secret is encrypted by KMS before it reaches the table."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class KmsSecretBox:
    """Sealed texts are bound to their account by KMS's encryption context. At most 4 KB of plain
    text. What was opened is kept for the life of the process: one KMS call for each secret.

    https://docs.aws.amazon.com/kms/latest/developerguide/encrypt_context.html
    """

    client: Callable[[], KMSClient]
    key_id: str
    _opened: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def encrypt(self, plain: str, *, account_id: str) -> str:
        answer = self.client().encrypt(
            KeyId=self.key_id,
            Plaintext=plain.encode(),
            EncryptionContext={"account_id": account_id},
        )
        return base64.b64encode(answer["CiphertextBlob"]).decode()

    def decrypt(self, sealed: str, *, account_id: str) -> str:
        kept = self._opened.get((account_id, sealed))
        if kept is not None:
            return kept
        answer = self.client().decrypt(
            KeyId=self.key_id,
            CiphertextBlob=base64.b64decode(sealed),
            EncryptionContext={"account_id": account_id},
        )
        plain = answer["Plaintext"].decode()
        if len(self._opened) >= MOST_KEPT:
            self._opened.clear()
        self._opened[account_id, sealed] = plain
        return plain
