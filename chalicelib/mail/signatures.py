"""Whether Amazon SNS wrote an envelope: its signature, by the certificate that it names.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
The queue takes from our topic alone. This holds even if somebody else comes to write to the queue.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

# Of a Notification, in this order; Subject only where there is one.
_SIGNED = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:([a-z0-9-]{5,30}):\d{12}:[A-Za-z0-9_-]{1,256}")
_PATH = r"/SimpleNotificationService-[0-9a-f]{16,128}\.pem"

KeyOf = Callable[[str], "RSAPublicKey"]
"""The key of the certificate at that address. Raises if it cannot be had now."""


def genuine(envelope: Mapping[str, Any], key_of: KeyOf) -> bool:
    """Whether what `envelope` says is signed by the certificate that it names, which lies with SNS
    in the topic's own region."""
    address = str(envelope.get("SigningCertURL", ""))
    if not is_of_sns(address, str(envelope.get("TopicArn", ""))):
        return False
    return is_by(envelope, key_of(address))


def is_by(envelope: Mapping[str, Any], key: RSAPublicKey) -> bool:
    """Version 1 signs by SHA-1, version 2 by SHA-256."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    sha1 = hashes.SHA1()  # noqa: S303 - it is what version 1 is
    versions: dict[str, hashes.HashAlgorithm] = {"1": sha1, "2": hashes.SHA256()}
    version = versions.get(str(envelope.get("SignatureVersion")))
    told = {name: envelope[name] for name in _SIGNED if envelope.get(name) is not None}
    if version is None or not all(isinstance(value, str) for value in told.values()):
        return False
    try:
        signature = base64.b64decode(str(envelope.get("Signature", "")), validate=True)
        key.verify(signature, signed(told), PKCS1v15(), version)
    except (InvalidSignature, ValueError):  # no base64, halves of characters
        return False
    return True


def signed(told: Mapping[str, str]) -> bytes:
    """The very bytes that are signed."""
    return "".join(f"{name}\n{told[name]}\n" for name in _SIGNED if name in told).encode()


def is_of_sns(address: str, topic: str) -> bool:
    """Whether a certificate there is SNS's own, of the region in which the topic is."""
    found = _TOPIC.fullmatch(topic)
    if not found:
        return False
    host = rf"https://sns\.{re.escape(found[1])}\.amazonaws\.com(?:\.cn)?"
    return re.fullmatch(host + _PATH, address) is not None


def key_in(certificate: bytes) -> RSAPublicKey:
    """certificate: PEM. Raises ValueError if it is none of RSA's."""
    from cryptography import x509

    return _of_rsa(x509.load_pem_x509_certificate(certificate).public_key())


def key_from(text: str) -> RSAPublicKey:
    """text: a public key's DER in base64. Raises ValueError."""
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    return _of_rsa(load_der_public_key(base64.b64decode(text)))


def _of_rsa(key: object) -> RSAPublicKey:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    if not isinstance(key, RSAPublicKey):
        raise ValueError("not a key that SNS signs with")
    return key
