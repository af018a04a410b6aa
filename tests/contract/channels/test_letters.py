"""Letters and what Amazon SES tells: the documented shapes as they are read, and letters that no
mail program wrote. CHANNEL_FUZZ=100000 raises the number of cases, as for the other channels."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.base import InboundLetter, NotThisProvider
from chalicelib.channels.plain import as_plain
from chalicelib.mail import looking
from tests.contract.channels.captured import FIXTURES
from tests.contract.channels.test_mutated_payloads import CASES_EACH, fuzz, mutated
from tests.unit.mail import letters
from tests.unit.mail.test_taking_letters import Post

pytestmark = pytest.mark.feature("2.1")

HERE = FIXTURES / "email"
CASES = sorted(
    path.name
    for path in HERE.iterdir()
    if path.suffix in (".json", ".eml") and not path.name.endswith(".expected.json")
)
ODD = (
    *(
        b"",
        b"\r\n",
        b"\r\n\r\n",
        b"--b\r\n",
        b"--b--",
        b"=?",
        b"?=",
        b"<",
        b">",
        b"\xff\xfe",
        b"\x00",
    ),
    *(b"Content-Type: x/y\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n", b"=?utf-8?B?"),
    *(b"Content-Transfer-Encoding: base64\r\n", b"charset=idna", b"charset=\xff", b"name*0*=x''%"),
    *(b"message/rfc822", b"multipart/report", b"<script>", b"<a " * 50, b"(" * 60, b'"', b"\\"),
    *(b"From: \r\n", b"Message-ID: <\x00@>\r\n", b"References: <a@b> <a@b>\r\n", b"begin 644 x\n"),
)


def expected_of(case: str) -> object:
    return json.loads((HERE / f"{Path(case).stem}.expected.json").read_text())


@pytest.mark.feature("2.4")
@pytest.mark.parametrize("case", CASES)
def test_what_is_documented_is_read_as_expected(case: str) -> None:
    body = (HERE / case).read_bytes()
    found = looking.looked(body)
    assert [json.loads(json.dumps(as_plain(item))) for item in found] == expected_of(case)
    assert looking.looked(body) == found


def test_the_command_prints_the_same() -> None:
    case = "bounce_permanent.json"
    command = [sys.executable, "-m", "chalicelib.channels", "parse", "email"]
    with (HERE / case).open("rb") as body:
        done = subprocess.run(command, stdin=body, capture_output=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == expected_of(case)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b'{"a": 1}', b"[" * 9999]
)
def test_what_is_neither_a_notice_nor_a_letter_is_told_apart(body: bytes) -> None:
    with pytest.raises(NotThisProvider):
        looking.looked(body)


def changed(chance: random.Random, raw: bytes) -> bytes:
    """With bytes changed, put in, doubled and taken out."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(found) + 1)
        deed = chance.random()
        if deed < 0.4 and place < len(found):
            found[place] = chance.randrange(256)
        elif deed < 0.8:
            found[place : place + chance.choice((0, 0, 1, 40))] = chance.choice(ODD)
        else:
            piece = found[place : place + chance.randint(1, 200)]
            found[place:place] = piece
    return bytes(found)


@pytest.mark.feature("2.4")
def test_no_letter_is_lost_however_it_was_changed() -> None:
    """Each becomes a message to somebody, the same when it is read again, with nothing in it that a
    browser would run."""
    kinds = (letters.GMAIL, letters.OUTLOOK, letters.WITH_FILES, letters.BOUNCE, letters.LIST)
    seeds = [*kinds, *((HERE / case).read_bytes() for case in CASES if case.endswith(".eml"))]

    @fuzz
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chance = random.Random(seed)
        for turn in range(CASES_EACH):
            raw = changed(chance, chance.choice(seeds)) or b"\n"
            post = Post(raw)
            item = post.takes()
            assert item.id
            assert item.sender.id
            json.dumps(as_plain(item), ensure_ascii=False).encode()
            (document,) = (body for key, body in post.kept.items() if key.startswith("raw/"))
            html = json.loads(document)["html"].lower()
            assert not any(word in html for word in ("<script", "<iframe", "<style", "onerror"))
            if turn == 0:
                assert Post(raw).takes() == item

    check()


@pytest.mark.feature("2.4")
def test_a_changed_notice_never_raises() -> None:
    notices = [(HERE / case).read_bytes() for case in CASES if case.endswith(".json")]

    @fuzz
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(CASES_EACH):
            body = json.dumps(mutated(chance, notices)).encode()
            try:
                found = looking.looked(body)
            except NotThisProvider:
                continue
            for item in found:
                assert item.id
                assert isinstance(item, InboundLetter) or item.type in ("status", "event")
                json.dumps(as_plain(item), ensure_ascii=False).encode()

    check()
