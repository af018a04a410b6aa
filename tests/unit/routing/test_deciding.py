"""Who gets a conversation, and what is told about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.routing.deciding import Candidate, Standing, Waiting, Why, decide, servable
from chalicelib.routing.model import Rules, Strategy, Targets, checked, checked_skills, pack, unpack
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("4.1")

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROBIN = Rules(strategy=Strategy.ROUND_ROBIN)
LEAST = Rules(strategy=Strategy.LEAST_LOADED)


def waits(name: str, minutes: int = 1, **not_for: int) -> Waiting:
    until = {agent: NOW + timedelta(seconds=seconds) for agent, seconds in not_for.items()}
    return Waiting(name, NOW - timedelta(minutes=minutes), until)


def ask(rules: Rules, candidates: list[Candidate], **more: object):  # type: ignore[no-untyped-def]
    mine = more.pop("mine", waits("c"))
    waiting = more.pop("waiting", [])
    return decide(rules, candidates, waiting, mine, now=NOW, **more)  # type: ignore[arg-type]


def test_it_is_each_ones_turn_in_a_circle() -> None:
    three = [Candidate(name, here=True) for name in ("ana", "bea", "caio")]
    turns, turn = [], ""
    for _ in range(5):
        turn = ask(ROBIN, three, turn=turn).agent_id
        turns.append(turn)
    assert turns == ["ana", "bea", "caio", "ana", "bea"]


def test_who_was_not_free_for_a_round_changes_nobody_elses_turn() -> None:
    others = [Candidate("ana", here=True), Candidate("bea", here=False), Candidate("caio", True)]
    assert ask(ROBIN, others, turn="ana").agent_id == "caio"
    assert ask(ROBIN, others, turn="caio").agent_id == "ana"


def test_the_least_loaded_is_by_share_of_what_he_may_have() -> None:
    two = [
        Candidate("ana", here=True, load=2, capacity=10),
        Candidate("bea", here=True, load=1, capacity=2),
    ]
    made = ask(LEAST, two)
    assert (made.agent_id, made.why) == ("ana", Why.LOAD)


def test_the_best_of_those_who_know_what_is_asked_gets_it() -> None:
    rules = Rules(strategy=Strategy.LEAST_LOADED, skills={"French": 2})
    agents = [
        Candidate("ana", here=True, skills={"french": 2}),
        Candidate("bea", here=True, skills={"French": 5}, load=3),
        Candidate("caio", here=True, skills={"French": 1}),
    ]
    made = ask(rules, agents)
    assert (made.agent_id, made.why) == ("bea", Why.SKILL)
    assert [fact.standing for fact in made.facts] == ["free", "chosen", "unskilled"]


def test_who_served_the_contact_last_comes_first_if_he_is_free() -> None:
    two = [Candidate("ana", here=True), Candidate("bea", here=True, load=4)]
    assert ask(LEAST, two, last_agent="bea").why is Why.LAST
    full = [two[0], Candidate("bea", here=True, load=5)]
    assert ask(LEAST, full, last_agent="bea").agent_id == "ana"
    forgets = Rules(strategy=Strategy.LEAST_LOADED, last_agent=False)
    assert ask(forgets, two, last_agent="bea").agent_id == "ana"


def test_nobody_gets_more_than_he_or_the_queue_allows() -> None:
    narrow = Rules(strategy=Strategy.ROUND_ROBIN, capacity=2)
    made = ask(narrow, [Candidate("ana", here=True, load=2, capacity=9)])
    assert made.agent_id == ""
    assert made.facts[0].standing is Standing.FULL
    assert made.facts[0].capacity == 2


def test_who_declined_is_asked_again_only_after_a_while() -> None:
    two = [Candidate("ana", here=True), Candidate("bea", here=True)]
    assert ask(ROBIN, two, mine=waits("c", ana=30)).agent_id == "bea"
    assert ask(ROBIN, two, mine=waits("c", ana=30, bea=30)).agent_id == ""
    assert ask(ROBIN, two, mine=waits("c", ana=-1, bea=30)).agent_id == "ana"


def test_what_is_free_is_put_aside_for_those_who_wait_longer() -> None:
    one = [Candidate("ana", here=True, load=4)]
    older = waits("old", 9)
    made = ask(ROBIN, one, waiting=[older])
    assert (made.agent_id, made.facts[0].standing) == ("", Standing.PROMISED)
    assert ask(ROBIN, one, mine=older, waiting=[older, waits("c")]).agent_id == "ana"


def test_one_whom_nobody_may_serve_holds_up_nobody() -> None:
    one = [Candidate("ana", here=True, load=4)]
    assert ask(ROBIN, one, waiting=[waits("old", 9, ana=60)]).agent_id == "ana"


def test_the_line_tells_the_chosen_first_and_at_most_a_dozen() -> None:
    many = [Candidate(f"agent{number:02}", here=number == 17) for number in range(20)]
    told = json.loads(ask(ROBIN, many).told())
    assert told["agents"][0] == ["agent17", "chosen", 0, 5, 0]
    assert (len(told["agents"]), told["more"], told["why"]) == (12, 8, "only")


AGENTS = st.lists(
    st.builds(
        Candidate,
        agent_id=st.sampled_from("abcdef"),
        here=st.booleans(),
        load=st.integers(0, 6),
        capacity=st.integers(0, 6),
    ),
    max_size=6,
    unique_by=lambda one: one.agent_id,
)
ROWS = st.lists(
    st.builds(
        Waiting,
        conversation_id=st.uuids().map(str),
        since=st.integers(0, 50).map(lambda minutes: NOW - timedelta(minutes=minutes)),
        not_for=st.dictionaries(st.sampled_from("abcdef"), st.just(NOW + timedelta(seconds=9))),
    ),
    max_size=8,
)


@given(AGENTS, ROWS, st.sampled_from([ROBIN, LEAST]))
def test_who_is_chosen_is_always_here_free_and_willing(
    agents: list[Candidate], rows: list[Waiting], rules: Rules
) -> None:
    able = servable(rules, agents, rows, now=NOW)
    for row in rows:
        made = decide(rules, agents, rows, row, now=NOW)
        if made.agent_id:
            chosen = next(one for one in agents if one.agent_id == made.agent_id)
            assert chosen.here
            assert chosen.load < (chosen.capacity or 5)
            assert made.agent_id not in row.not_for
        assert [fact.agent_id for fact in made.facts] == [one.agent_id for one in agents]
    oldest = min(rows, key=lambda one: one.place, default=None)
    if oldest is not None and able:
        first = next(
            row for row in sorted(rows, key=lambda r: r.place) if row.conversation_id in able
        )
        assert decide(rules, agents, rows, first, now=NOW).agent_id


def test_rules_come_back_as_they_were_kept() -> None:
    rules = Rules(
        strategy=Strategy.LEAST_LOADED,
        capacity=3,
        skills={"French": 2},
        targets=Targets(first_reply=5),
    )
    assert unpack(json.loads(json.dumps(pack(rules)))) == rules
    assert pack(Rules()) == {}
    assert unpack({"strategy": "round_robin", "tomorrow": 1}) == ROBIN


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (Rules(capacity=-1), "rules.capacity"),
        (Rules(capacity=51), "rules.capacity"),
        (Rules(offer_seconds=3), "rules.offer_seconds"),
        (Rules(overflow_minutes=5), "rules.overflow_to"),
        (Rules(targets=Targets(next_reply=-5)), "rules.targets.next_reply"),
        (Rules(skills={"French": 6}), "rules.skills"),
        (Rules(skills={" ": 1}), "rules.skills"),
        (Rules(skills={"French": 1, "french ": 2}), "rules.skills"),
        (Rules(skills={f"s{number}": 1 for number in range(21)}), "rules.skills"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(rules: Rules, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(rules)
    assert refused.value.field == field


def test_a_skills_spaces_are_folded() -> None:
    assert checked_skills({"  Old   French ": 3}, "skills") == {"Old French": 3}
