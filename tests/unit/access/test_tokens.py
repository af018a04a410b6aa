"""Tokens of the public API: made, shown once, asked at every call, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import model, service
from chalicelib.access.quota import QUOTA, QuotaUsed
from chalicelib.access.view import token_view
from chalicelib.shared.errors import InvalidInput, NotFound, Unauthenticated
from chalicelib.wire.access import ApiTokenView
from tests.unit.access.fakes import NOON, World

pytestmark = pytest.mark.feature("9.1")
A = "0123456789abcdefgh"


def made(world: World, **more: Any) -> tuple[model.Token, str]:
    asked = {"name": "CRM", "scopes": ["tags:read"], **more}
    return service.add(world.ports, account_id=A, agent_id="ana", **asked)


def test_a_token_opens_with_its_text_alone() -> None:
    world = World()
    token, text = made(world)
    assert service.authenticate(world.ports, text=text).id == token.id
    assert text.startswith(f"tt_{A}_{token.id}_")
    for wrong in ("", "tt_", text[:-1], text + "A", text[:-1] + "!", text.upper(), f" {text}"):
        with pytest.raises(Unauthenticated):
            service.authenticate(world.ports, text=wrong)


def test_two_tokens_share_nothing_and_neither_is_stored() -> None:
    world = World()
    (one, first), (two, second) = made(world), made(world)
    secret, other = first.rpartition("_")[2], second.rpartition("_")[2]
    assert secret != other
    assert one.id != two.id
    assert len(secret) == 43  # 256 bits in base 64
    assert secret not in repr(world.tokens.held) + repr(one)
    assert one.digest not in repr(one)
    mixed = first.replace(one.id, two.id)
    with pytest.raises(Unauthenticated):
        service.authenticate(world.ports, text=mixed)


def test_a_token_works_until_its_end_and_not_at_it() -> None:
    world = World()
    _, text = made(world, expires_at=NOON + timedelta(days=1))
    world.now = NOON + timedelta(days=1, milliseconds=-1)
    service.authenticate(world.ports, text=text)
    world.now = NOON + timedelta(days=1)
    with pytest.raises(Unauthenticated):
        service.authenticate(world.ports, text=text)


def test_a_revoked_token_is_out_of_the_list_and_refused() -> None:
    world = World()
    token, text = made(world)
    service.revoke(world.ports, account_id=A, id=token.id)
    service.revoke(world.ports, account_id=A, id=token.id)
    assert service.listed(world.ports, account_id=A) == []
    with pytest.raises(Unauthenticated):
        service.authenticate(world.ports, text=text)
    for account, id in ((A, "nothing"), ("another", token.id)):
        with pytest.raises(NotFound):
            service.revoke(world.ports, account_id=account, id=id)


def test_a_use_is_written_down_once_a_minute() -> None:
    world = World()
    _, text = made(world)
    for seconds, uses in ((0, 1), (59, 1), (60, 2), (61, 2), (119, 2), (120, 3)):
        world.now = NOON + timedelta(seconds=seconds)
        service.authenticate(world.ports, text=text)
        assert world.tokens.uses == uses, seconds


def test_an_account_has_fifty_tokens_and_expired_ones_count() -> None:
    world = World()
    for _ in range(model.MOST_TOKENS):
        token, _ = made(world, expires_at=NOON + timedelta(minutes=1))
    world.now += timedelta(hours=1)
    with pytest.raises(InvalidInput) as refused:
        made(world)
    assert refused.value.field == "name"
    service.revoke(world.ports, account_id=A, id=token.id)
    made(world)


def test_scopes_are_kept_once_each_and_in_order() -> None:
    token, _ = made(World(), scopes=["tags:write", "tags:read", "tags:write"])
    assert token.scopes == ("tags:read", "tags:write")
    model.require_scope(token, "tags:read")
    model.require_scope(token, "")
    with pytest.raises(model.InsufficientScope):
        model.require_scope(token, "contacts:read")


def test_a_view_is_as_the_wire_says() -> None:
    token, _ = made(World(), expires_at=NOON + timedelta(days=1))
    assert ApiTokenView.model_validate(token_view(token)).name == "CRM"
    assert set(token_view(token)) == set(ApiTokenView.model_fields)


def test_a_window_ends_and_the_next_one_is_whole() -> None:
    world = World()
    token, _ = made(world)
    for used in range(1, QUOTA + 1):
        standing = service.admit(world.ports, token=token)
        assert (standing.left, standing.reset) == (QUOTA - used, 40)
    with pytest.raises(QuotaUsed) as refused:
        service.admit(world.ports, token=token)
    assert refused.value.after == 40
    world.now = NOON + timedelta(seconds=40)
    assert service.admit(world.ports, token=token).left == QUOTA - 1
