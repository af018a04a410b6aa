"""Everything that the local stack holds, as text: for whoever looks for what must not be there."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

import boto3
from botocore.config import Config

from tests.e2e.stack import Stack

_PACKED = re.compile(r'"(eJ[A-Za-z0-9+/=]{16,}|[A-Za-z0-9+/]{24,}={0,2})"')
MOST_BYTES = 500_000  # of an object: what is larger is our own code
_LETTER = (b"Received:", b"From:", b"MIME-Version", b"Message-ID:", b"Return-Path:")


def client(stack: Stack, service: Any) -> Any:
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=stack.addresses["environment"]["AWS_ENDPOINT_URL"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(s3={"addressing_style": "path"}),
    )


def held(stack: Stack) -> Iterator[tuple[str, str]]:
    """Rows of tables, objects of buckets, lines of logs, what queues could not get rid of and what
    timers will say, each with where it is; what is packed, unpacked."""
    yield from _rows(stack)
    yield from _files(stack)
    yield from _dead_letters(stack)
    yield from _timers(stack)
    yield from _logs(stack)
    for log in stack.folder.rglob("*.log"):
        yield str(log), log.read_text(errors="replace")


def holders(stack: Stack, *words: str) -> list[str]:
    wanted = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
    return [
        where
        for where, text in held(stack)
        if wanted.search(text) or wanted.search(unquote_plus(where))
    ]


def _rows(stack: Stack) -> Iterator[tuple[str, str]]:
    tables = client(stack, "dynamodb")
    for table in tables.list_tables()["TableNames"]:
        for page in tables.get_paginator("scan").paginate(TableName=table):
            for row in page["Items"]:
                text = json.dumps(row, default=_unpacked, ensure_ascii=False)
                inside = "\n".join(_decoded(each[1]) for each in _PACKED.finditer(text))
                where = f"{table} {row['pk']['S']} {row['sk']['S']}"
                yield where, f"{text}\n{_plain(text)}\n{inside}"


def _unpacked(packed: Any) -> str:
    """A segment of the index; counts and the like as they are."""
    try:
        return zlib.decompress(bytes(packed)).decode()
    except (zlib.error, TypeError, ValueError):
        return str(packed)


def _decoded(text: str) -> str:
    """Compressed, or not, below base 64."""
    try:
        raw = base64.b64decode(text)
    except (binascii.Error, ValueError):
        return ""
    try:
        return zlib.decompress(raw).decode("utf-8", "replace")
    except zlib.error:
        return raw.decode("utf-8", "replace")


def _plain(text: str) -> str:
    """JSON in JSON writes some letters in its own way."""
    return re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _files(stack: Stack) -> Iterator[tuple[str, str]]:
    files = client(stack, "s3")
    for bucket in files.list_buckets()["Buckets"]:
        for page in files.get_paginator("list_objects_v2").paginate(Bucket=bucket["Name"]):
            for each in page.get("Contents", ()):
                if each["Size"] < MOST_BYTES:
                    body = files.get_object(Bucket=bucket["Name"], Key=each["Key"])["Body"].read()
                    yield f"{bucket['Name']} {each['Key']}", "\n".join(insides(body))


def insides(body: bytes) -> Iterator[str]:
    """A file's words, behind gzip, ZIP, a letter's encodings, and wide letters."""
    if body[:2] == b"\x1f\x8b":
        yield from insides(gzip.decompress(body))
    elif body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                yield name
                yield from insides(archive.read(name))
    elif any(mark in body[:4000] for mark in _LETTER):
        letter = email.message_from_bytes(body, policy=email.policy.default)
        yield body.decode("utf-8", "replace")
        for part in letter.walk():
            yield "\n".join(str(value) for value in part.values())
            if not part.is_multipart():
                yield bytes(part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    else:
        text = body.decode("utf-8", "replace")
        yield text
        yield _plain(text)
        if b"\0" in body[:200]:
            yield body.decode("utf-16", "replace")


def _dead_letters(stack: Stack) -> Iterator[tuple[str, str]]:
    queues = client(stack, "sqs")
    for url in queues.list_queues().get("QueueUrls", ()):
        name = url.rpartition("/")[2]
        if "dead" not in name.lower() and "dlq" not in name.lower():
            continue
        told = queues.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, WaitTimeSeconds=0
        )
        for each in told.get("Messages", ()):
            yield name, f"{each['Body']}\n{_plain(each['Body'])}"


def waiting(stack: Stack) -> int:
    """How many messages the queues hold, dead letters apart."""
    queues, found = client(stack, "sqs"), 0
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    for url in queues.list_queues().get("QueueUrls", ()):
        if not re.search("dead|dlq", url.rpartition("/")[2], re.IGNORECASE):
            told = queues.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            found += sum(int(told.get(name, 0)) for name in names)
    return found


def _timers(stack: Stack) -> Iterator[tuple[str, str]]:
    scheduler = client(stack, "scheduler")
    for page in scheduler.get_paginator("list_schedules").paginate():
        for each in page["Schedules"]:
            told = scheduler.get_schedule(GroupName=each["GroupName"], Name=each["Name"])
            yield f"schedule {each['Name']}", str(told["Target"].get("Input", ""))


def _logs(stack: Stack) -> Iterator[tuple[str, str]]:
    logs = client(stack, "logs")
    for group in logs.describe_log_groups().get("logGroups", ()):
        name = group["logGroupName"]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
            yield name, "\n".join(each["message"] for each in page.get("events", ()))
