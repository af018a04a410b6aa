"""What an administrator tells all agents, and who has read it."""

from __future__ import annotations

import pytest

from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.team import broadcasts
from chalicelib.team.broadcasts import Broadcast, broadcast_view
from tests.unit.team.fakes import Team, who

pytestmark = pytest.mark.feature("8")


def announce(team: Team, title: str = "We close at 16", client_id: str = "client-01") -> Broadcast:
    return broadcasts.announce(
        team.broadcast_ports,
        who=who("olga"),
        client_id=client_id,
        title=title,
        text="Because of the match.",
        days=7,
    )


def current(team: Team, agent: str = "ana") -> list[str]:
    return [b.title for b in broadcasts.current(team.broadcast_ports, who=who(agent))]


def test_all_agents_are_told_and_a_repeat_tells_nobody_again() -> None:
    team = Team()
    one = announce(team)
    team.tick(seconds=5)
    assert announce(team) == one
    assert team.told_to("ana") == ["team.broadcast"]
    assert current(team) == ["We close at 16"]


def test_who_joins_later_sees_it_while_it_is_current() -> None:
    team = Team()
    announce(team)
    team.tick(days=6)
    assert current(team, "newcomer") == ["We close at 16"]
    team.tick(days=1)
    assert current(team, "newcomer") == []


def test_the_oldest_is_read_first() -> None:
    team = Team()
    for number in range(3):
        announce(team, f"News {number}", f"client-{number:02}")
        team.tick(seconds=1)
    assert current(team) == ["News 0", "News 1", "News 2"]


def test_who_has_read_it_and_when_is_told_to_administrators_alone() -> None:
    team = Team()
    made = announce(team)
    team.tick(minutes=3)
    for _ in range(2):
        broadcasts.acknowledge(team.broadcast_ports, who=who("ana"), broadcast_id=made.id)
        team.tick(minutes=3)
    held = broadcasts.current(team.broadcast_ports, who=who("ana"))[0]
    assert broadcast_view(held, "olga", all_reads=True)["reads"] == {
        "olga": "2026-05-04T12:00:00.000Z",
        "ana": "2026-05-04T12:03:00.000Z",
    }
    assert list(broadcast_view(held, "rui", all_reads=False)["reads"]) == []
    assert list(broadcast_view(held, "ana", all_reads=False)["reads"]) == ["ana"]
    assert team.told_to("olga").count("team.broadcast_read") == 1
    assert "team.broadcast_read" not in team.told_to("rui")


def test_an_ended_broadcast_is_shown_to_nobody_and_stays_in_the_list() -> None:
    team = Team()
    made = announce(team)
    team.tick(minutes=1)
    ended = broadcasts.end(team.broadcast_ports, who=who("olga"), broadcast_id=made.id)
    team.tick(minutes=1)
    again = broadcasts.end(team.broadcast_ports, who=who("olga"), broadcast_id=made.id)
    assert ended.until == again.until
    assert current(team) == []
    page, cursor = broadcasts.page(team.broadcast_ports, who=who("ana"), cursor="", limit=10)
    assert [b.id for b in page] == [made.id]
    assert cursor == ""
    assert team.told_to("ana").count("team.broadcast") == 2


def test_another_accounts_broadcast_is_not_there() -> None:
    team = Team()
    made = announce(team)
    with pytest.raises(NotFound):
        broadcasts.acknowledge(team.broadcast_ports, who=who("ana", "other"), broadcast_id=made.id)
    assert broadcasts.current(team.broadcast_ports, who=who("ana", "other")) == []


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [(" ", "x", "title"), ("x" * 121, "x", "title"), ("x", "x" * 4001, "text")],
)
def test_bad_words_are_refused_by_their_field(title: str, text: str, field: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        broadcasts.announce(
            Team().broadcast_ports,
            who=who("olga"),
            client_id="client-01",
            title=title,
            text=text,
            days=1,
        )
    assert problem.value.field == field
