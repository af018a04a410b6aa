"""What must hold once everything is quiet, whatever happened on the way.

The table is read as it lies there, beside the app, so that a reader's mistake cannot hide a
writer's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.harness.people import Agent, Visitor, rows
from tests.harness.world import World

RANK = {"queued": 0, "sending": 0, "sent": 1, "delivered": 2, "read": 3}


def conversations(world: World) -> dict[str, list[dict[str, Any]]]:
    """Every stored conversation's messages, as views, by seq; read past the app's own paging."""
    from chalicelib.conversations import codec, view

    found: dict[str, list[dict[str, Any]]] = {}
    for image in images(world):
        if image["sk"]["S"].startswith("m#"):
            message = codec.from_image({**image, "announce": {"S": "message"}})
            shown = view.message_view(message)  # type: ignore[arg-type]
            shown["provider_id"] = message.provider_id  # type: ignore[union-attr]
            found.setdefault(shown["conversation_id"], []).append(shown)
    return {key: sorted(each, key=lambda one: one["seq"]) for key, each in found.items()}


def heads(world: World) -> dict[str, dict[str, Any]]:
    from chalicelib.conversations import codec, view

    found = {}
    for image in images(world):
        if image["sk"]["S"] == "~head":
            head = codec.from_image({**image, "announce": {"S": "conversation"}})
            shown = view.conversation_view(head)  # type: ignore[arg-type]
            shown["sender"] = head.sender  # type: ignore[union-attr]
            found[shown["id"]] = shown
    return found


def images(world: World) -> list[dict[str, Any]]:
    """All items of the main table, in DynamoDB's JSON."""
    from moto.dynamodb.models import dynamodb_backends

    table = dynamodb_backends["123456789012"]["us-east-1"].tables[world.engine.stream_table]
    return [item.to_json()["Attributes"] for item in table.all_items()]


def texts(messages: Sequence[dict[str, Any]], author: str) -> list[str]:
    return [
        one["content"]["text"]
        for one in messages
        if one["author"]["kind"] == author and one["visibility"] != "event"
    ]


def nothing_is_left(world: World, *, dead: dict[str, int] | None = None) -> None:
    live = [queue for queue in world.engine.queues.values() if queue.dead is not None]
    assert {queue.name: len(queue.messages) for queue in live if queue.messages} == {}
    assert not world.engine.stream.pending()
    assert world.dead() == (dead or {})
    assert world.pump.crashes == []


def numbers_have_no_gap(world: World) -> None:
    for messages in conversations(world).values():
        assert [one["seq"] for one in messages] == list(range(1, len(messages) + 1))
        inbound = 0
        for one in messages:
            inbound += one["author"]["kind"] == "contact"
            assert one["inbound"] == inbound, one


def _last_words(messages: list[dict[str, Any]]) -> str:
    """Of what was said; of the first quiet line as long as nothing was."""
    said = [one["content"] for one in messages if one["visibility"] != "event"]
    words: str = said[-1]["text"] if said else messages[0]["content"]["event"]
    return words


def heads_say_what_the_messages_say(world: World) -> None:
    stored = conversations(world)
    known = heads(world)
    assert set(stored) == set(known)
    for identifier, messages in stored.items():
        head, last = known[identifier], messages[-1]
        assert head["seq"] == len(messages)
        assert head["inbound"] == last["inbound"]
        assert head["last"]["seq"] == last["seq"]
        assert head["last"]["text"] == _last_words(messages)
        assert head["last_at"] == last["at"]
        assert head["waiting_since"] == _waiting_since(messages)


def _waiting_since(messages: Sequence[dict[str, Any]]) -> str | None:
    """When the contact first wrote after the last reply."""
    waiting: str | None = None
    for one in messages:
        if one["visibility"] == "public":
            if one["author"]["kind"] == "contact":
                waiting = waiting or one["at"]
            elif one["author"]["kind"] in ("agent", "bot"):
                waiting = None
    return waiting


def stored_once_in_order(world: World, sent: dict[str, list[str]]) -> None:
    """sent: sender -> texts in the order in which they were first accepted."""
    stored, known = conversations(world), heads(world)
    by_sender: dict[str, list[str]] = {}
    for identifier in sorted(known, key=lambda one: known[one]["opened_at"]):
        sender = known[identifier]["sender"]
        by_sender.setdefault(sender, []).extend(texts(stored[identifier], "contact"))
    assert by_sender == {sender: said for sender, said in sent.items() if said}


def replies_reached_their_providers(world: World, agents: Sequence[Agent]) -> None:
    """Each at least once, in order, recorded; twice only if that is told."""
    stored, known = conversations(world), heads(world)
    written = Counter(text for agent in agents for _, text, _ in agent.written)
    kept = Counter(text for messages in stored.values() for text in texts(messages, "agent"))
    assert written == kept
    arrived = Counter(one.text for one in world.providers.sent)
    for identifier, messages in stored.items():
        if known[identifier]["channel_kind"] == "website":
            continue
        ours = [one for one in messages if _to_contact(one)]
        for one in ours:
            _was_delivered(one, arrived[one["content"]["text"]])
        first_times = list(
            dict.fromkeys(
                one.text
                for one in world.providers.sent
                if one.recipient == known[identifier]["sender"]
            )
        )
        assert first_times == [one["content"]["text"] for one in ours]


def _to_contact(message: dict[str, Any]) -> bool:
    return (message["visibility"], message["author"]["kind"]) == ("public", "agent")


def _was_delivered(message: dict[str, Any], times: int) -> None:
    assert message["delivery"]["state"] in ("sent", "delivered", "read"), message
    assert times >= 1, message
    if times > 1:
        assert message["delivery"]["doubtful"], message


def notes_stayed_inside(world: World, agents: Sequence[Agent]) -> None:
    notes = {text for agent in agents for _, text, note in agent.written if note}
    assert notes.isdisjoint(one.text for one in world.providers.sent)


def statuses_never_went_back(world: World) -> None:
    """From the stream's whole history."""
    reached: dict[tuple[str, str], int] = {}
    for record in world.engine.history:
        image = record["dynamodb"].get("NewImage", {})
        if not image.get("sk", {}).get("S", "").startswith("m#"):
            continue
        key = (image["pk"]["S"], image["sk"]["S"])
        state = _state(image)
        if state in RANK:
            assert RANK[state] >= reached.get(key, 0), (key, state)
            reached[key] = RANK[state]


def _state(image: dict[str, Any]) -> str:
    from chalicelib.conversations import codec

    message = codec.from_image({**image, "announce": {"S": "message"}})
    return str(message.delivery.state)  # type: ignore[union-attr]


def screen_is_right(world: World, agent: Agent) -> None:
    """Every message on it once and in order, as it is stored; every row as a fresh list has it."""
    known = heads(world)
    for identifier, messages in conversations(world).items():
        thread = agent.screen.threads.get(identifier)
        if thread is None:  # opened and closed again while this agent was away
            assert known[identifier]["status"] == "resolved", f"{agent.id} never saw {identifier}"
            continue
        assert thread.shown == list(range(1, len(messages) + 1)), (agent.id, thread.shown)
        for message in messages:
            held = thread.messages[message["seq"]]
            stored = {name: value for name, value in message.items() if name != "provider_id"}
            assert held == stored
    fresh = {row["id"]: row for row in rows(world)}
    open_rows = {key: row for key, row in agent.screen.rows.items() if row["status"] == "open"}
    assert set(open_rows) == set(fresh)
    for identifier, row in fresh.items():
        held = agent.screen.rows[identifier]
        for name in ("seq", "inbound", "last_at", "waiting_since", "status", "assignee_id"):
            assert held[name] == row[name], (agent.id, name, held, row)


def visitor_sees_his_own(world: World, visitor: Visitor) -> None:
    """All public messages of his conversation, and nothing else."""
    messages = conversations(world).get(visitor.conversation_id, [])
    public = [one for one in messages if one["visibility"] == "public"]
    shown = [visitor.thread.messages[seq] for seq in sorted(visitor.thread.messages)]
    assert [one["seq"] for one in shown] == [one["seq"] for one in public]
    assert [one["content"] for one in shown] == [one["content"] for one in public]
