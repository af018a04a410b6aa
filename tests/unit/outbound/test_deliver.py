"""One message on its way to a provider."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from chalicelib.channels.base import (
    Channel,
    ChannelAdapter,
    Limits,
    ProviderRequest,
    ProviderResponse,
    SendResult,
    Stamp,
    Verdict,
)
from chalicelib.conversations.model import (
    Author,
    AuthorKind,
    Conversation,
    Delivery,
    DeliveryState,
    Message,
    Visibility,
)
from chalicelib.outbound import service
from chalicelib.outbound.service import MAX_RECEIVES, OutboundPorts, Wait, backoff
from chalicelib.shared.content import Content, Kind, Media, text
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.http import AddressRefused
from chalicelib.shared.ids import AccountId, ChannelId, ContactId, ConversationId

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
MESSAGE = Message(
    account_id=AccountId("acc"),
    conversation_id=ConversationId("k1"),
    seq=2,
    author=Author(AuthorKind.AGENT, "ana", "Ana"),
    content=text("hello"),
    visibility=Visibility.PUBLIC,
    at=NOW,
    dedup="client-1",
    delivery=Delivery(DeliveryState.QUEUED),
)
CONVERSATION = Conversation(
    id=ConversationId("k1"),
    account_id=AccountId("acc"),
    channel_id=ChannelId("acc-tg"),
    channel_kind="fake",
    contact_id=ContactId("vera"),
    sender="4711",
    opened_at=NOW,
    last_at=NOW,
)


class Crash(BaseException):
    """The process is gone."""


class Journal:
    """Keeps one message as the conversations do."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.provider_ids: list[str] = []

    def _set(self, **changes: Any) -> None:
        delivery = replace(self.message.delivery, **changes)
        self.message = replace(self.message, delivery=delivery)

    def begin_sending(self, *, account_id: str, conversation_id: str, seq: int) -> Message | None:
        before = self.message.delivery
        if before.state not in (DeliveryState.QUEUED, DeliveryState.SENDING):
            return None
        doubtful = before.doubtful or before.state is DeliveryState.SENDING
        self._set(state=DeliveryState.SENDING, attempts=before.attempts + 1, doubtful=doubtful)
        return self.message

    def record_part(self, *, provider_id: str, parts_done: int, **_: Any) -> None:
        self.provider_ids.append(provider_id)
        self._set(parts_done=parts_done)

    def record_sent(self, *, provider_id: str, **_: Any) -> None:
        self.provider_ids.append(provider_id)
        self._set(state=DeliveryState.SENT)

    def record_waiting(self, *, reason: str, code: str, **_: Any) -> None:
        self._set(state=DeliveryState.QUEUED, reason=reason, code=code)

    def record_failed(self, *, reason: str, code: str, **_: Any) -> None:
        self._set(state=DeliveryState.FAILED, reason=reason, code=code)

    record_lost = record_failed


class Adapter:
    """Sends one call per line of text. The provider's answer says what it means: `sent`, ..."""

    limits = Limits(100, 100, {}, frozenset(Kind), window_hours=24, late_hours=168)

    def __init__(self, requests: Sequence[ProviderRequest]) -> None:
        self.requests = requests  # instead of those of the text

    def render(
        self, channel: Channel, recipient: str, content: Content, *, late: bool, **more: Any
    ) -> Sequence[ProviderRequest]:
        more |= {"late": True} if late else {}
        if content.text == "too long":
            raise InvalidInput("too long for this channel", field="content.text")
        return self.requests or [
            ProviderRequest("POST", "https://p.example", json={"to": recipient, "t": line, **more})
            for line in content.text.splitlines()
        ]

    def read_response(self, response: ProviderResponse) -> SendResult:
        if response.status == 0:
            return SendResult(Verdict.RETRY, code="no_answer")
        verdict = Verdict(response.headers["verdict"])
        return SendResult(
            verdict,
            provider_id=response.body.decode(),
            reason=f"said {verdict}",
            code=str(response.status),
            retry_after=int(response.headers.get("retry-after", 0)),
        )


def _answer(verdict: str, status: int = 200, **headers: str) -> ProviderResponse:
    return ProviderResponse(status, {"verdict": verdict, **headers}, b"pid")


NO_ANSWER = ProviderResponse(0, {}, b"")


@dataclass
class World:
    """answers: what the provider says, call by call; a Crash happens after the call went out."""

    answers: list[ProviderResponse | BaseException]
    journal: Journal
    sent: list[Mapping[str, object]] = field(default_factory=list)
    broken: list[tuple[str, str, str]] = field(default_factory=list)
    channel_there: bool = True
    paused: bool = False
    requests: list[ProviderRequest] = field(default_factory=list)

    def call(self, request: ProviderRequest) -> ProviderResponse:
        self.sent.append(request.json or {})
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def channel(self, channel_id: str) -> Channel:
        if not self.channel_there:
            raise NotFound
        return Channel(ChannelId(channel_id), AccountId("acc"), "fake", "Fake", paused=self.paused)

    def deliver(self, receives: int = 1) -> Wait | None:
        ports = OutboundPorts(
            journal=self.journal,
            conversation=lambda account, conversation: CONVERSATION,
            provider_id=lambda account, conversation, seq: f"pid-of-{seq}",
            channel=self.channel,
            adapter=lambda kind: cast(ChannelAdapter, Adapter(self.requests)),
            media_url=lambda media: f"https://bucket.example/{media.key}",
            call=self.call,
            credentials_broken=lambda *told: self.broken.append(told),
            base_urls={"fake": "https://p.example"},
        )
        return service.deliver(
            ports, account_id="acc", conversation_id="k1", seq=2, receives=receives
        )

    @property
    def delivery(self) -> Delivery:
        return self.journal.message.delivery

    @property
    def state(self) -> str:
        return self.delivery.state.value


def _world(*answers: ProviderResponse | BaseException, **changes: Any) -> World:
    return World(list(answers), Journal(replace(MESSAGE, **changes)))


def test_what_the_provider_took_is_sent_and_keeps_the_providers_id() -> None:
    world = _world(_answer("sent"))
    assert world.deliver() is None
    assert world.delivery.state is DeliveryState.SENT
    assert world.journal.provider_ids == ["pid"]
    assert world.sent[0]["to"] == "4711"


def test_a_message_that_is_sent_is_not_sent_again() -> None:
    world = _world(delivery=Delivery(DeliveryState.SENT))
    assert world.deliver() is None
    assert world.sent == []


def test_a_busy_provider_is_asked_again_when_it_says_so() -> None:
    world = _world(_answer("retry", 429, **{"retry-after": "37"}), _answer("sent"))
    assert world.deliver(1) == Wait(seconds=37, code="429")
    assert world.state == "queued"
    assert world.deliver(2) is None
    assert world.state == "sent"
    assert not world.delivery.doubtful


def test_no_answer_leaves_it_in_doubt_and_says_so() -> None:
    world = _world(NO_ANSWER, _answer("sent"))
    assert world.deliver(1) is not None
    assert world.delivery.state is DeliveryState.SENDING
    world.deliver(2)
    assert world.delivery.doubtful


def test_tries_end() -> None:
    world = _world(*[_answer("retry", 500)] * MAX_RECEIVES)
    waits = [world.deliver(receives) for receives in range(1, MAX_RECEIVES + 1)]
    assert [wait.seconds if wait else None for wait in waits] == [2, 4, 8, 16, None]
    assert (world.delivery.state, world.delivery.reason) == (DeliveryState.FAILED, "said retry")


def test_a_refusal_for_good_is_shown_with_the_providers_words_and_not_repeated() -> None:
    world = _world(_answer("permanent", 400))
    assert world.deliver() is None
    assert (world.delivery.state, world.delivery.reason) == (DeliveryState.FAILED, "said permanent")
    assert world.broken == []


def test_broken_credentials_mark_the_channel() -> None:
    world = _world(_answer("credentials", 401))
    assert world.deliver() is None
    assert world.delivery.state is DeliveryState.FAILED
    assert world.broken == [("acc", "acc-tg", "said credentials")]


def test_what_the_channel_cannot_carry_fails_without_a_call() -> None:
    world = _world(content=text("too long"))
    assert world.deliver() is None
    assert (world.delivery.reason, world.sent) == ("too long for this channel", [])


def test_a_channel_that_is_gone_fails_the_message() -> None:
    world = _world()
    world.channel_there = False
    world.deliver()
    assert (world.delivery.state, world.delivery.code) == (DeliveryState.FAILED, "channel_gone")


@pytest.mark.feature("2.1")
def test_a_channel_that_was_paused_meanwhile_sends_nothing_and_says_so() -> None:
    world = _world()
    world.paused = True
    assert world.deliver() is None
    assert (world.delivery.state, world.delivery.code) == (DeliveryState.FAILED, "channel_paused")
    assert (world.delivery.reason, world.sent) == ("this channel is paused", [])
    assert world.broken == []


def test_an_address_that_may_not_be_called_fails_the_message() -> None:
    world = _world(AddressRefused("this address may not be called"))
    world.deliver()
    assert (world.delivery.state, world.delivery.code) == (DeliveryState.FAILED, "address_refused")


def test_a_message_of_several_calls_goes_on_where_it_stopped() -> None:
    parts = text("one\ntwo\nthree")
    world = _world(
        _answer("sent"), _answer("retry", 429), _answer("sent"), _answer("sent"), content=parts
    )
    world.deliver(1)
    world.deliver(2)
    assert [part["t"] for part in world.sent] == ["one", "two", "two", "three"]
    assert world.delivery.state is DeliveryState.SENT
    assert len(world.journal.provider_ids) == 3


def test_a_crash_after_the_first_of_two_calls_repeats_the_second_only() -> None:
    world = _world(_answer("sent"), Crash(), _answer("sent"), content=text("one\ntwo"))
    with pytest.raises(Crash):
        world.deliver(1)
    world.deliver(2)
    assert [part["t"] for part in world.sent] == ["one", "two", "two"]
    assert world.delivery.doubtful


def test_files_and_the_quoted_message_are_named_as_the_provider_knows_them() -> None:
    file = Media(mime="image/png", key="media/acc/k1/r/a.png")
    content = Content(Kind.IMAGE, text="look", media=(file,))
    world = _world(_answer("sent"), content=content, reply_to=1)
    world.deliver()
    assert world.sent[0]["reply_to"] == "pid-of-1"
    assert world.sent[0]["media_url"] == {file.key: f"https://bucket.example/{file.key}"}


@pytest.mark.feature("2.2")
@pytest.mark.parametrize(
    ("author", "hours", "late"),
    [
        (AuthorKind.AGENT, 23, False),
        (AuthorKind.AGENT, 25, True),
        (AuthorKind.BOT, 25, False),  # never passed off as a person's
        (AuthorKind.SYSTEM, 25, False),
    ],
)
def test_an_agents_late_answer_is_marked_as_one(
    author: AuthorKind, hours: int, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote = replace(CONVERSATION, inbound=1, inbound_at=NOW - timedelta(hours=hours))
    monkeypatch.setitem(globals(), "CONVERSATION", wrote)
    world = _world(_answer("sent"), author=Author(author))
    world.deliver()
    assert ("late" in world.sent[0]) is late


def test_waiting_has_an_end_whatever_the_provider_asks() -> None:
    assert backoff(1, 86_400) == 900


def _steps(request: ProviderRequest, *rest: ProviderRequest) -> ProviderRequest:
    """Each follows from the answer of the one before, if that is good."""
    following = _steps(*rest) if rest else None
    return replace(request, then=lambda told: following if told.status == 200 else None)


def _chained(*answers: ProviderResponse | BaseException) -> World:
    """Where to, the bytes, the message; then a second message."""
    world = _world(*answers)
    calls = [
        ProviderRequest("POST", f"https://p.example/{name}", json={"n": name}) for name in "abc"
    ]
    last = replace(calls[-1], once="random_id")
    world.requests = [_steps(*calls[:-1], last), replace(last, json={"n": "d"})]
    return world


def test_what_follows_from_an_answer_is_called_and_only_the_last_answer_counts() -> None:
    world = _chained(*[_answer("sent")] * 4)
    assert world.deliver() is None
    assert [call["n"] for call in world.sent] == ["a", "b", "c", "d"]
    assert world.journal.provider_ids == ["pid", "pid"]


def test_a_step_that_fails_is_the_answer_and_the_whole_chain_is_tried_again() -> None:
    world = _chained(_answer("sent"), _answer("retry", 500), *[_answer("sent")] * 4)
    assert world.deliver(1) == Wait(seconds=2, code="500")
    assert world.deliver(2) is None
    assert [call["n"] for call in world.sent] == ["a", "b", "a", "b", "c", "d"]


def test_each_call_bears_a_number_of_its_own_at_every_attempt() -> None:
    world = _chained(
        *(_answer("sent"), _answer("sent"), NO_ANSWER),
        *[_answer("sent")] * 4,
    )
    world.deliver(1)
    world.deliver(2)
    numbers = [call["random_id"] for call in world.sent if "random_id" in call]
    first, again, second = numbers
    assert first == again != second
    assert all(isinstance(n, int) and 0 < n < 2**31 for n in numbers)
    assert all("random_id" not in call for call in world.sent if call["n"] in ("a", "b"))


@pytest.mark.feature("2.3")
def test_a_call_that_wants_a_name_has_the_same_at_each_attempt_and_is_known_by_it() -> None:
    stamps: list[Stamp] = []

    def stamped(stamp: Stamp) -> ProviderRequest:
        stamps.append(stamp)
        return ProviderRequest("POST", "https://p.example", json={"id": stamp.id})

    asked = ProviderRequest("POST", "https://p.example", stamped=stamped)
    unnamed = ProviderResponse(200, {"verdict": "sent"}, b"")
    world = _world(_answer("retry", 500), unnamed, unnamed)
    world.requests = [asked, asked]
    assert world.deliver() is not None
    assert world.deliver(receives=2) is None
    first, again, second = stamps
    assert first.id == again.id != second.id
    assert (first.author, first.by_bot) == ("Ana", False)
    assert world.journal.provider_ids == [first.id, second.id]
    assert all(re.fullmatch("[0-9a-f]{32}", stamp.id) for stamp in stamps)
