"""Rooms and what is said there; strangers of a room see nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.shared.content import Media
from chalicelib.shared.errors import Conflict, Forbidden, InvalidInput, NotFound
from chalicelib.team import files, service
from chalicelib.team.model import EVERYONE, Card, Room, TeamMessage
from chalicelib.team.service import Words
from chalicelib.team.view import room_view
from tests.unit.team.fakes import Team, who

pytestmark = pytest.mark.feature("8")


def say(team: Team, room_id: str, agent: str, text: str, client_id: str = "") -> TeamMessage:
    words = Words(client_id=client_id or f"{agent}-{text}", text=text)
    return service.say(team.ports, who=who(agent), room_id=room_id, words=words)


def group(team: Team, *members: str, client_id: str = "group-0001") -> Room:
    return service.create_group(
        team.ports, who=who("ana"), client_id=client_id, name="  Night   shift ", members=members
    )


def test_each_pair_has_one_room_whoever_opens_it() -> None:
    team = Team()
    one = service.open_direct(team.ports, who=who("ana"), agent_id="rui")
    two = service.open_direct(team.ports, who=who("rui"), agent_id="ana")
    assert one == two
    assert one.members == ("ana", "rui")
    assert service.open_direct(team.ports, who=who("ana"), agent_id="eve").id != one.id


@pytest.mark.parametrize("agent", ["ana", "nobody", ""])
def test_a_direct_room_needs_a_colleague(agent: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        service.open_direct(Team().ports, who=who("ana"), agent_id=agent)
    assert problem.value.field == "agent_id"


def test_a_group_made_twice_is_one_group_with_its_creator_in_it() -> None:
    team = Team()
    one, two = group(team, "rui"), group(team, "rui")
    assert one == two
    assert (one.name, one.members) == ("Night shift", ("ana", "rui"))
    assert [r.id for r in service.rooms(team.ports, who=who("rui"))] == [one.id, EVERYONE]


@pytest.mark.parametrize(
    ("name", "members", "field"),
    [(" ", ["rui"], "name"), ("x" * 81, ["rui"], "name"), ("x", ["stranger"], "members")],
)
def test_a_bad_group_is_refused_by_its_field(name: str, members: list[str], field: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        service.create_group(
            Team().ports, who=who("ana"), client_id="group-0001", name=name, members=members
        )
    assert problem.value.field == field


def test_for_a_stranger_a_group_does_not_exist() -> None:
    team = Team()
    room = group(team, "rui")
    message = say(team, room.id, "ana", "secret")
    for act in (
        lambda p, w: service.room_of(p, who=w, room_id=room.id),
        lambda p, w: service.messages(p, who=w, room_id=room.id),
        lambda p, w: service.say(p, who=w, room_id=room.id, words=Words("eve-0001", "hi")),
        lambda p, w: service.edit(p, who=w, room_id=room.id, seq=message.seq, text="x"),
        lambda p, w: service.delete(p, who=w, room_id=room.id, seq=message.seq),
        lambda p, w: service.mark_read(p, who=w, room_id=room.id, seq=1),
        lambda p, w: service.change_group(p, who=w, room_id=room.id, add=["eve"]),
        lambda p, w: service.leave(p, who=w, room_id=room.id),
    ):
        for stranger in (who("eve"), who("ana", "another")):
            with pytest.raises(NotFound):
                act(team.ports, stranger)
    assert [r.id for r in service.rooms(team.ports, who=who("eve"))] == [EVERYONE]
    assert team.told_to("eve") == []


def test_everyone_of_the_account_is_in_its_own_room() -> None:
    team = Team()
    say(team, EVERYONE, "ana", "Good morning")
    found, more = service.messages(team.ports, who=who("eve"), room_id=EVERYONE)
    assert [message.text for message in found] == ["Good morning"]
    assert not more
    assert service.messages(team.ports, who=who("ana", "other"), room_id=EVERYONE) == ([], False)
    assert team.told_to("eve") == ["team.message"]


def test_words_sent_twice_are_stored_once() -> None:
    team = Team()
    one = say(team, EVERYONE, "ana", "Hello", "client-0001")
    two = say(team, EVERYONE, "ana", "Hello", "client-0001")
    assert one == two
    assert say(team, EVERYONE, "rui", "Hello", "client-0001").seq == 2  # his own id


def test_two_who_speak_at_once_get_a_number_each() -> None:
    team = Team()
    service.room_of(team.ports, who=who("ana"), room_id=EVERYONE)
    team.store.meddle = lambda: say(team, EVERYONE, "rui", "me first")
    assert say(team, EVERYONE, "ana", "and me").seq == 2
    found, _ = service.messages(team.ports, who=who("ana"), room_id=EVERYONE)
    assert [(m.seq, m.text) for m in found] == [(1, "me first"), (2, "and me")]


def test_pages_go_up_and_on_without_a_hole() -> None:
    team = Team()
    for number in range(1, 8):
        say(team, EVERYONE, "ana", str(number))

    def page(**asked: int) -> tuple[list[int], bool]:
        found, more = service.messages(
            team.ports, who=who("rui"), room_id=EVERYONE, limit=3, **asked
        )
        return [message.seq for message in found], more

    assert page() == ([5, 6, 7], True)
    assert page(before=5) == ([2, 3, 4], True)
    assert page(before=2) == ([1], False)
    assert page(after=2) == ([3, 4, 5], True)
    assert page(after=6) == ([7], False)


def test_reading_lowers_what_is_unread_and_is_never_taken_back() -> None:
    team = Team()
    room = group(team, "rui")
    for text in ("one", "two"):
        say(team, room.id, "ana", text)
    service.mark_read(team.ports, who=who("rui"), room_id=room.id, seq=2)
    service.mark_read(team.ports, who=who("rui"), room_id=room.id, seq=1)
    service.mark_read(team.ports, who=who("rui"), room_id=room.id, seq=99)
    now = service.room_of(team.ports, who=who("ana"), room_id=room.id)
    assert now.reads == {"ana": 2, "rui": 2}  # what one writes one has read
    assert team.told_to("ana").count("team.read") == 1


def test_in_a_large_room_a_mark_is_told_to_nobody_else() -> None:
    team = Team()
    say(team, EVERYONE, "ana", "one")
    service.mark_read(team.ports, who=who("rui"), room_id=EVERYONE, seq=1)
    assert "team.read" in team.told_to("rui")
    assert "team.read" not in team.told_to("ana")
    room = service.room_of(team.ports, who=who("rui"), room_id=EVERYONE)
    assert room_view(room, "rui")["reads"] == {"rui": 1}
    assert room_view(room)["reads"] == {}


def test_who_joins_reads_the_history_and_starts_with_nothing_unread() -> None:
    team = Team()
    room = group(team, "rui")
    say(team, room.id, "ana", "before")
    after = service.change_group(team.ports, who=who("rui"), room_id=room.id, add=["eve", "ana"])
    assert after.members == ("ana", "rui", "eve")
    assert after.reads["eve"] == 1
    found, _ = service.messages(team.ports, who=who("eve"), room_id=room.id)
    assert [(m.text, m.event, m.about) for m in found] == [
        ("before", "", ()),
        ("", "added", ("eve",)),
    ]
    assert team.told_to("eve") == ["team.room", "team.message"]


def test_who_leaves_sees_nothing_more_and_the_others_are_told() -> None:
    team = Team()
    room = group(team, "rui")
    service.leave(team.ports, who=who("rui"), room_id=room.id)
    before = len(team.told_to("rui"))
    say(team, room.id, "ana", "he is gone")
    assert len(team.told_to("rui")) == before
    with pytest.raises(NotFound):
        service.messages(team.ports, who=who("rui"), room_id=room.id)
    assert [r.id for r in service.rooms(team.ports, who=who("rui"))] == [EVERYONE]


def test_what_happens_in_a_group_that_all_have_left_is_told_to_nobody() -> None:
    team = Team()
    room = group(team)
    team.store.told.clear()
    service.leave(team.ports, who=who("ana"), room_id=room.id)
    assert team.told_to("eve") == []


def test_a_renamed_group_says_so_once() -> None:
    team = Team()
    room = group(team, "rui")
    for _ in range(2):
        service.change_group(team.ports, who=who("rui"), room_id=room.id, name="Day shift")
    found, _ = service.messages(team.ports, who=who("ana"), room_id=room.id)
    assert [(m.event, m.text, m.author_id) for m in found] == [("renamed", "Day shift", "rui")]


@pytest.mark.parametrize("kind", ["direct", "everyone"])
def test_only_a_group_can_be_left_or_changed(kind: str) -> None:
    team = Team()
    room_id = EVERYONE
    if kind == "direct":
        room_id = service.open_direct(team.ports, who=who("ana"), agent_id="rui").id
    with pytest.raises(InvalidInput):
        service.leave(team.ports, who=who("ana"), room_id=room_id)
    with pytest.raises(InvalidInput):
        service.change_group(team.ports, who=who("ana"), room_id=room_id, add=["eve"])


def test_ones_own_words_can_be_changed_and_taken_back() -> None:
    team = Team()
    message = say(team, EVERYONE, "ana", "Teh order")
    team.tick(minutes=1)
    edited = service.edit(team.ports, who=who("ana"), room_id=EVERYONE, seq=1, text="The order")
    assert (edited.text, edited.rev, edited.edited_at) == ("The order", 1, team.now)
    assert service.room_of(team.ports, who=who("rui"), room_id=EVERYONE).last.text == "The order"
    gone = service.delete(team.ports, who=who("ana"), room_id=EVERYONE, seq=1)
    again = service.delete(team.ports, who=who("ana"), room_id=EVERYONE, seq=1)
    assert (gone.text, gone.deleted_at, gone.rev) == ("", team.now, 2)
    assert again == gone
    with pytest.raises(Conflict):
        service.edit(team.ports, who=who("ana"), room_id=EVERYONE, seq=1, text="No, stay")
    assert message.at < team.now


def test_nobody_changes_anothers_words() -> None:
    team = Team()
    say(team, EVERYONE, "ana", "Mine")
    with pytest.raises(Forbidden):
        service.edit(team.ports, who=who("rui"), room_id=EVERYONE, seq=1, text="His")
    with pytest.raises(Forbidden):
        service.delete(team.ports, who=who("rui"), room_id=EVERYONE, seq=1)
    with pytest.raises(NotFound):
        service.delete(team.ports, who=who("rui"), room_id=EVERYONE, seq=2)


def test_a_mention_calls_only_who_can_read_it() -> None:
    team = Team()
    room = group(team, "rui")
    words = Words("client-0001", "@Rui @Eve", mentions=("rui", "eve", "rui"))
    message = service.say(team.ports, who=who("ana"), room_id=room.id, words=words)
    assert message.mentions == ("rui",)


def test_a_card_shows_a_conversation_of_the_account_alone() -> None:
    team = Team(conversations={"conv1": Card("conv1", "Vera", "website")})
    words = Words("client-0001", conversation_id="conv1")
    message = service.say(team.ports, who=who("ana"), room_id=EVERYONE, words=words)
    assert message.card == Card("conv1", "Vera", "website")
    bad = replace(words, client_id="client-0002", conversation_id="conv2")
    with pytest.raises(InvalidInput) as problem:
        service.say(team.ports, who=who("ana"), room_id=EVERYONE, words=bad)
    assert problem.value.field == "conversation_id"


def test_a_file_belongs_to_its_room() -> None:
    team = Team()
    room = group(team, "rui")
    own = files.new_key("acc", room.id, "../plan b.pdf")
    assert own.endswith("/plan b.pdf")
    media = Media("application/pdf", name="plan b.pdf", size=9, key=own)
    words = Words("client-0001", media=(media,))
    assert service.say(team.ports, who=who("ana"), room_id=room.id, words=words).media == (media,)
    for key in (
        files.new_key("acc", EVERYONE, "x.pdf"),
        files.new_key("other", room.id, "x.pdf"),
        own.replace("team/", "media/"),
        f"team/acc/{room.id}/../x.pdf",
        f"{own}/../../x",
    ):
        bad = replace(words, client_id="client-0002", media=(replace(media, key=key),))
        with pytest.raises(InvalidInput):
            service.say(team.ports, who=who("ana"), room_id=room.id, words=bad)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as problem:
        say(Team(), EVERYONE, "ana", text)
    assert problem.value.field == "text"


def test_rooms_come_newest_words_first() -> None:
    team = Team()
    room = group(team, "rui")
    direct = service.open_direct(team.ports, who=who("ana"), agent_id="eve")
    for room_id in (direct.id, EVERYONE, room.id):
        team.now += timedelta(seconds=1)
        say(team, room_id, "ana", "hi")
    ids = [each.id for each in service.rooms(team.ports, who=who("ana"))]
    assert ids == [room.id, EVERYONE, direct.id]


def test_who_made_a_group_sends_a_member_away_and_he_sees_no_more() -> None:
    team = Team()
    room = group(team, "rui", "eve")
    after = service.change_group(team.ports, who=who("ana"), room_id=room.id, remove=["rui"])
    assert after.members == ("ana", "eve")
    (line,), _ = service.messages(team.ports, who=who("eve"), room_id=room.id)
    assert (line.event, line.about, line.author_id) == ("removed", ("rui",), "ana")
    assert [r.id for r in service.rooms(team.ports, who=who("rui"))] == [EVERYONE]
    with pytest.raises(NotFound):
        say(team, room.id, "rui", "am I there?")
    again = service.change_group(team.ports, who=who("ana"), room_id=room.id, remove=["rui"])
    assert again == after


def test_an_administrator_in_the_group_may_too_and_others_may_not() -> None:
    team = Team()
    room = group(team, "rui", "eve")
    with pytest.raises(Forbidden):
        service.change_group(team.ports, who=who("eve"), room_id=room.id, remove=["rui"])
    boss = replace(who("eve"), administers=True)
    assert service.change_group(
        team.ports, who=boss, room_id=room.id, remove=["ana", "eve"]
    ).members == ("rui", "eve")
