"""Google Sheets through the API, in process: Google's answers are made by the test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.api import Account, deployment, new_account, new_conversation, new_visitor
from tests.support.integrations import SHEET, Services, happen, opened

pytestmark = pytest.mark.feature("9.5")


@pytest.fixture(scope="module")
def pem() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        yield new_account(api, "house")


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Services:
    made = Services()
    monkeypatch.setattr("chalicelib.shared.http.fetch", made)
    return made


@pytest.fixture
def conversation(house: Account) -> str:
    return new_conversation(new_visitor(house.nobody, house))


def sheets(pem: RSAKey, **settings: Any) -> dict[str, Any]:
    key = {
        "type": "service_account",
        "client_email": "robot@acme.iam.gserviceaccount.com",
        "private_key": pem.as_pem(private=True).decode(),
        "private_key_id": "k1",
        "token_uri": "http://127.0.0.1/steal",
    }
    address = f"https://docs.google.com/spreadsheets/d/{SHEET}/edit#gid=0"
    return {
        "kind": "sheets",
        "settings": {"spreadsheet": address, "sheet": "Leads", "attributes": "plan", **settings},
        "secrets": {"key": json.dumps(key)},
    }


def test_a_conversation_becomes_one_row_of_plain_text(
    house: Account, services: Services, conversation: str, pem: RSAKey
) -> None:
    made = house.owner.post("/integrations", sheets(pem)).ok()
    assert made["facts"] == {"title": "All leads", "email": "robot@acme.iam.gserviceaccount.com"}
    assert made["settings"]["spreadsheet"] == SHEET
    event = opened(house, conversation)
    contact = f"/contacts/{event['contact_id']}"
    house.agent.patch(contact, {"name": "=1+1", "attributes": {"plan": "Pro"}}).ok()
    services.calls.clear()
    happen(event, event)
    happen(event)
    appended = [each for each in services.calls if ":append" in each[0]]
    ((url, headers, body),) = appended
    assert headers["Authorization"] == "Bearer ya29.token"
    assert unquote(urlsplit(url).path).endswith(f"/{SHEET}/values/'Leads'!A1:append")
    asked = {"valueInputOption": ["RAW"], "insertDataOption": ["INSERT_ROWS"]}
    assert parse_qs(urlsplit(url).query) == asked
    (row,) = json.loads(body)["values"]
    assert row[:2] == ["2026-06-01T09:00:00.000Z", "=1+1"]
    assert row[-1] == "Pro"
    (card,) = house.agent.get(f"/conversations/{conversation}/beside").ok()["cards"]
    assert card["link"] == f"https://docs.google.com/spreadsheets/d/{SHEET}/edit"
    assert [(each["key"], each["content"]) for each in card["rows"]] == [
        ("All leads", "Leads!A7:H7")
    ]
    token = next(body for url, _, body in services.calls if url.endswith("/token"))
    assertion = parse_qs(token.decode())["assertion"][0]
    claims = jwt.decode(assertion, pem, algorithms=["RS256"]).claims
    assert claims["iss"] == "robot@acme.iam.gserviceaccount.com"
    assert claims["aud"] == "https://oauth2.googleapis.com/token"
    house.owner.call("DELETE", f"/integrations/{made['id']}").ok()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"settings": {"spreadsheet": "https://evil.example/" + "x" * 40}}, "settings.spreadsheet"),
        ({"secrets": {"key": "{}" * 60}}, "secrets.key"),
    ],
)
def test_what_is_no_spreadsheet_and_no_key_is_refused(
    house: Account, services: Services, pem: RSAKey, change: dict[str, Any], field: str
) -> None:
    answer = house.owner.post("/integrations", sheets(pem) | change)
    assert answer.problem() == (422, "invalid_input", field)


def test_a_sheet_that_is_not_there_is_named(
    house: Account, services: Services, pem: RSAKey
) -> None:
    answer = house.owner.post("/integrations", sheets(pem, sheet="Nowhere"))
    assert answer.problem() == (422, "integration_refused", "settings.sheet")
