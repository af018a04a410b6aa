"""Dropping a conversation by rule, on the table; and its files, in the bucket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.conversations.values import Identity
from chalicelib.privacy import files
from chalicelib.privacy.model import plan_of
from chalicelib.privacy.store import DynamoTraceStore
from chalicelib.shared import aws
from chalicelib.shared.errors import TryAgain
from tests.contract.stores.conftest import Stores
from tests.contract.stores.samples import CHANNEL, A, head
from tests.fakes import START

pytestmark = pytest.mark.feature("11")


def identity() -> Identity:
    talk = head()
    return Identity(A, CHANNEL, talk.sender, talk.contact_id, talk.id, START)


def test_a_conversation_in_which_somebody_wrote_meanwhile_keeps_who_he_is(stores: Stores) -> None:
    if stores.backend == "fake":
        pytest.skip("what is erased is looked for on a real table alone")
    traces, talk = DynamoTraceStore(), head()
    stores.conversations.create_head(talk)
    stores.conversations.put_identity(identity(), previous="")
    stored = stores.conversations.head(A, talk.id)
    assert stored is not None
    late = plan_of(head(version=stored.version + 3), START)
    assert not traces.drop_head(A, late, unchanged=True)
    assert stores.conversations.head(A, talk.id) == stored
    assert stores.conversations.identity(A, CHANNEL, talk.sender) == identity()
    planned = plan_of(stored, START)
    for _ in range(2):  # who died after the first of the two rows is followed by who drops both
        assert traces.drop_head(A, planned, unchanged=True)
        assert stores.conversations.head(A, talk.id) is None
        assert stores.conversations.identity(A, CHANNEL, talk.sender) is None
        stores.conversations.put_identity(identity(), previous="")


class _Bucket:
    """One that deletes all but the second, as it does under load: it says so, and raises nothing.
    https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html"""

    def delete_objects(self, **asked: Any) -> Mapping[str, Any]:
        key = asked["Delete"]["Objects"][1]["Key"]
        return {"Errors": [{"Key": key, "Code": "SlowDown", "Message": "Reduce your rate."}]}


def test_a_file_that_the_bucket_did_not_delete_is_not_counted_as_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(aws, "s3", _Bucket)
    with pytest.raises(TryAgain):
        files.BucketFiles().drop(["media/a/k/1", "media/a/k/2"])
