"""Who has a bot: the fake and the table agree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.accounts.claims import ChannelClaims, Claim
from tests.contract.stores.conftest import Stores
from tests.support.people import MemoryClaims

pytestmark = pytest.mark.feature("2.1")
NOON = datetime(2030, 5, 1, 12, tzinfo=UTC)
MINE, OTHERS = Claim("acc-1", NOON), Claim("other-1", NOON + timedelta(minutes=1))


@pytest.fixture
def kept(stores: Stores) -> ChannelClaims:
    if stores.backend == "fake":
        return MemoryClaims()
    from chalicelib.accounts.claim_store import DynamoChannelClaims

    return DynamoChannelClaims()


def test_a_bot_is_one_channels_until_it_gives_it_back_or_is_taken_over(
    kept: ChannelClaims,
) -> None:
    assert kept.take("telegram", "7", MINE) is None
    assert kept.take("telegram", "7", OTHERS) == MINE
    assert kept.take("viber", "7", OTHERS) is None
    assert kept.take("telegram", "8", OTHERS) is None
    later = Claim("acc-1", NOON + timedelta(minutes=2))
    assert kept.take("telegram", "7", later) is None, "it is its own already"
    assert kept.take("telegram", "7", OTHERS, over=MINE) == later, "it has been claimed anew"
    assert kept.take("telegram", "7", OTHERS, over=later) is None
    kept.free("telegram", "7", "acc-1")
    assert kept.take("telegram", "7", MINE) == OTHERS
    kept.free("telegram", "7", "other-1")
    kept.free("telegram", "7", "other-1")
    assert kept.take("telegram", "7", MINE) is None
