"""What a site's settings say of its forms; whatever cannot be understood counts as not set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.accounts.model import Queue
from chalicelib.contacts.model import Contact
from chalicelib.shared.ids import AccountId, ContactId, QueueId
from chalicelib.visitors.forms import Field, forms_of, missing
from chalicelib.visitors.site_config import departments, site_config

pytestmark = pytest.mark.feature("1.8")
ANA = Contact(ContactId("p1"), AccountId("a1"), datetime(2026, 1, 1, tzinfo=UTC), name="Ana")


@pytest.mark.parametrize(
    ("settings", "prechat", "fields"),
    [
        ({}, "off", "name,email"),
        ({"prechat": "optional"}, "optional", "name,email"),
        ({"prechat": "required", "prechat_fields": "phone*, name"}, "required", "name,phone*"),
        ({"prechat": "required", "prechat_fields": "email"}, "required", "email*"),
        ({"prechat": "sometimes"}, "off", "name,email"),
        ({"prechat": "optional", "prechat_fields": "age*,,shoe"}, "off", ""),
    ],
)
def test_the_form_before_the_chat(settings: dict[str, str], prechat: str, fields: str) -> None:
    forms = forms_of(settings)
    assert forms.prechat == prechat
    assert ",".join(f.name + "*" * f.required for f in forms.fields) == fields


def test_only_a_required_form_lacks_something() -> None:
    asked = {"prechat_fields": "name*,email*,phone"}
    required = forms_of({"prechat": "required", **asked})
    assert missing(required, None) == "name"
    assert missing(required, ANA) == "email"
    assert missing(forms_of({"prechat": "optional", **asked}), None) == ""


def test_departments_are_those_that_there_are_in_the_sites_order() -> None:
    queues = [Queue(QueueId(id), AccountId("a1"), id.upper()) for id in ("q1", "q2", "q3")]
    settings = {"departments": "q3, gone,q1"}
    assert [queue.id for queue in departments(settings, queues)] == ["q3", "q1"]
    config = site_config(settings, queues)
    assert config["departments"] == [{"id": "q3", "name": "Q3"}, {"id": "q1", "name": "Q1"}]


def test_the_fields_of_a_form_that_is_off_are_not_told() -> None:
    config = site_config({"prechat_fields": "name*"}, [])
    assert config["fields"] == []
    assert forms_of({"prechat_fields": "name*"}).fields == (Field("name", True),)


@pytest.mark.feature("1.1")
def test_nonsense_in_the_settings_does_no_harm() -> None:
    config = site_config(
        {"offset_x": "-4", "offset_y": "٣", "scheme": "pink", "launcher": "", "identity": "yes"}, []
    )
    assert (config["offset_x"], config["offset_y"]) == (20, 20)
    assert (config["scheme"], config["launcher"], config["identity"]) == ("auto", "round", "off")
    assert site_config({"offset_x": "9999"}, [])["offset_x"] == 200
