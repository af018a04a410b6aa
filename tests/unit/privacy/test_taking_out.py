"""What is gathered of a contact, when two who are one point at each other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.contacts.model import Contact
from chalicelib.privacy import taking_out
from chalicelib.privacy.ports import Trail
from chalicelib.shared.ids import AccountId, ContactId

pytestmark = pytest.mark.feature("11")
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
PARTS = {"ann": ("anna",), "anna": ("ann",)}


class Traces:
    def trail(self, account_id: str, contact_id: str) -> Trail:
        return Trail((f"talk of {contact_id}",), PARTS[contact_id], 1)

    def contact(self, account_id: str, contact_id: str) -> Contact:
        return Contact(ContactId(contact_id), AccountId(account_id), NOON)

    def beside(self, account_id: str, contact_id: str) -> dict[str, Any]:
        return {}


def test_two_who_were_merged_both_ways_are_told_once_each() -> None:
    kept: dict[str, bytes] = {}
    ports: Any = SimpleNamespace(
        store=Traces(), put=lambda key, body, mime: kept.update({key: body})
    )
    job = taking_out.take_out_job(account_id="acc", agent_id="ana", contact_id="ann", now=NOON)
    after = taking_out.step(ports, job)
    (told,) = map(json.loads, kept.values())
    assert [each["id"] for each in told["contacts"]] == ["ann", "anna"]
    assert after.found["conversations"] == ["talk of ann", "talk of anna"]
