"""Quick responses: who keeps which, and what comes of using one."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.replies import service
from chalicelib.replies.model import Draft
from chalicelib.shared.content import ContactCard, Media
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from tests.unit.replies.fakes import Shelf

pytestmark = pytest.mark.feature("3.4")

FILE = Media("image/png", "price.png", 9, key="media/acc1/replies/abc/price.png")
AT = {"account_id": "acc1"}


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def add(shelf: Shelf, code: str, owner_id: str = "", **more: Any) -> Any:
    draft = Draft(**{"name": f"Name of {code}", "code": code, "text": "words", **more})
    return service.add(shelf.ports, **AT, owner_id=owner_id, draft=draft)


def codes(shelf: Shelf, agent_id: str) -> list[str]:
    found = service.catalogue(shelf.ports, **AT, agent_id=agent_id)
    return [each.code for each in found]


def test_one_sees_what_is_shared_and_ones_own(shelf: Shelf) -> None:
    add(shelf, "price")
    add(shelf, "mine", "rui")
    add(shelf, "yours", "ben")
    assert codes(shelf, "rui") == ["mine", "price"]
    assert codes(shelf, "ben") == ["price", "yours"]
    assert shelf.store.told == ["", "rui", "ben"]
    assert service.catalogue(shelf.ports, account_id="acc2", agent_id="rui") == []


def test_a_shortcut_is_one_persons_once_and_written_in_any_way(shelf: Shelf) -> None:
    assert add(shelf, " /Price ").code == "price"
    with pytest.raises(InvalidInput) as refused:
        add(shelf, "PRICE")
    assert refused.value.field == "code"
    add(shelf, "price", "rui")  # one's own beside the shared one


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "  "}, "name"),
        ({"code": ""}, "code"),
        ({"code": "two words"}, "code"),
        ({"code": "olá"}, "code"),
        ({"code": "x" * 33}, "code"),
        ({"text": " "}, "text"),
        ({"text": "x" * 8001}, "text"),
        ({"text": "Hi {{ contact.nobody }}"}, "text"),
        ({"media": (Media("image/png", key="media/acc2/replies/abc/a.png"),)}, "media.0.key"),
        ({"media": (Media("image/png", key="media/acc1/conv1/abc/a.png"),)}, "media.0.key"),
        ({"media": (FILE, Media("image/png", key="../x"))}, "media.1.key"),
        ({"media": (FILE,) * 11}, "media"),
        ({"contacts": (ContactCard(" "),)}, "contacts.0.name"),
        ({"contacts": (ContactCard("A"),) * 6}, "contacts"),
    ],
)
def test_bad_input_is_refused_by_name(shelf: Shelf, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(shelf, **{"code": "ok", **more})
    assert refused.value.field == field
    assert shelf.store.kept == {}


def test_a_change_of_an_old_version_is_refused(shelf: Shelf) -> None:
    made = add(shelf, "price")
    ours = {**AT, "owner_id": "", "id": made.id}
    draft = Draft("Price", "price", "mine")
    changed = service.change(shelf.ports, **ours, version=0, draft=draft)
    assert (changed.text, changed.version) == ("mine", 1)
    with pytest.raises(Conflict):
        service.change(shelf.ports, **ours, version=0, draft=Draft("Price", "price", "yours"))


def test_anothers_are_not_found(shelf: Shelf) -> None:
    own = add(shelf, "mine", "rui")
    for account_id, agent_id in (("acc1", "ben"), ("acc2", "rui")):
        with pytest.raises(NotFound):
            service.find(shelf.ports, account_id=account_id, agent_id=agent_id, id=own.id)
    with pytest.raises(NotFound):
        service.remove(shelf.ports, account_id="acc1", owner_id="ben", id=own.id)


def test_using_one_fills_it_in_and_gives_the_conversation_files_of_its_own(shelf: Shelf) -> None:
    card = ContactCard("Desk", ("+4930123",))
    made = add(
        shelf,
        "price",
        text="Hi {{ contact.first_name }} {{ contact.email }}",
        media=(FILE,),
        contacts=(card,),
    )
    ids = {**AT, "agent_id": "rui", "id": made.id}
    used = service.use(shelf.ports, **ids, conversation_id="conv1")
    assert (used.text, used.contacts, used.missing) == ("Hi Ana ", (card,), ("contact.email",))
    [copied] = used.media
    assert copied.key.startswith("media/acc1/conv1/")
    assert copied.key.endswith("/price.png")
    assert shelf.copied == {FILE.key: copied.key}
    with pytest.raises(NotFound):
        service.use(shelf.ports, **ids, conversation_id="conv2")


def test_a_removed_one_is_gone_and_told(shelf: Shelf) -> None:
    made = add(shelf, "price")
    service.remove(shelf.ports, account_id="acc1", owner_id="", id=made.id)
    assert codes(shelf, "rui") == []
    assert shelf.store.told == ["", ""]


def test_a_preview_without_a_conversation_is_of_somebody_made_up(shelf: Shelf) -> None:
    shown = service.preview(
        shelf.ports, **AT, agent_id="rui", text="Hi {{ contact.name }}", conversation_id=""
    )
    assert shown.text == "Hi Ana Souza"
