"""Idempotency keys: one answer for a key, whoever dies between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.access import repeats, service
from chalicelib.access.repeats import HELD, KEPT, InFlight, Kept, KeyReused
from chalicelib.access.service import Stored
from chalicelib.shared.errors import InvalidInput
from tests.unit.access.fakes import NOON, World

pytestmark = pytest.mark.feature("9.1")


class Work:
    """Counts how often it was done."""

    def __init__(self, status: int = 201, body: bytes = b"{}") -> None:
        self.done = 0
        self.answer = Stored(status, body, {"ETag": '"1"'})

    def __call__(self) -> Stored:
        self.done += 1
        return self.answer


def once(world: World, work: Callable[[], Stored], mark: str = "same", key: str = "k") -> Stored:
    return service.once(world.ports, scope="a#t", key=key, fingerprint=mark, run=work)


def test_the_second_request_gets_the_first_answer() -> None:
    world, work = World(), Work()
    first, second = once(world, work), once(world, work)
    assert work.done == 1
    assert (first.replayed, second.replayed) == (False, True)
    assert (second.status, second.body, second.headers) == (201, b"{}", {"ETag": '"1"'})
    once(world, work, key="other")
    assert work.done == 2


def test_a_key_lasts_a_day() -> None:
    world, work = World(), Work()
    once(world, work)
    world.now = NOON + KEPT
    assert once(world, work).replayed
    world.now = NOON + KEPT + timedelta(seconds=1)
    assert not once(world, work).replayed


def test_another_request_of_the_key_is_refused_also_while_the_first_runs() -> None:
    world, work = World(), Work()

    def inner() -> Stored:
        with pytest.raises(KeyReused):
            once(world, work, mark="other")
        with pytest.raises(InFlight):
            once(world, work)
        return work()

    once(world, inner)
    with pytest.raises(KeyReused):
        once(world, work, mark="other")
    assert work.done == 1


@pytest.mark.parametrize("status", [400, 404, 422, 500])
def test_what_did_not_succeed_frees_its_key(status: int) -> None:
    world, bad, good = World(), Work(status), Work()
    once(world, bad)
    assert once(world, good).status == 201


def test_a_refusal_frees_its_key() -> None:
    world, work = World(), Work()

    def refused() -> Stored:
        raise InvalidInput("no", field="name")

    with pytest.raises(InvalidInput):
        once(world, refused)
    once(world, work)
    assert work.done == 1


def test_who_died_is_followed_after_a_minute_and_comes_too_late() -> None:
    world, work = World(), Work(body=b"second")
    dead = Kept("same", NOON)
    assert world.repeats.begin("a#t", "k", dead) is None
    world.now = NOON + HELD - timedelta(seconds=1)
    with pytest.raises(InFlight):
        once(world, work)
    world.now = NOON + HELD
    assert once(world, work).body == b"second"
    world.repeats.finish("a#t", "k", Kept("same", NOON, 201, b"first"))
    world.repeats.release("a#t", "k", dead)
    assert once(world, work).body == b"second"


def test_an_answer_too_large_to_keep_is_given_and_not_kept() -> None:
    world, work = World(), Work(body=b"x" * (repeats.MOST_BYTES + 1))
    once(world, work)
    assert not once(world, work).replayed


@pytest.mark.parametrize(
    ("header", "key"), [("abc", "abc"), ('"abc"', "abc"), (" a-b ", "a-b"), ('"', '"')]
)
def test_a_key_is_read_with_and_without_quotes(header: str, key: str) -> None:
    assert repeats.parsed(header) == key


@pytest.mark.parametrize("header", ["a b", '""', "x" * 256, "\u00e9", "a\nb"])
def test_a_header_that_is_no_key_is_refused(header: str) -> None:
    with pytest.raises(InvalidInput):
        repeats.parsed(header)


def test_a_fingerprint_tells_method_path_and_body_apart() -> None:
    told = {
        repeats.fingerprint(*each)
        for each in (
            ("POST", "tags", b"1"),
            ("POST", "tags", b"2"),
            ("POST", "tag", b"s1"),
            ("PATCH", "tags", b"1"),
        )
    }
    assert len(told) == 4
