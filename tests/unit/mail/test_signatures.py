"""Only what Amazon SNS signed is a notice: by its own certificate, in either version."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from chalicelib.mail import signatures
from infra.local import signing

pytestmark = pytest.mark.feature("2.1")

TOPIC = "arn:aws:sns:us-east-1:123456789012:mail"
NOTICE = {"notificationType": "Received", "of": "Ação\n\u202e"}


@cache
def key() -> RSAPrivateKey:
    return signing.new_key()


def envelope(version: str = "2", **changed: Any) -> dict[str, Any]:
    return signing.enveloped(NOTICE, topic=TOPIC, key=key(), version=version) | changed


def genuine(told: dict[str, Any]) -> bool:
    return signatures.genuine(told, lambda address: key().public_key())


@pytest.mark.parametrize("version", ["1", "2"])
def test_what_sns_signed_is_its_own(version: str) -> None:
    assert genuine(envelope(version))


def test_the_signed_words_are_as_documented() -> None:
    """The example of
    https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html"""
    told = {
        "Type": "Notification",
        "MessageId": "4d4dc071-ddbf-465d-bba8-08f81c89da64",
        "TopicArn": "arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P",
        "Subject": "My subject",
        "Message": "My Test Message",
        "Timestamp": "2019-01-31T04:37:04.321Z",
    }
    assert signatures.signed(told).decode().split("\n") == [
        "Message",
        "My Test Message",
        "MessageId",
        "4d4dc071-ddbf-465d-bba8-08f81c89da64",
        "Subject",
        "My subject",
        "Timestamp",
        "2019-01-31T04:37:04.321Z",
        "TopicArn",
        "arn:aws:sns:us-east-2:123456789012:s4-MySNSTopic-1G1WEFCOXTC0P",
        "Type",
        "Notification",
        "",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"Message": "{}"},
        {"MessageId": "another"},
        {"Timestamp": "2030-01-01T00:00:00.000Z"},
        {"Subject": "added"},
        {"TopicArn": TOPIC + "2"},
        {"Signature": ""},
        {"Signature": "not base64"},
        {"Signature": "ÿ"},
        {"Signature": base64.b64encode(b"x" * 256).decode()},
        {"Signature": None},
        {"SignatureVersion": "1"},
        {"SignatureVersion": "3"},
        {"SignatureVersion": None},
        {"Message": 7},
        {"Message": ["x"]},
    ],
)
def test_what_was_changed_is_refused(changed: dict[str, Any]) -> None:
    assert not genuine(envelope(**changed))


@pytest.mark.parametrize(
    "address",
    [
        "https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-"
        + "0" * 32
        + ".pem",
        "https://evil.example/SimpleNotificationService-" + "0" * 32 + ".pem",
        "http://sns.us-east-1.amazonaws.com/SimpleNotificationService-" + "0" * 32 + ".pem",
        "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-" + "0" * 32 + ".pem",
        "https://sns.us-east-1.amazonaws.com@evil.example/SimpleNotificationService-00.pem",
        "https://sns.us-east-1.amazonaws.com:8443/SimpleNotificationService-" + "0" * 32 + ".pem",
        "https://sns.us-east-1.amazonaws.com/bucket/mine.pem",
        "https://snsxus-east-1.amazonaws.com/SimpleNotificationService-" + "0" * 32 + ".pem",
        "https://s3.amazonaws.com/mine/SimpleNotificationService-" + "0" * 32 + ".pem",
        "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-" + "0" * 32 + ".pem\n",
        "",
        None,
    ],
)
def test_a_certificate_from_elsewhere_is_not_even_fetched(address: str | None) -> None:
    def fetched(_: str) -> RSAPublicKey:
        raise AssertionError("fetched")

    assert not signatures.genuine(envelope(SigningCertURL=address), fetched)


@pytest.mark.parametrize(
    ("region", "partition", "host"),
    [
        ("us-west-2", "aws", "sns.us-west-2.amazonaws.com"),
        ("us-gov-west-1", "aws-us-gov", "sns.us-gov-west-1.amazonaws.com"),
        ("cn-north-1", "aws-cn", "sns.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_every_region_has_its_own(region: str, partition: str, host: str) -> None:
    topic = f"arn:{partition}:sns:{region}:123456789012:mail"
    name = "SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem"
    assert signatures.is_of_sns(f"https://{host}/{name}", topic)


def test_a_certificate_holds_the_key() -> None:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key(), hashes.SHA256())
    )
    found = signatures.key_in(made.public_bytes(serialization.Encoding.PEM))
    assert signatures.is_by(envelope(), found)
    with pytest.raises(ValueError, match=r"."):
        signatures.key_in(b"<html>")


def test_the_local_stacks_key_is_made_once(tmp_path: Any) -> None:
    told = signing.public(tmp_path)
    assert signing.public(tmp_path) == told
    signed = signing.enveloped({}, topic="none", key=signing.private(signing.place(tmp_path)))
    assert signatures.is_by(signed, signatures.key_from(told))
    assert not signatures.is_by(envelope(), signatures.key_from(told))
