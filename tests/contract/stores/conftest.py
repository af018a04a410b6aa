"""The stores under test: the fake, moto in this process, and Amazon's DynamoDB Local."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

import pytest
from moto import mock_aws

from chalicelib.contacts.service import ContactStore
from chalicelib.conversations.ports import Contacts, ConversationStore
from chalicelib.settings import settings
from chalicelib.shared import aws, table
from tests.fakes import FakeContactStore, FakeConversationStore
from tests.support import dynamodb_local
from tests.support.quick import make_once

_numbers = count()

BACKENDS = [
    "fake",
    "moto",
    pytest.param("dynamodb_local", marks=pytest.mark.dynamodb_local),
]


class AllContacts(ContactStore, Contacts, Protocol):
    """As contacts and as conversations use it."""


@dataclass(frozen=True)
class Stores:
    backend: str
    conversations: ConversationStore
    contacts: AllContacts


@pytest.fixture(scope="session")
def dynamodb_url() -> Iterator[str]:
    with dynamodb_local.server() as url:
        yield url


def _forget() -> None:
    settings.cache_clear()
    aws.forget()


@contextmanager
def _table(backend: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A main table, and the settings that lead to it."""
    name = f"main-{next(_numbers)}"
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("MAIN_TABLE", name)
        if backend == "dynamodb_local":
            patch.setenv("AWS_ENDPOINT_URL", request.getfixturevalue("dynamodb_url"))
        else:
            patch.delenv("AWS_ENDPOINT_URL", raising=False)
            make_once()
            stack.enter_context(mock_aws())
        stack.callback(_forget)
        _forget()
        aws.client("dynamodb").create_table(TableName=name, **table.schema())
        yield name


def _wipe(name: str) -> None:
    client = aws.client("dynamodb")
    for item in client.scan(TableName=name, ProjectionExpression="pk, sk")["Items"]:
        client.delete_item(TableName=name, Key=item)


@pytest.fixture(scope="module", params=BACKENDS[1:])
def table_of_module(request: pytest.FixtureRequest) -> Iterator[str]:
    with _table(request.param, request) as name:
        yield name


@pytest.fixture
def main_table(table_of_module: str) -> Iterator[str]:
    """For a store that has no fake: the name of an empty table."""
    yield table_of_module
    _wipe(table_of_module)


@pytest.fixture(scope="module", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Which one, and its table."""
    if request.param == "fake":
        yield "fake", ""
        return
    with _table(request.param, request) as name:
        yield request.param, name


@pytest.fixture
def stores(backend: tuple[str, str]) -> Iterator[Stores]:
    kind, name = backend
    if kind == "fake":
        fake: Any = FakeConversationStore()
        yield Stores("fake", fake, FakeContactStore())
        return
    from chalicelib.contacts.store import DynamoContactStore
    from chalicelib.conversations.store import DynamoConversationStore

    yield Stores(kind, DynamoConversationStore(), DynamoContactStore())
    _wipe(name)
