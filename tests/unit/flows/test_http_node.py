"""What an HTTP node may call, and what it learns of what went wrong."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.channels.base import ProviderResponse
from chalicelib.flows import http_node
from chalicelib.flows.effects import CallHttp
from chalicelib.flows.events import HttpAnswered
from chalicelib.shared.errors import TooLarge
from chalicelib.shared.http import AddressRefused, NoAnswer

pytestmark = pytest.mark.feature("6.1")


def _call(
    answer: Any, url: str = "https://shop.example/x", **more: Any
) -> tuple[HttpAnswered, Any]:
    asked: dict[str, Any] = {}

    def fetch(method: str, url: str, **given: Any) -> ProviderResponse:
        asked.update(given, method=method, url=url)
        if isinstance(answer, Exception):
            raise answer
        made: ProviderResponse = answer
        return made

    wish = CallHttp(node="n", call_id="w1", method="POST", url=url, **more)
    return http_node.call(fetch, wish, key="s1-3"), asked


def test_an_answer_is_told_with_its_status_and_text() -> None:
    answer, asked = _call(
        ProviderResponse(404, {}, b'{"a": "\xff"}'),
        headers=(("X-Key", "k"), ("Host", "evil"), ("content-length", "9")),
        body="{}",
        timeout=7,
    )
    assert (answer.node, answer.call_id, answer.status, answer.error) == ("n", "w1", 404, "")
    assert answer.body == '{"a": "\ufffd"}'
    assert (asked["seconds"], asked["body"], asked["limit"]) == (7.0, b"{}", 256 * 1024)
    assert asked["headers"]["Idempotency-Key"] == "s1-3"
    assert {"Host", "content-length"}.isdisjoint(asked["headers"])


@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (AddressRefused("no"), "private"),
        (NoAnswer("timeout"), "timeout"),
        (NoAnswer("unreachable"), "unreachable"),
        (TooLarge("too much"), "too_large"),
        (ProviderResponse(302, {"location": "http://10.0.0.1"}, b""), "redirect"),
    ],
)
def test_what_went_wrong_has_a_name_and_no_status(problem: Any, error: str) -> None:
    answer, _ = _call(problem)
    assert (answer.status, answer.error) == (0, error)


@pytest.mark.parametrize(
    "url", ["http://shop.example/", "ftp://x/", "https://", "https://a:b@x/", "https://[x", "x", ""]
)
def test_what_is_no_https_address_is_not_called(url: str) -> None:
    answer, asked = _call(ProviderResponse(200, {}, b""), url)
    assert answer.error == "address"
    assert not asked
