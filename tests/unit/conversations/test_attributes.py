"""What is kept about a conversation by name, and who follows it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.attributes import checked
from chalicelib.conversations.codec import head_from, pack
from chalicelib.conversations.items import head_item
from chalicelib.conversations.model import Conversation, Status, follower_label
from chalicelib.shared.attributes import plain
from chalicelib.shared.errors import Conflict, InvalidInput
from tests.unit.conversations.scene import ACCOUNT, Scene


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def follow(scene: Scene, agent_id: str, following: bool = True) -> Conversation:
    head: Conversation = scene.on(service.follow, agent_id=agent_id, following=following)
    return head


def followed(scene: Scene, agent_id: str, **asked: Any) -> list[str]:
    page = service.list_page(
        scene.ports, account_id=ACCOUNT, view="following", agent_id=agent_id, **asked
    )
    return [each.id for each in page.conversations]


@pytest.mark.feature("3")
def test_attributes_are_set_and_taken_away_with_a_line_that_says_so(scene: Scene) -> None:
    scene.change(attributes={" order ": " 123 ", "city": "Porto"})
    head = scene.change(attributes={"order": "124", "city": ""})
    assert head.attributes == {"order": "124"}
    lines = [message.content for message in scene.thread[1:]]
    assert [line.event for line in lines] == ["conversation.attributed"] * 2
    assert [line.data for line in lines] == [
        {"order": "123", "city": "Porto"},
        {"order": "124", "city": ""},
    ]
    scene.verify()


@pytest.mark.feature("3")
def test_an_attribute_that_is_so_already_adds_no_line(scene: Scene) -> None:
    scene.change(attributes={"order": "123"})
    before = scene.head
    scene.change(attributes={"order": "123", "nothing": ""})
    assert scene.head == before


@pytest.mark.feature("3")
@pytest.mark.parametrize(
    "wanted",
    [{" ": "x"}, {"n" * 61: "x"}, {"n": "v" * 201}, {f"n{i}": "v" for i in range(21)}],
    ids=["no name", "a long name", "a long value", "too many"],
)
def test_what_an_attribute_cannot_be_is_refused(scene: Scene, wanted: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        scene.change(attributes=wanted)
    assert refusal.value.field == "attributes"
    assert scene.head.attributes == {}


def test_one_of_too_many_may_still_be_changed() -> None:
    held = {f"n{i}": "v" for i in range(20)}
    assert checked(held, {"n3": "w"}) == {"n3": "w"}


@pytest.mark.feature("3")
def test_attributes_and_followers_come_back_from_the_table_as_they_were(scene: Scene) -> None:
    scene.change(attributes={"order": "<b>\u202e1</b>"})
    follow(scene, "rui")
    raw = head_item(scene.head).to_dynamodb_dict()
    assert head_from(plain(raw)) == scene.head
    assert pack(scene.head)["followers"] == ["rui"]


@pytest.mark.feature("3")
def test_who_follows_finds_it_in_his_list_whatever_its_status(scene: Scene) -> None:
    assert followed(scene, "rui") == []
    follow(scene, "rui")
    head = follow(scene, "ana")
    assert head.followers == ("rui", "ana")
    assert followed(scene, "rui") == [head.id]
    scene.change(status=Status.RESOLVED)
    assert (followed(scene, "rui"), followed(scene, "rui", status="resolved")) == ([], [head.id])
    follow(scene, "rui", following=False)
    assert followed(scene, "rui", status="resolved") == []
    assert followed(scene, "ana", status="resolved") == [head.id]
    scene.verify()


@pytest.mark.feature("3")
def test_following_twice_is_following_once_and_leaves_no_line(scene: Scene) -> None:
    before = len(scene.thread)
    once = follow(scene, "rui")
    assert follow(scene, "rui") == once
    gone = follow(scene, "rui", following=False)
    assert follow(scene, "rui", following=False) == gone
    assert len(scene.thread) == before


@pytest.mark.feature("3")
def test_a_crowd_does_not_follow(scene: Scene) -> None:
    for i in range(20):
        follow(scene, f"a{i}")
    with pytest.raises(Conflict):
        follow(scene, "rui")
    follow(scene, "a3", following=False)
    assert "rui" in follow(scene, "rui").followers


@pytest.mark.feature("3")
def test_a_followers_list_is_no_tags_list(scene: Scene) -> None:
    follow(scene, "rui")
    page = service.list_page(scene.ports, account_id=ACCOUNT, view="tag", of="rui", agent_id="x")
    assert page.conversations == []
    assert follower_label("rui") == "@rui"


@pytest.mark.feature("1.5")
def test_who_served_a_contact_last_is_known_over_his_conversations(scene: Scene) -> None:
    def served() -> str:
        contact_id = scene.head.contact_id
        return service.last_agent(scene.ports, account_id=ACCOUNT, contact_id=contact_id)

    assert served() == ""
    scene.change(assignee_id="rui")
    scene.change(status=Status.RESOLVED)
    first = scene.head.id
    scene.clock.tick(hours=25)
    scene.receive(scene.says("it is me again"))
    assert scene.head.id != first
    assert (scene.head.assignee_id, served()) == ("", "rui")
    scene.change(assignee_id="ana")
    assert served() == "ana"
