"""Signed forms and addresses of the bucket."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.config import Config
from botocore.session import get_session

from chalicelib.media import links
from chalicelib.media.links import LinkPorts
from chalicelib.shared.errors import InvalidInput


@pytest.fixture(scope="module")
def ports() -> LinkPorts:
    """Signing needs a client and calls nothing."""
    session = get_session()
    session.set_credentials("key", "secret")
    config = Config(signature_version="s3v4")
    client: Any = session.create_client("s3", region_name="us-east-1", config=config)
    return LinkPorts(client=lambda: client, bucket="files")


def _conditions(fields: dict[str, str]) -> list[Any]:
    found: list[Any] = json.loads(base64.b64decode(fields["policy"]))["conditions"]
    return found


@pytest.mark.feature("1.2")
def test_an_upload_admits_the_announced_type_and_size_and_no_more(ports: LinkPorts) -> None:
    key = links.new_key("acc", "k1", "a.png")
    made = links.upload(ports, key=key, mime="image/PNG; q=1", size=1234)
    conditions = _conditions(made.fields)
    assert ["content-length-range", 1, 1234] in conditions
    assert ["eq", "$Content-Type", "image/png"] in conditions
    assert {"key": key} in conditions
    assert made.fields["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    ("mime", "size", "field"),
    [
        ("png", 1, "mime"),
        ("image/png\r\nX: 1", 1, "mime"),
        ("image/png", 0, "size"),
        ("image/png", links.MAX_BYTES + 1, "size"),
    ],
)
def test_a_bad_upload_is_refused_and_the_field_named(
    ports: LinkPorts, mime: str, size: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        links.upload(ports, key="media/acc/k1/r/a", mime=mime, size=size)
    assert refusal.value.field == field


def _signed(url: str) -> tuple[str, str]:
    query = parse_qs(urlsplit(url).query)
    (mime,) = query["response-content-type"]
    (disposition,) = query.get("response-content-disposition", [""])
    return mime, disposition.partition(";")[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.png", ("image/png", "inline")),
        ("a.PDF", ("application/pdf", "inline")),
        ("a.html", ("application/octet-stream", "attachment")),
        ("a.svg", ("application/octet-stream", "attachment")),
        ("a.docx", ("application/octet-stream", "attachment")),
        ("a", ("application/octet-stream", "attachment")),
    ],
)
def test_only_what_cannot_carry_scripts_is_shown_in_place(
    ports: LinkPorts, name: str, expected: tuple[str, str]
) -> None:
    assert _signed(links.link(ports, f"media/acc/k1/r/{name}")) == expected


def test_a_provider_is_told_the_files_type(ports: LinkPorts) -> None:
    url = links.provider_link(ports, "media/acc/k1/r/a.docx", "application/msword")
    assert _signed(url) == ("application/msword", "")


def test_a_name_of_any_script_survives_in_the_header() -> None:
    header = links.disposition("relatório final.pdf", inline=False)
    assert header == (
        "attachment; filename=\"relatrio final.pdf\"; filename*=UTF-8''relat%C3%B3rio%20final.pdf"
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.txt", "a.txt"),
        ('a"b\r\nc.txt', "abc.txt"),
        ("...", "file"),
        ("", "file"),
        ("отчёт.pdf", "отчёт.pdf"),
    ],
)
def test_a_file_name_is_made_harmless(name: str, safe: str) -> None:
    assert links.safe_name(name) == safe


def test_a_key_tells_whose_it_is() -> None:
    assert links.owner_of(links.new_key("acc", "k1", "a b.png")) == ("acc", "k1")


@pytest.mark.parametrize(
    "key",
    [
        "",
        "media/acc/k1/a.png",
        "raw/acc/k1/r/a.png",
        "media/acc/../r/a.png",
        "media//k1/r/a.png",
        "media/acc/k1/r/..",
        "media/acc/k1/r/b/a.png",
    ],
)
def test_what_is_no_key_of_ours_is_refused(key: str) -> None:
    with pytest.raises(InvalidInput):
        links.owner_of(key)
