"""Which rows of a ledger are about somebody who is erased."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.privacy.logged import about

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
