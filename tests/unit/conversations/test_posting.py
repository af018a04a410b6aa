"""What agents write, and what nobody may."""

from __future__ import annotations

import pytest

from chalicelib.conversations import service
from chalicelib.conversations.model import DeliveryState, Visibility
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.errors import InvalidInput, NotFound
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene


@pytest.fixture
def scene() -> Scene:
    made = Scene()
    made.receive(made.says("hello"))
    return made


def test_the_same_client_id_answers_the_stored_message(scene: Scene) -> None:
    first = scene.post("hi", client_id="client-1")
    scene.clock.tick(seconds=3)
    assert scene.post("hi again", client_id="client-1") == first
    assert scene.words() == ["hello", "hi"]
    scene.verify()


def test_an_answer_ends_the_waiting_and_a_note_does_not(scene: Scene) -> None:
    waiting = scene.head.waiting_since
    scene.post("between us", visibility=Visibility.NOTE)
    assert scene.head.waiting_since == waiting
    scene.post("hi")
    assert scene.head.waiting_since is None
    scene.verify()


@pytest.mark.feature("3.2")
def test_a_note_has_its_author_and_time_and_is_never_sent(scene: Scene) -> None:
    note = scene.post("between us", visibility=Visibility.NOTE)
    assert (note.author, note.at) == (RUI, scene.clock())
    assert note.delivery.state is DeliveryState.NONE
    shown = scene.on(service.messages, public_only=True).messages
    assert [message.content.text for message in shown] == ["hello"]


def test_a_providers_own_fields_do_not_come_from_clients(scene: Scene) -> None:
    media = Media(mime="image/png", key=f"media/{ACCOUNT}/c/x", url="http://10.0.0.1/")
    stored = scene.post("x", content=Content(Kind.IMAGE, media=(media,), raw="{}"))
    assert (stored.content.media[0].url, stored.content.raw) == ("", "")


REFUSED = {
    "content.text": [text("  "), text("x" * 20_000)],
    "content.kind": [
        Content(Kind.EVENT, event="conversation.resolved"),
        Content(Kind.UNSUPPORTED),
    ],
    "content.media": [
        Content(Kind.IMAGE),
        Content(Kind.IMAGE, media=(Media(mime="image/png", url="http://10.0.0.1/"),)),
        Content(Kind.IMAGE, media=(Media(mime="image/png", key="media/acc2/c/x"),)),
    ],
}


@pytest.mark.parametrize(
    ("field", "content"), [(field, each) for field, all in REFUSED.items() for each in all]
)
def test_what_nobody_may_write_is_refused_by_name(
    scene: Scene, field: str, content: Content
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        scene.post("x", content=content)
    assert refusal.value.field == field
    assert len(scene.thread) == 1


def test_an_answer_to_a_message_that_is_not_there_is_refused(scene: Scene) -> None:
    for seq in (-1, 2):
        with pytest.raises(InvalidInput) as refusal:
            scene.post("re", reply_to=seq)
        assert refusal.value.field == "reply_to"
    assert scene.post("re", reply_to=1).reply_to == 1


def test_nobody_posts_into_another_account(scene: Scene) -> None:
    with pytest.raises(NotFound):
        service.post(
            scene.ports,
            account_id="acc2",
            conversation_id=scene.head.id,
            author=RUI,
            content=text("hi"),
            client_id="client-1",
        )


def test_pages_go_both_ways_without_a_gap(scene: Scene) -> None:
    for number in range(9):
        scene.post(f"line {number}")
    newest = scene.on(service.detail, limit=4)
    assert ([m.seq for m in newest.messages], newest.more) == ([7, 8, 9, 10], True)
    older = scene.on(service.messages, before=7, limit=6)
    assert ([m.seq for m in older.messages], older.more) == ([1, 2, 3, 4, 5, 6], False)
    newer = scene.on(service.messages, after=2, limit=3)
    assert ([m.seq for m in newer.messages], newer.more) == ([3, 4, 5], True)


def test_lists_are_by_assignee_and_status(scene: Scene) -> None:
    def ids(view: str, status: str = "open") -> list[str]:
        page = service.list_page(
            scene.ports, account_id=ACCOUNT, view=view, agent_id="rui", status=status
        )
        return [head.id for head in page.conversations]

    head = scene.head
    assert (ids("all"), ids("unassigned"), ids("mine")) == ([head.id], [head.id], [])
    scene.change(assignee_id="rui")
    assert (ids("all"), ids("unassigned"), ids("mine")) == ([head.id], [], [head.id])
    assert ids("all", "resolved") == []
    for wrong in ({"view": "yours"}, {"status": "closed"}):
        wish = {"view": "all", "status": "open", **wrong}
        with pytest.raises(InvalidInput) as refusal:
            ids(**wish)
        assert refusal.value.field in wrong
