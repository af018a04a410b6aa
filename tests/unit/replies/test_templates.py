"""Variables in texts: filled in, checked with the place of what is wrong, and never a program."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest

from chalicelib.replies.model import SAMPLE, Values
from chalicelib.replies.templates import check, fill
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("3.4")

TABLE = Path(__file__).parents[2] / "fixtures/composer/variables.json"
VALUES: Values = {
    **SAMPLE,
    "contact": {
        **SAMPLE["contact"],
        "attributes": {"plan": "gold", "evil": "<script>alert(1)</script>{{ agent.name }}"},
    },
}


@pytest.mark.parametrize("case", json.loads(TABLE.read_text()), ids=lambda case: case["text"])
def test_the_table_that_the_console_shares_holds_here(case: dict[str, str]) -> None:
    check(case["text"])
    assert fill(case["text"], VALUES)[0] == case["filled"]


def test_what_is_empty_is_told_and_may_have_other_words() -> None:
    nobody: Values = {**VALUES, "contact": {"name": "", "attributes": {}}}
    text = (
        'Hi {{ contact.name | default: "there" }}'
        "{% if contact.email %}, {{ contact.email }}{% endif %}"
    )
    assert fill(text, nobody) == ("Hi there", ("contact.email", "contact.name"))
    assert fill("Hi {{ contact.name | upcase }}", VALUES) == ("Hi ANA SOUZA", ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{ contact.name", "line 1, column 4"),
        ("Hi\n\n {{ contact.nam }}", "line 3, column 5: there is no variable contact.nam"),
        ("{{ contact }}", "no variable contact"),
        ("{{ contact.attributes }}", "no variable contact.attributes"),
        ("{{ contact.attributes.a.b }}", "no variable"),
        ("{{ secrets.token }}", "no variable secrets.token"),
        ("{{ contact.name | nope }}", "nope"),
        ("ok\n{{ contact.name | replace: 'a', 'b' }}", "line 2, column 19"),
        ("{% for x in (1..9) %}x{% endfor %}", "for"),
        ("{% assign a = 1 %}", "assign"),
        ("{% capture a %}x{% endcapture %}", "capture"),
        ("{% include 'x' %}", "include"),
        ("{% render 'x' %}", "render"),
        ("{% if contact.name %}", "endif"),
        ("{{ contact.__class__ }}", "no variable"),
        ("{{ contact.name.__class__.__mro__ }}", "no variable"),
        ("{{ '{{' }", "line 1"),
    ],
)
def test_a_bad_template_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check(text)
    assert refused.value.field == "text"
    assert said in refused.value.detail


@pytest.mark.parametrize(
    "text",
    [
        "{% if contact.name %}" * 800 + "x" + "{% endif %}" * 800,
        "{{ (1..999999999999) }}",
        '{{ contact.name | truncate: 999999999999, "…" }}',
        "{{ contact.name " + "| upcase " * 700 + "}}",
        "{{" * 4000,
        "{{ " * 190 + "x" * 7000,
        "{% if " + "contact.name and " * 400 + "contact.name %}a{% endif %}",
    ],
    ids=range(7),
)
def test_nothing_runs_away(text: str) -> None:
    begun = time.process_time()
    with suppress(InvalidInput):
        check(text)
        assert len(fill(text, VALUES)[0]) < 40_000
    assert time.process_time() - begun < 5
