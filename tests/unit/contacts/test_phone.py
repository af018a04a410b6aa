"""One telephone, one spelling."""

from __future__ import annotations

import pytest

from chalicelib.contacts.phone import canonical

SPELLINGS = [
    ("+55 11 98765-4321", "", "+5511987654321"),
    ("551187654321", "", "+5511987654321"),  # an older WhatsApp account, without the ninth digit
    ("+55 (21) 7654-3210", "", "+5521976543210"),
    ("+55 11 3456-7890", "", "+551134567890"),  # a landline keeps its eight digits
    ("0055 11 98765 4321", "", "+5511987654321"),
    ("(11) 98765-4321", "BR", "+5511987654321"),
    ("(11) 8765-4321", "br", "+5511987654321"),
    ("5215512345678", "", "+525512345678"),  # WhatsApp's Mexican mobiles
    ("+52 55 1234 5678", "", "+525512345678"),
    ("020 7946 0958", "GB", "+442079460958"),
    ("+1 415 555 2671", "", "+14155552671"),
    ("5491123456789", "", "+5491123456789"),  # WhatsApp's Argentine mobiles
    ("+54 9 11 2345-6789", "", "+5491123456789"),
    ("011 15-2345-6789", "AR", "+5491123456789"),  # as it is dialled there: 15 is for mobiles
    ("+54 11 2345-6789", "", "+541123456789"),  # a landline, or a mobile: nobody can tell
    ("55 1234 5678", "MX", "+525512345678"),
    ("5511 3456-7890", "", "+551134567890"),
    ("+55 0 11 98765-4321", "BR", "+5511987654321"),
    ("+49 (0) 30 901820", "", "+4930901820"),
    ("+39 06 698 12345", "", "+390669812345"),  # Italy keeps the zero
    ("8 (912) 345-67-89", "RU", "+79123456789"),
    ("\u202a+34 600\u00a0000\u2011001\u202c", "", "+34600000001"),  # as copied from a chat
    ("+34 600 000 001 ext. 12", "", "+34600000001"),
]


@pytest.mark.feature("2.5")
@pytest.mark.parametrize(("spelled", "region", "number"), SPELLINGS)
def test_every_spelling_of_a_number_is_one(spelled: str, region: str, number: str) -> None:
    assert canonical(spelled, region) == number
    assert canonical(number) == number


@pytest.mark.parametrize("text", ["", "  ", "call me", "12", "+99912345678901234567", "+"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert canonical(text) == ""
