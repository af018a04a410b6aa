"""Notices as Amazon SNS signs them, with a key of the local stack's own.

https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from chalicelib.mail.signatures import signed

CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-{}.pem".format(
    "0" * 32
)


def new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def place(folder: Path) -> Path:
    return folder / "mail-key.pem"


def public(folder: Path) -> str:
    """The folder's public key, made if there is none: its DER in base64."""
    path = place(folder)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(
            new_key().private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    return public_text(private(path))


def public_text(key: RSAPrivateKey) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    der = key.public_key().public_bytes(serialization.Encoding.DER, form)
    return base64.b64encode(der).decode()


def private(path: Path) -> RSAPrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def enveloped(
    notice: Mapping[str, Any], *, topic: str, key: RSAPrivateKey, version: str = "2"
) -> dict[str, str]:
    told = {
        "Type": "Notification",
        "MessageId": str(uuid.uuid4()),
        "TopicArn": topic,
        "Message": json.dumps(notice),
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    by = hashes.SHA256() if version == "2" else hashes.SHA1()
    return {
        **told,
        "SignatureVersion": version,
        "Signature": base64.b64encode(key.sign(signed(told), PKCS1v15(), by)).decode(),
        "SigningCertURL": CERTIFICATE,
    }
