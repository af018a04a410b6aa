"""Signed identity: who the site's server vouches for, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.accounts.channels import change_channel, new_identity_key
from chalicelib.shared.errors import Unauthenticated
from chalicelib.visitors import service, signed
from chalicelib.visitors.model import Surroundings, Visit
from chalicelib.visitors.service import Opening, SignInNeeded, User
from tests.unit.visitors.test_service import House

pytestmark = pytest.mark.feature("1.11")
KEY = "0f" * 32


class SignedHouse(House):
    """A site whose server signs its users' ids."""

    def __init__(self, mode: str = "optional") -> None:
        super().__init__()
        self.key = new_identity_key(
            self.people, account_id=self.account_id, channel_id=self.site_id
        )
        self.ports = replace(self.ports, identity_key=lambda channel_id: self.key)
        self.set(mode)

    def set(self, mode: str) -> None:
        change_channel(
            self.people,
            account_id=self.account_id,
            channel_id=self.site_id,
            settings={"identity": mode},
        )

    def sign(self, user_id: str) -> User:
        return User(user_id, signed.sign(self.key, user_id))

    def enter(self, user: User = service.NOBODY, token: str = "") -> Opening:
        return service.open_session(
            self.ports,
            channel_id=self.site_id,
            token=token,
            origin="",
            visit=Visit(),
            where=Surroundings(),
            user=user,
        )


def test_the_signature_is_the_one_that_every_language_makes() -> None:
    """`printf 42 | openssl dgst -sha256 -hmac key`"""
    told = "f2991b7ce981d0b5adc5e6a0f31acaeb407bfc21354bbcc31a0c43eaffa83d65"
    assert signed.sign("key", "42") == told


@pytest.mark.parametrize(
    ("user_id", "signature"),
    [
        ("41", signed.sign(KEY, "42")),  # another user's
        ("42", signed.sign("f0" * 32, "42")),  # another account's key
        ("42", ""),
        ("42", "é" * 64),
        ("", signed.sign(KEY, "")),
        ("4" * 201, signed.sign(KEY, "4" * 201)),
    ],
)
def test_what_the_key_did_not_sign_is_not_vouched_for(user_id: str, signature: str) -> None:
    assert not signed.vouched(KEY, user_id, signature)


def test_without_a_key_nobody_is_vouched_for() -> None:
    assert not signed.vouched("", "42", signed.sign("", "42"))


def test_the_same_user_is_the_same_person_in_two_browsers() -> None:
    house = SignedHouse()
    one, other = house.enter(house.sign("42")), house.enter(house.sign("42"))
    assert one.identity == other.identity
    assert one.identity.user_id == "42"
    assert service.authenticate(house.ports, token=one.token) == one.identity


def test_a_forged_signature_is_a_stranger() -> None:
    house = SignedHouse()
    known = house.enter(house.sign("42"))
    forged = house.enter(User("42", signed.sign("wrong", "42")))
    assert forged.identity.contact_id != known.identity.contact_id
    assert not forged.known


def test_a_signature_of_one_account_is_nothing_at_another() -> None:
    house, other = SignedHouse(), SignedHouse()
    replayed = other.enter(house.sign("42"))
    assert replayed.identity.user_id == ""


def test_a_switched_user_does_not_see_the_one_before() -> None:
    house = SignedHouse()
    first = house.enter(house.sign("42"))
    second = house.enter(house.sign("43"), token=first.token)
    assert second.identity.user_id == "43"
    assert second.identity.contact_id != first.identity.contact_id


def test_a_token_that_rests_on_a_signature_opens_nothing_without_it() -> None:
    house = SignedHouse()
    signed_in = house.enter(house.sign("42"))
    signed_out = house.enter(token=signed_in.token)
    assert signed_out.identity.contact_id != signed_in.identity.contact_id


def test_it_ends_within_hours() -> None:
    house = SignedHouse()
    opening = house.enter(house.sign("42"))
    house.clock.now += timedelta(hours=13)
    with pytest.raises(Unauthenticated):
        service.authenticate(house.ports, token=opening.token)


def test_where_it_is_required_nobody_else_chats() -> None:
    house = SignedHouse()
    stranger = house.enter()
    house.set("required")
    for user in (service.NOBODY, User("42", "0" * 64)):
        with pytest.raises(SignInNeeded):
            house.enter(user, token=stranger.token)
    with pytest.raises(Unauthenticated):
        service.authenticate(house.ports, token=stranger.token)
    assert house.enter(house.sign("42")).identity.user_id == "42"


def test_where_it_is_off_a_signature_says_nothing() -> None:
    house = SignedHouse("optional")
    before = house.enter(house.sign("42"))
    house.set("off")
    assert house.enter(house.sign("42")).identity.user_id == ""
    with pytest.raises(Unauthenticated):
        service.authenticate(house.ports, token=before.token)
