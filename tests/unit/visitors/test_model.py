from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.shared.ids import AccountId, ChannelId, ContactId
from chalicelib.visitors.model import (
    Identity,
    Surroundings,
    Visit,
    Visitor,
    group_of,
    newcomer,
    seen,
)
from tests.support.people import NOON

IDENTITY = Identity(AccountId("acme"), ChannelId("acme-shop"), ContactId("p1"))
HERE = Surroundings(country="br", city="Recife", accept_language="es-MX,es;q=0.9")


def page(path: str, title: str = "") -> Visit:
    return Visit(url=f"https://shop.example/{path}", title=title)


def walk(steps: list[tuple[int, Visit]]) -> Visitor:
    """The record after these visits, each so many seconds after the first."""
    visitor = newcomer(IDENTITY, steps[0][1], HERE, NOON)
    for seconds, visit in steps[1:]:
        visitor = seen(visitor, visit, HERE, NOON + timedelta(seconds=seconds))
    return visitor


@pytest.mark.feature("1.5")
@pytest.mark.parametrize(
    ("steps", "visits", "pages"),
    [
        ([(0, Visit())], 1, 0),
        ([(0, page("a"))], 1, 1),
        ([(0, page("a")), (5, page("a"))], 1, 1),
        ([(0, page("a")), (30, page("a"))], 1, 2),
        ([(0, page("a")), (5, page("b")), (8, page("a"))], 1, 3),
        ([(0, page("a")), (1799, page("b"))], 1, 2),
        ([(0, page("a")), (1801, page("b"))], 2, 2),
        ([(0, page("a")), (60, Visit(new_visit=True))], 2, 1),
    ],
)
def test_visits_and_pages_are_counted(
    steps: list[tuple[int, Visit]], visits: int, pages: int
) -> None:
    visitor = walk(steps)
    assert (visitor.visits_count, visitor.pages_count) == (visits, pages)


def test_the_newest_fifty_pages_are_kept() -> None:
    visitor = walk([(60 * n, page(str(n))) for n in range(70)])
    assert visitor.pages_count == 70
    assert [each.url[-2:] for each in visitor.pages] == [f"{n}" for n in range(20, 70)]


def test_a_late_title_is_put_on_its_page() -> None:
    visitor = walk([(0, page("a")), (2, page("a", "Shoes")), (4, page("a"))])
    assert [each.title for each in visitor.pages] == ["Shoes"]


def test_the_source_is_that_of_the_present_visit() -> None:
    ad = Visit(url="https://a.example", referrer="https://ads.example", utm={"utm_source": "ad"})
    inner = Visit(url="https://a.example/2", referrer="https://a.example", utm={"source": "x"})
    later = Visit(url="https://a.example", referrer="", new_visit=True)
    same = walk([(0, ad), (60, inner)])
    assert (same.referrer, same.utm) == ("https://ads.example", {"source": "ad"})
    back = walk([(0, ad), (60, inner), (120, later)])
    assert (back.referrer, back.utm) == ("", {})


def test_a_group_once_given_stays() -> None:
    given = walk([(0, Visit(ab_test_group="blue")), (60, Visit(ab_test_group="red"))])
    assert given.ab_test_group == "blue"
    drawn = walk([(0, Visit()), (60, Visit(ab_test_group="red"))])
    assert drawn.ab_test_group == group_of("p1") in {"A", "B"}


def test_groups_are_about_halves() -> None:
    groups = [group_of(f"contact-{n}") for n in range(1000)]
    assert 450 < groups.count("A") < 550


def test_what_the_request_does_not_tell_stays_as_it_was() -> None:
    first = walk([(0, page("a"))])
    assert (first.country, first.city, first.language) == ("BR", "Recife", "es-MX")
    then = seen(first, page("b"), Surroundings(), NOON + timedelta(seconds=60))
    assert (then.country, then.city, then.language) == ("BR", "Recife", "es-MX")
    told = seen(first, Visit(language="en"), HERE, NOON)
    assert told.language == "en"


def test_long_values_are_cut() -> None:
    visitor = walk([(0, Visit(url="u" * 2048, title="t" * 300, utm={"source": "s" * 999}))])
    assert (len(visitor.pages[0].url), len(visitor.pages[0].title)) == (1000, 200)
    assert len(visitor.utm["source"]) == 200
