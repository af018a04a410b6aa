from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.api import Account, Api, deployment, new_account


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """The app over an empty deployment, with nobody's token."""
    with deployment(monkeypatch) as here:
        yield here


@pytest.fixture
def acme(api: Api) -> Account:
    return new_account(api, "acme")
