"""A webhook that is switched off by itself: its administrators hear of it, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.base import ProviderResponse
from chalicelib.shared.errors import TryAgain
from chalicelib.webhooks import disabling, service
from chalicelib.webhooks.model import PATIENCE, Endpoint, Off
from chalicelib.webhooks.warning import WORDS, letter
from tests.unit.webhooks.fakes import NOON, Scene, event

pytestmark = pytest.mark.feature("9.4")
DOWN = ProviderResponse(503, {}, b"")


def failing(scene: Scene) -> dict[str, Any]:
    """Until it is switched off; the work that told of it."""
    scene.endpoint()
    scene.take(event())
    scene.run()
    scene.now = NOON + PATIENCE
    scene.take(event(event_id="k1#2#0"))
    scene.answer = DOWN
    endpoint = scene.store.endpoints("acc")[0]
    return {"account_id": "acc", "endpoint_id": endpoint.id, "off": "failing", "version": 1}


def test_five_days_of_failing_are_told_once() -> None:
    scene = Scene(answer=DOWN)
    work = failing(scene)
    scene.run()
    assert [(each.off, each.url) for each in scene.warned] == [
        (Off.FAILING, "https://shop.example/hooks")
    ]
    disabling.disabled(scene.ports, work)  # the queue may bring it again
    scene.run(NOON + timedelta(days=9))
    assert len(scene.warned) == 1


def test_who_dies_before_it_is_switched_off_is_followed_by_who_does_both() -> None:
    scene = Scene(answer=DOWN)
    scene.endpoint()
    work = {"account_id": "acc", "off": "gone", "version": 1}
    work["endpoint_id"] = scene.store.endpoints("acc")[0].id
    disabling.disabled(scene.ports, work)
    assert scene.store.endpoints("acc")[0].off is Off.GONE
    assert [each.off for each in scene.warned] == [Off.GONE]


def test_who_dies_over_the_letter_is_followed_by_who_sends_it() -> None:
    scene = Scene(answer=ProviderResponse(410, {}, b""))
    scene.endpoint()
    id = scene.store.endpoints("acc")[0].id
    scene.store.switch_off("acc", id, Off.GONE)
    assert scene.store.begin_letter("acc", id, now=NOON, since=NOON)
    work = {"account_id": "acc", "endpoint_id": id, "off": "gone", "version": 1}
    with pytest.raises(TryAgain):
        disabling.disabled(scene.ports, work)
    scene.now = NOON + timedelta(minutes=6)
    disabling.disabled(scene.ports, work)
    assert len(scene.warned) == 1


@pytest.mark.parametrize("way", ["on again", "paused by hand", "removed"])
def test_whoever_has_seen_to_it_is_not_told(way: str) -> None:
    scene = Scene()
    made, _ = scene.endpoint()
    scene.store.switch_off("acc", made.id, Off.GONE)
    work = {"account_id": "acc", "endpoint_id": made.id, "off": "gone", "version": made.version}
    if way == "removed":
        service.remove(scene.ports, account_id="acc", id=made.id)
    else:
        service.change(scene.ports, account_id="acc", id=made.id, version=2, on=True)
    if way == "paused by hand":
        service.change(scene.ports, account_id="acc", id=made.id, version=3, on=False)
    disabling.disabled(scene.ports, work)
    assert scene.warned == []


@pytest.mark.parametrize("language", [*WORDS, "fr"])
def test_the_letter_says_which_why_and_what_to_do(language: str) -> None:
    endpoint = Endpoint(
        id="h1",
        account_id="acc",
        url="https://shop.example/?a=<b>",
        types=(),
        description="<script>Stock</script>\nBcc: everybody@example.com",
        off=Off.FAILING,
    )
    told = letter(endpoint, language=language, link="https://chat.example/settings/webhooks/h1")
    assert "\n" not in told.subject
    assert "<script>Stock" in told.subject
    assert "https://shop.example/?a=<b>" in told.text
    assert "?a=&lt;b&gt;" in told.html
    assert "https://chat.example/settings/webhooks/h1" in told.text
