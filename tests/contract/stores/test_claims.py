"""Who sends a letter: the fake and the table agree."""

from __future__ import annotations

import pytest

from chalicelib.reports.mailing import Claims
from tests.contract.stores.conftest import Stores
from tests.unit.reports.test_mailing import Desk

pytestmark = pytest.mark.feature("10")
NOW = 1_780_000_000.0


@pytest.fixture
def claims(stores: Stores) -> Claims:
    if stores.backend == "fake":
        return Desk()
    from chalicelib.transcripts.store import DynamoClaims

    return DynamoClaims()


def test_a_letter_is_one_senders_until_he_is_done_gives_it_back_or_is_taken_for_dead(
    claims: Claims,
) -> None:
    assert not claims.sent("acc", "k")
    assert claims.claim("acc", "k", NOW, NOW - 120)
    assert not claims.claim("acc", "k", NOW + 60, NOW - 60)
    assert not claims.sent("acc", "k"), "somebody has it, and may be dead"
    assert claims.claim("acc", "k", NOW + 121, NOW + 1)
    claims.release("acc", "k")
    assert claims.claim("acc", "k", NOW + 122, NOW + 2)
    claims.done("acc", "k")
    assert claims.sent("acc", "k")
    assert not claims.claim("acc", "k", NOW + 999, NOW + 879)
    assert claims.claim("other", "k", NOW, NOW - 120)
