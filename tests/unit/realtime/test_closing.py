"""Ending an agent's sockets from our side."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.realtime import closing
from tests.unit.realtime.fakes import NOW, World, agent, visitor


class Management:
    """closed: by DeleteConnection. broken: the gateway does not answer for these."""

    def __init__(self, broken: frozenset[str] = frozenset()) -> None:
        self.closed: list[str] = []
        self.broken = broken

    def delete_connection(self, *, ConnectionId: str) -> None:  # noqa: N803
        if ConnectionId in self.broken:
            raise ClientError({"Error": {"Code": "GoneException"}}, "DeleteConnection")
        self.closed.append(ConnectionId)


def hang_up(world: World, management: Any) -> int:
    return closing.hang_up(world.ports, lambda: management, account_id="acc", agent_id="ana")


@pytest.fixture
def world() -> World:
    made = World()
    for connection, who in (
        ("one", agent("ana")),
        ("two", agent("ana")),
        ("bens", agent("ben")),
        ("elsewhere", agent("ana", "other")),
        ("veras", visitor()),
    ):
        made.store.add(connection, who, NOW)
    return made


@pytest.mark.feature("11")
def test_every_socket_of_his_is_closed_and_no_other(world: World) -> None:
    management = Management()
    assert hang_up(world, management) == 2
    assert sorted(management.closed) == ["one", "two"]


def test_one_that_cannot_be_closed_is_forgotten(world: World) -> None:
    """Nothing more is pushed to it."""
    management = Management(broken=frozenset({"one"}))
    assert hang_up(world, management) == 2
    assert world.store.get("one") is None
    assert management.closed == ["two"]
