"""docs/webhooks.md, held to what is sent: its example, its list of events, and its code, which is
run as it stands there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.webhooks import catalogue, signing

pytestmark = pytest.mark.feature("9.4")
DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "webhooks.md").read_text()
SECRET = signing.written(b"0123456789abcdef0123456789abcdef")
BODY = '{"type":"message.received","data":{"text":"Olá 👋"}}'
CALLS = {
    "python": """
import sys
told = verify({secret!r}, {headers!r}, sys.stdin.buffer.read())
print(told["type"])
""",
    "js": """
import {{ readFileSync }} from "node:fs";
console.log(verify({secret}, {headers}, readFileSync(0)).type);
""",
}


def code(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def command(language: str, headers: Mapping[str, str]) -> list[str]:
    if language == "sh":
        names = ("webhook-id", "webhook-timestamp", "webhook-signature")
        return ["sh", "-c", code("sh"), "verify.sh", SECRET, *(headers[name] for name in names)]
    call = CALLS[language]
    if language == "python":
        program = code(language) + call.format(secret=SECRET, headers=dict(headers))
        return [sys.executable, "-c", program]
    told = call.format(secret=json.dumps(SECRET), headers=json.dumps(dict(headers)))
    return ["node", "--input-type=module", "-e", code(language) + told]


def headers(*, age: float = 0, secrets: tuple[str, ...] = (SECRET,)) -> dict[str, str]:
    at = datetime.now(UTC) - timedelta(seconds=age)
    return dict(signing.headers(message_id="msg_1", at=at, body=BODY, secrets=secrets))


def verifies(language: str, headers: Mapping[str, str], body: str = BODY) -> bool:
    done = subprocess.run(
        command(language, headers),
        input=body.encode(),
        capture_output=True,
        timeout=60,
        env={"PATH": os.environ["PATH"]},
        check=False,
    )
    if done.returncode == 0:
        assert done.stdout.decode().strip() in ("message.received", "good")
    return done.returncode == 0


@pytest.mark.parametrize("language", ["python", "js", "sh"])
def test_the_code_takes_what_is_ours_and_nothing_else(language: str) -> None:
    if not shutil.which({"js": "node", "sh": "openssl"}.get(language, "sh")):
        pytest.skip("not on this machine")
    other = signing.written(b"f" * 32)
    assert verifies(language, headers(secrets=(other, SECRET))), "while a secret is replaced"
    assert not verifies(language, headers(), BODY.replace("👋", "👋 "))
    assert not verifies(language, headers(secrets=(other,)))
    if language != "sh":
        assert not verifies(language, headers(age=400))
        assert not verifies(language, headers() | {"webhook-timestamp": "noon"})


def test_every_event_is_listed_with_its_words() -> None:
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| (.*) \|$", PAGE, re.MULTILINE))
    assert rows == dict(catalogue.WORDS)
    assert tuple(catalogue.WORDS) == catalogue.TYPES


def test_the_example_has_what_is_sent() -> None:
    told = json.loads(code("json"))
    schema = catalogue.schema(told["type"])
    assert set(told) == set(schema["required"])
    assert set(told["data"]) == set(schema["properties"]["data"]["required"])
