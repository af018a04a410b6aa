"""Whom the API believes about where a caller is: CloudFront, and nobody who only says so."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

import pytest

from tests.support.api import EDGE, Account, Api, new_account, new_visitor

pytestmark = pytest.mark.feature("11")
FORGED = {"X-Tertulia-Edge": "guessed"}


@pytest.fixture
def acme(api: Api) -> Account:
    return new_account(api, "acme")


def noted(acme: Account, headers: Mapping[str, str]) -> str:
    """From which address the audit log says a change came."""
    queue = {"name": f"Returns {uuid4().hex}"}
    acme.owner.call("POST", "/queues", queue, headers=headers).ok()
    return str(acme.owner.get("/audit").ok()["entries"][0]["address"])


def test_who_calls_past_the_edge_does_not_say_where_he_is(acme: Account) -> None:
    caller, visitor = noted(acme, {}), new_visitor(acme.nobody, acme)
    lies = {
        "X-Forwarded-For": "198.51.100.7",
        "CloudFront-Viewer-Address": "198.51.100.7:443",
        "CloudFront-Viewer-Country": "BR",
    }
    for shown in ({}, FORGED, {"X-Tertulia-Edge": ""}, {"X-Tertulia-Edge": "é"}):
        sent = {**lies, **shown}
        assert noted(acme, sent) == caller
        assert visitor.call("GET", "/widget/callbacks", headers=sent).ok() == {"prefix": ""}


def test_without_a_secret_nobody_is_the_edge(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.settings import settings

    monkeypatch.setenv("EDGE_SECRET", "")
    settings.cache_clear()
    empty = {"X-Forwarded-For": "198.51.100.7", "X-Tertulia-Edge": ""}
    assert noted(acme, empty) == noted(acme, {})


def test_the_edge_adds_the_viewer_s_address_last(acme: Account) -> None:
    caller = noted(acme, {})
    for way, address in (
        ("203.0.113.9", "203.0.113.9"),
        (f"203.0.113.9, {caller}", "203.0.113.9"),  # API Gateway adds who called it
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),  # the first is the viewer's own word
        (f"2001:db8::1,2001:db8::2 , {caller}", "2001:db8::2"),
        (caller, caller),
        (" , ", caller),
    ):
        lies = {"CloudFront-Viewer-Address": "192.0.2.1:1"}
        assert noted(acme, EDGE | lies | {"X-Forwarded-For": way}) == address, way


def test_a_flood_with_a_new_address_each_time_is_one_caller_s(acme: Account) -> None:
    """The limit is sign-in's: 120 a minute and address."""
    wrong = {"email": "nobody@acme.example", "password": "wrong-horse-9"}
    statuses = {
        acme.nobody.call(
            "POST",
            "/auth/sign-in",
            wrong,
            headers={**FORGED, "X-Forwarded-For": f"198.51.100.{number}"},
        ).status
        for number in range(125)
    }
    assert statuses == {401, 429}
