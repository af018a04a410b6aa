from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Account, Api, deployment, new_account
from tests.support.pipeline import Pipeline, pipeline


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The app over an empty deployment, with nobody's token."""
    with deployment(monkeypatch) as here:
        yield here


@pytest.fixture
def acme(api: Api) -> Account:
    return new_account(api, "acme")


@pytest.fixture(scope="module")
def house() -> Iterator[Account]:
    """An account over a deployment that a whole module shares: for what changes nothing."""
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as here:
        yield new_account(here, "house")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    """The app, its queues, its stream and its sockets, with one account."""
    with pipeline(monkeypatch) as made:
        yield made
