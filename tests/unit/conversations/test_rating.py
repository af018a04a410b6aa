"""A visitor's rating: once a closing, changeable, never doubled."""

from __future__ import annotations

import pytest

from chalicelib.conversations.model import Status
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.rating import current_rating, rate
from chalicelib.shared.errors import InvalidInput, NotFound
from tests.unit.conversations.scene import ACCOUNT, Scene, every_death

pytestmark = pytest.mark.feature("1.9")


def closed() -> Scene:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    scene.change(status=Status.RESOLVED)
    return scene


def rates(scene: Scene, score: int, comment: str = "", p: ConversationPorts | None = None) -> None:
    scene.clock.tick(seconds=5)
    rate(
        p or scene.ports,
        account_id=ACCOUNT,
        conversation_id=scene.head.id,
        score=score,
        comment=comment,
    )


def told(scene: Scene) -> list[dict[str, str] | None]:
    return [m.content.data for m in scene.thread if m.content.event == "conversation.rated"]


def test_a_rating_is_kept_and_told_in_one_line() -> None:
    scene = closed()
    rates(scene, 4, "  Quick  ")
    rates(scene, 4, "Quick")
    rates(scene, 4)
    assert (scene.head.rating, current_rating(scene.head)) == (4, 4)
    assert told(scene) == [{"score": "4", "comment": "Quick"}]
    assert scene.head.status is Status.RESOLVED  # it is no word that opens anything again
    assert scene.head.inbound == 1
    scene.verify()


def test_a_rating_can_be_changed_and_changed_back() -> None:
    scene = closed()
    for score in (4, 1, 4):
        rates(scene, score)
    assert scene.head.rating == 4
    assert told(scene) == [
        {"score": "4"},
        {"score": "1", "before": "4"},
        {"score": "4", "before": "1"},
    ]
    rates(scene, 4, "After all")
    assert told(scene)[3:] == [{"score": "4", "comment": "After all"}]


def test_each_closing_is_asked_about_anew() -> None:
    scene = closed()
    rates(scene, 5)
    scene.clock.tick(minutes=1)
    scene.receive(scene.says("One more thing"))
    assert (scene.head.rating, current_rating(scene.head)) == (5, 0)
    scene.clock.tick(minutes=1)
    scene.change(status=Status.RESOLVED)
    assert current_rating(scene.head) == 0
    rates(scene, 2)
    assert current_rating(scene.head) == 2
    assert told(scene) == [{"score": "5"}, {"score": "2"}]


def test_who_rated_just_before_the_end_is_not_asked_again() -> None:
    scene = Scene()
    scene.receive(scene.says("Hello"))
    rates(scene, 3)
    scene.change(status=Status.RESOLVED)
    assert current_rating(scene.head) == 3


@pytest.mark.parametrize("score", [0, 6, -1])
def test_a_score_lies_between_one_and_five(score: int) -> None:
    with pytest.raises(InvalidInput) as problem:
        rates(closed(), score)
    assert problem.value.field == "score"


def test_another_accounts_conversation_is_not_there() -> None:
    scene = closed()
    with pytest.raises(NotFound):
        rate(scene.ports, account_id="other", conversation_id=scene.head.id, score=3)


def test_a_rating_that_died_anywhere_and_is_repeated_is_one_rating() -> None:
    def prepare(scene: Scene) -> None:
        scene.receive(scene.says("Hello"))
        scene.change(status=Status.RESOLVED)

    for died, scene in every_death(prepare, lambda scene, p: rates(scene, 4, "Quick", p)):
        assert told(scene) == [{"score": "4", "comment": "Quick"}], died
        assert scene.head.rating == 4, died
        scene.verify()
