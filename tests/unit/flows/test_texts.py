"""The texts of a flow: filled in, checked, and harmless where they go."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.flows import texts
from chalicelib.shared.errors import InvalidInput

pytestmark = pytest.mark.feature("6.2")

VALUES = {"name": "Ana", "n": 7, "list": ["a", "b"], "day": "2026-12-24", "contact": {"email": "x"}}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{{ name | upcase }}", "ANA"),
        ("{{ missing }}|{{ missing | default: 'there' }}", "|there"),
        ("{{ n | plus: 3 }} {{ n | divided_by: 2.0 | round: 1 }}", "10 3.5"),
        ("{{ list | join }} {{ list | join: '/' }} {{ list | size }}", "a, b a/b 2"),
        ("{{ day | date }} {{ day | date: '%m/%d/%y' }}", "24/12/2026 12/24/26"),
        ("{{ name | date }}", "Ana"),
        ("{% if n > 5 %}many{% else %}few{% endif %}", "many"),
        ("{{ contact.email }}", "x"),
        ("no variables { } %", "no variables { } %"),
    ],
)
def test_variables_and_filters(text: str, filled: str) -> None:
    assert texts.fill(text, VALUES) == filled


@pytest.mark.parametrize(
    "text",
    [
        "{{ name | divided_by: 0 }}",
        "{{ n | divided_by: 0 }}",
        "{{ name",
        "{% for x in list %}{% endfor %}",
        "{% include 'x' %}",
        "{{ name | replace: 'a', 'b' }}",
        "{% assign a = 1 %}",
    ],
)
def test_what_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        texts.fill(text, VALUES)


def test_a_long_separator_does_not_make_a_text_grow() -> None:
    text = "{{ list | join: '" + "x" * 3000 + "' }}"
    assert texts.fill(text, {"list": ["1"] * 1000}) == "xxxxx".join(["1"] * 1000)


def test_no_value_is_a_program() -> None:
    assert texts.fill("{{ name }}", {"name": "{{ n }}{% if %}"}) == "{{ n }}{% if %}"


def _known(path: object) -> bool:
    return path in (["name"], ["contact", "email"])


@pytest.mark.parametrize(
    ("text", "place", "codes"),
    [
        ("{{ name }} {{ contact.email }}", "text", []),
        ("{{ nme }}", "text", ["unknown_variable"]),
        ("{% if nme %}x{% endif %}", "text", ["unknown_variable"]),
        ("{{ name | default: nme }}", "text", ["unknown_variable"]),
        ("{{ name | zap }}", "text", ["template"]),
        ("{{ name", "text", ["template"]),
        ("{% for a in name %}{% endfor %}", "text", ["template"]),
        ('{"a": "{{ name }}", "b": {{ name }}}', "json", []),
        ('{"a": {{ name }}', "json", ["json"]),
        ('{"a": "{{ name }}}', "json", ["json"]),
        ("https://x/?{{ name }}", "url", []),
    ],
)
def test_what_is_wrong_is_found_before_anybody_meets_it(
    text: str, place: texts.Place, codes: list[str]
) -> None:
    assert [code for code, _ in texts.problems(text, _known, place)] == codes


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.text(), anything)
def test_no_answer_changes_the_shape_of_json(words: str, value: object) -> None:
    body = '{"a": "x {{ words }} \\" {{ words }}", "b": {{ value }}, "c": [{{ words }}]}'
    told = json.loads(texts.fill(body, {"words": words, "value": value}, "json"))
    assert told == {"a": f'x {words} " {words}', "b": value, "c": [words]}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_answer_changes_the_shape_of_an_address(words: str) -> None:
    made = texts.fill("https://x.example/a/{{ w }}/b?q={{ w }}&z=1", {"w": words}, "url")
    parts = urlsplit(made)
    assert parts.netloc == "x.example"
    assert len(parts.path.split("/")) == 4
    assert parse_qs(parts.query, keep_blank_values=True) == {"q": [words], "z": ["1"]}
    assert parts.fragment == ""


@given(st.text())
def test_no_answer_adds_a_header(words: str) -> None:
    assert not {"\r", "\n", "\0"} & set(texts.fill("a {{ w }}", {"w": words}, "header"))
