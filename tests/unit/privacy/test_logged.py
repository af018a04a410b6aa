"""Which rows of a ledger are about somebody who is erased."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zipfile
from typing import Any

import pytest

from chalicelib.privacy import logged
from chalicelib.privacy.logged import about, holds

pytestmark = pytest.mark.feature("11")
WORDS = ("Vera Quixadá", "vera@example.net", "+5511987651234", "5511987651234")
IDS = {"contact-7", "talk-7"}


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ({"body": '{"data":{"contact_id":"contact-7"}}'}, True),
        ({"body": "{}", "data": {"conversation_id": "talk-7"}}, True),
        ({"sk": "note#thread#talk-7", "value": "1.2"}, True),
        ({"sk": "note#ts#1.2", "value": "talk-7"}, True),
        ({"body": '{"data":{"contact_id":"contact-77x"}}'}, True),  # too much is better
        ({"body": '{"data":{"contact_id":"contact-8"}}'}, False),
        ({"body": json.dumps({"who": "VERA QUIXADÁ"})}, True),
        ({"body": json.dumps({"who": "Vera Quixadá"}, ensure_ascii=False)}, True),
        ({"body": "name=Vera+Quixad%C3%A1&plan=1"}, True),
        ({"body": "mail=vera%40example.net"}, True),
        ({"body": '{"tel":"(11) 98765-1234"}'}, True),
        ({"body": '{"tel":"11 9 8765.1234"}'}, True),
        ({"body": '{"tel":"(11) 98765-1235"}'}, False),
        ({"body": '{"who":"Vera"}'}, False),
        ({"body": '{"deep":' + "[" * 9000}, False),
        ({"answer": "Vera Quixadá"}, False),
    ],
)
def test_about_whom(row: dict[str, Any], wanted: bool) -> None:
    assert about(row, IDS, WORDS) is wanted


def test_nothing_is_about_nobody() -> None:
    assert not about({"body": "{}"}, (), ())


def archive(**files: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return body.getvalue()


TABLE = "name,phone\r\nBruno,+55 11 91234-0000\r\nVERA QUIXADÁ,1\r\n"
OTHERS = "name,phone\r\nBruno,+55 11 91234-0000\r\nVera Cruz,5511\r\n98765,1234\r\n"


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (TABLE.encode(), True),
        (TABLE.encode("utf-8-sig"), True),
        (TABLE.encode("utf-16"), True),
        (TABLE.encode("cp1252"), True),
        (json.dumps({"name": "Vera Quixadá"}).encode(), True),
        (gzip.compress(TABLE.encode(), mtime=0), True),
        (archive(data='{"id":"contact-7"}'), True),
        (archive(a="nothing", b=TABLE), True),
        (archive(**{"Vera Quixadá.txt": "x"}), True),
        (b"tel\n(11) 98765-1234\n", True),
        (b"mail\nVERA@Example.NET\n", True),
        (OTHERS.encode(), False),
        (gzip.compress(OTHERS.encode(), mtime=0), False),
        (archive(a=OTHERS), False),
        (b"", False),
        (b"PK\x03\x04 is no archive", False),
        (b"PK\x03\x04 is none, of Vera Quixad\xe1", True),
        (gzip.compress(TABLE.encode(), mtime=0)[:-9], False),
        (b"\x1f\x8b Vera Quixad\xe1", True),
    ],
    ids=lambda value: None if isinstance(value, bool) else "file",
)
def test_which_file_holds_him(file: bytes, wanted: bool) -> None:
    assert holds(file, IDS, WORDS) is wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("before", range(40, 76))
def test_a_name_is_found_wherever_a_piece_of_the_file_ends(
    encoding: str, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logged, "PIECE", 64)
    monkeypatch.setattr(logged, "AGAIN", 32)
    told = f"{'x,' * (before // 2)}{'y' * (before % 2)}Vera Quixadá,{'z' * 90}"
    assert holds(told.encode(encoding), (), WORDS)
    assert not holds(told.replace("Quix", "Quax").encode(encoding), (), WORDS)


def test_an_archive_of_large_pictures_needs_little_memory() -> None:
    """Of somebody who was handed all that is known of him, and is erased then."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_STORED) as packed:
        for number in range(3):
            packed.writestr(
                f"files/{number}.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(9_000_000)
            )
        packed.writestr("files/table.csv", "nothing,at all\n" * 150_000)
        packed.writestr("data.json", '{"contacts":[{"id":"contact-7"}]}')
    file = body.getvalue()
    tracemalloc.start()
    try:
        assert holds(file, IDS, ())
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
