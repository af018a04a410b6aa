"""The shelf of a channel, on the table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversations.shelf_store import DynamoShelfStore
from chalicelib.conversations.values import Orphan
from chalicelib.shared.ids import AccountId, ChannelId
from tests.contract.stores.conftest import Stores

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def orphan(number: int, channel: str = "acc-ig", **more: object) -> Orphan:
    made = {
        "account_id": AccountId("acc"),
        "channel_id": ChannelId(channel),
        "id": f"id#{number}",
        "kind": "hologram",
        "raw": f"raw {number}",
        "received_at": NOW + timedelta(seconds=number),
    }
    return Orphan(**{**made, **more})  # type: ignore[arg-type]


@pytest.mark.feature("2.4")
def test_what_is_shelved_comes_back_page_by_page_until_it_is_removed(stores: Stores) -> None:
    if stores.backend == "fake":
        pytest.skip("the fake's shelf is the unit tests' own")
    shelf = DynamoShelfStore()
    for number in (2, 0, 1):
        stores.conversations.put_orphan(orphan(number))
    stores.conversations.put_orphan(orphan(3, raw="", conversation_id="k1", seq=7))
    stores.conversations.put_orphan(orphan(9, channel="acc-other"))
    first, cursor = shelf.page("acc", "acc-ig", "", 3)
    rest, end = shelf.page("acc", "acc-ig", cursor, 3)
    assert [each.raw for _, each in first] == ["raw 0", "raw 1", "raw 2"]
    assert [(each.conversation_id, each.seq) for _, each in rest] == [("k1", 7)]
    assert (bool(cursor), end) == (True, "")
    assert shelf.count("acc", "acc-ig", 100) == 4
    for place, _ in [*first, *rest]:
        shelf.remove("acc", "acc-ig", place)
    assert shelf.count("acc", "acc-ig", 100) == 0
    assert shelf.count("acc", "acc-other", 100) == 1
    assert shelf.page("acc", "acc-ig", "", 3) == ([], "")
