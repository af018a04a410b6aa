"""Phone numbers in E.164, one spelling for each telephone. Pure; the tables load at first use."""

from __future__ import annotations

import re

_EXTENSION = re.compile(r"[A-Za-z#;]")  # "ext. 12" is within a house


def canonical(text: str, region: str = "") -> str:
    """E.164 with '+', or '' if it is no possible number.

    region: two letters; needed only where `text` has no country code. Two countries' mobile numbers
    have two spellings that providers mix; both give one:

    - Brazil: nine digits after the area code since 2016 (Anatel, resolution 553/2010), but older
      WhatsApp accounts are known by eight, without the leading 9.
    - Mexico: +52 1 was for mobiles until August 2019 (IFT); WhatsApp still tells it.
    """
    import phonenumbers

    words = text.strip()
    if words.startswith("00"):
        words = "+" + words[2:]
    elif words and not words.startswith("+") and not region:
        words = "+" + words
    if words.startswith("+"):  # the library no longer takes some of the old spellings
        spelt = _EXTENSION.split(words, maxsplit=1)[0]
        words = one_spelling("+" + "".join(each for each in spelt if each.isdigit()))
    try:
        number = phonenumbers.parse(words, region.upper() or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return one_spelling(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def prefix(region: str) -> str:
    """'+55' for BR; '' for what is no country."""
    import phonenumbers

    code = phonenumbers.country_code_for_region(region.upper()) if region else 0
    return f"+{code}" if code else ""


def one_spelling(number: str) -> str:
    """number: E.164. See `canonical`."""
    if number.startswith("+55") and len(number) == 13 and number[5] in "6789":
        return f"{number[:5]}9{number[5:]}"  # mobiles begin with 6 to 9, landlines with 2 to 5
    if number.startswith("+521") and len(number) == 14:
        return f"+52{number[4:]}"
    return number
