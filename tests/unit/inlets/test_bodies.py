"""Bodies of inbound webhooks: read, pointed into, trimmed, verified; and what a mapping makes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.inlets import bodies, mapping
from chalicelib.inlets.model import Field, Lead, Target
from chalicelib.shared.errors import Unauthenticated, UnsupportedMediaType

pytestmark = pytest.mark.feature("9.3")
BODY = {"a": {"b/c~d": ["x", 1, None]}, "t": True, "n": 1.5, "e": "", "s": " w "}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/a/b~1c~0d/0", "x"),
        ("/a/b~1c~0d", "x, 1"),
        ("/a/b~1c~0d/7", ""),
        ("/a/b~1c~0d/-1", ""),
        ("/a/b~1c~0d/²", ""),
        ("/a", ""),
        ("/t", "true"),
        ("/n", "1.5"),
        ("/s", "w"),
        ("/none/of/it", ""),
        ("/e", ""),
    ],
)
def test_a_pointer_leads_to_a_plain_value_or_to_nothing(path: str, value: str) -> None:
    assert bodies.at(BODY, path) == value


@given(VALUES, st.text())
@settings(max_examples=300, deadline=None)
def test_no_body_and_no_pointer_breaks_it(body: Any, path: str) -> None:
    assert isinstance(bodies.at(body, f"/{path}"), str)
    json.dumps(bodies.trimmed(body))


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_whatever_comes_is_read_or_named(text: str) -> None:
    for form in (True, False):
        with suppress(bodies.Malformed):
            assert isinstance(bodies.read(text, form=form), dict | list)


def test_a_form_keeps_the_values_of_a_name_that_repeats() -> None:
    assert bodies.read("a=1&b=&a=2&a=%C3%B1", form=True) == {"a": ["1", "2", "ñ"], "b": ""}


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("", False),
        ("application/json; charset=utf-8", False),
        ("application/vnd.api+json", False),
        ("application/x-www-form-urlencoded", True),
    ],
)
def test_the_kinds_of_bodies(kind: str, form: bool) -> None:
    assert bodies.taken(kind, b"{}") == ("{}", form)


def test_other_kinds_are_refused() -> None:
    with pytest.raises(UnsupportedMediaType):
        bodies.taken("application/xml", b"<a/>")


def parts(*fields: tuple[str, str], boundary: str = "x1") -> bytes:
    lines = [
        f"--{boundary}\r\nContent-Disposition: form-data; {name}\r\n\r\n{value}\r\n"
        for name, value in fields
    ]
    return "".join([*lines, f"--{boundary}--\r\n"]).encode()


PARTS = "multipart/form-data; boundary=x1"


def test_a_form_of_parts_is_a_form_whatever_its_boundary() -> None:
    fields = [
        ('name="who"', "Ñandú\r\n👋"),
        ('name="tel"', "1"),
        ('name="tel"', "2"),
        ('name="cv"; filename="cv.pdf"\r\nContent-Type: application/pdf', "%PDF \x00"),
    ]
    kept, form = bodies.taken(PARTS, parts(*fields))
    told = bodies.read(kept, form=form)
    assert told == {"who": "Ñandú\r\n👋", "tel": ["1", "2"], "cv": "cv.pdf"}
    other = bodies.taken('multipart/form-data; boundary="y2"', parts(*fields, boundary="y2"))
    assert other == (kept, True), "the same form again is the same body"


def test_names_of_fields_and_files_are_in_any_letters() -> None:
    fields = [('name="имя"', "Ана"), ('name="ñandú"; filename="currículo 1.pdf"', "%PDF")]
    kept, form = bodies.taken(PARTS, parts(*fields))
    assert bodies.read(kept, form=form) == {"имя": "Ана", "ñandú": "currículo 1.pdf"}


@pytest.mark.parametrize("text", ['"\\ud83d!"', "NaN", "-Infinity", "1e999", '{"\\udc00": 1}'])
def test_what_json_allows_and_nothing_else_does_is_made_good(text: str) -> None:
    told = bodies.read(f'{{"name": {text}, "emoji": "\\ud83d\\ude00"}}', form=False)
    json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    assert told["emoji"] == "\U0001f600"
    assert bodies.at(told, "/name") or isinstance(told["name"], dict)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("multipart/form-data", parts(('name="a"', "1"))),
        ("multipart/form-data; boundary=other", parts(('name="a"', "1"))),
        (PARTS, b""),
        (PARTS, parts(('name="a"', "1"))[:-8]),
        (PARTS, parts(("filename=nameless", "1"))),
        (PARTS, parts(('name="a"', "1")).replace(b"1\r", b"\xff\r")),
        (PARTS, parts(*[('name="a"', "1")] * 501)),
        (PARTS + "\r\nX-Injected: 1", b"--x1\r\n--x1--"),
    ],
)
def test_forms_of_parts_that_are_none(kind: str, raw: bytes) -> None:
    with pytest.raises(bodies.Malformed):
        bodies.taken(kind, raw)


@given(st.binary(max_size=300))
def test_no_form_of_parts_raises_anything_else(noise: bytes) -> None:
    for raw in (noise, parts(('name="a"', "1"))[:40] + noise + b"\r\n--x1--"):
        with suppress(bodies.Malformed):
            kept, form = bodies.taken(PARTS, raw)
            assert form
            bodies.read(kept, form=True)


def test_signatures_are_taken_as_the_usual_senders_write_them() -> None:
    digest = hmac.new(b"k", b"raw", hashlib.sha256).digest()
    in_base64 = base64.b64encode(digest).decode()
    for good in (digest.hex(), digest.hex().upper(), f"sha256={digest.hex()}", in_base64):
        bodies.verify(b"raw", "k", good)
    for wrong in ("", "sha256=", digest.hex()[:-1], in_base64.lower(), "ñ", digest.hex() + "0"):
        with pytest.raises(Unauthenticated):
            bodies.verify(b"raw", "k", wrong)


def test_a_mapping_joins_names_takes_the_first_of_others_and_labels_messages() -> None:
    fields = [
        Field(Target.NAME, "/first"),
        Field(Target.NAME, "/last"),
        Field(Target.EMAIL, "/none"),
        Field(Target.EMAIL, "/mail"),
        Field(Target.MESSAGE, "/text"),
        Field(Target.MESSAGE, "/when", "Call me"),
        Field(Target.DATA, "/plan", "Plan"),
        Field(Target.ATTRIBUTE, "/city", "city"),
    ]
    body = {
        "first": "Ana",
        "last": "Lima",
        "mail": "a@b.c",
        "text": "Hi",
        "when": "today",
        "plan": "p" * 900,
        "city": "",
    }
    assert mapping.lead_of(fields, body) == Lead(
        name="Ana Lima",
        email="a@b.c",
        message="Hi\nCall me: today",
        data={"Plan": "p" * 500},
    )
    assert not mapping.lead_of(fields, {"text": "Hi"}).somebody
