"""A survey over a conversation in memory: what happens there is told to it, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from chalicelib.channels import registry
from chalicelib.conversations import saying
from chalicelib.conversations.appending import change_head, raised
from chalicelib.conversations.changing import with_event
from chalicelib.conversations.model import Author, AuthorKind, Conversation, Message, Status
from chalicelib.shared.clock import to_milliseconds, to_text
from chalicelib.shared.content import Content, Kind, Option
from chalicelib.shared.errors import InvalidInput
from chalicelib.surveys import beginning, service
from chalicelib.surveys.model import Asking, Question, Rule, Survey, dimensions
from chalicelib.surveys.model import Kind as QuestionKind
from chalicelib.surveys.ports import AnswerPage, Mark, Person, Place, SurveyPorts, Tally
from tests.unit.conversations.scene import ACCOUNT, Scene

CSAT = Question("q1", QuestionKind.CSAT)
SURVEY = Survey("s1", ACCOUNT, "After the chat", (CSAT,), rule=Rule(automatic=True))


@dataclass
class FakeSurveyStore:
    surveys: dict[tuple[str, str], Survey] = field(default_factory=dict)
    versions: dict[tuple[str, str, int], Survey] = field(default_factory=dict)
    askings: dict[tuple[str, str, str], Asking] = field(default_factory=dict)
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    counts: dict[tuple[str, str, str, str, str], Counter[str]] = field(default_factory=dict)

    def catalogue(self, account_id: str) -> list[Survey]:
        mine = [one for (account, _), one in self.surveys.items() if account == account_id]
        return sorted(mine, key=lambda one: (one.position, one.id))

    def save(self, survey: Survey, *, before: int) -> bool:
        key = (survey.account_id, survey.id)
        held = self.surveys.get(key)
        if (held.version if held else 0) != before:
            return False
        self.surveys[key] = self.versions[*key, survey.version] = survey
        return True

    def remove(self, account_id: str, id: str) -> None:
        self.surveys.pop((account_id, id), None)

    def at_version(self, account_id: str, id: str, version: int) -> Survey | None:
        return self.versions.get((account_id, id, version))

    def asking(self, account_id: str, conversation_id: str, id: str) -> Asking | None:
        return self.askings.get((account_id, conversation_id, id))

    def start(self, asking: Asking, counts: Mapping[str, int]) -> bool:
        key = (asking.account_id, asking.conversation_id, asking.id)
        if key in self.askings:
            return False
        self.askings[key] = asking
        mark = Mark(asking.asked_at, asking.conversation_id, asking.id)
        self.marks[asking.account_id, asking.contact_id] = mark
        self._add(asking, counts)
        return True

    def turn(self, before: Asking, after: Asking, counts: Mapping[str, int]) -> bool:
        key = (after.account_id, after.conversation_id, after.id)
        held = self.askings.get(key)
        if held is None or held.rev != before.rev:
            return False
        self.askings[key] = after
        self._add(after, counts)
        return True

    def _add(self, asking: Asking, counts: Mapping[str, int]) -> None:
        for name, value in dimensions(asking):
            key = (asking.account_id, asking.survey_id, name, asking.day, value)
            self.counts.setdefault(key, Counter()).update(counts)

    def mark(self, account_id: str, contact_id: str) -> Mark | None:
        return self.marks.get((account_id, contact_id))

    def answers(
        self,
        account_id: str,
        survey_id: str,
        *,
        since: datetime,
        until: datetime,
        cursor: str,
        limit: int,
    ) -> AnswerPage:
        if cursor and cursor.count("#") != 2:
            raise InvalidInput("no cursor of this list", field="cursor")
        placed = {
            f"{to_text(one.asked_at)}#{one.id}#{one.conversation_id}": one
            for one in self.askings.values()
            if (one.account_id, one.survey_id) == (account_id, survey_id) and one.answered_at
        }
        places = sorted(
            (
                place
                for place in placed
                if to_text(since) <= place <= f"{to_text(until)}~"
                and (not cursor or place < cursor)
            ),
            reverse=True,
        )
        shown = places[:limit]
        return AnswerPage(
            [placed[place] for place in shown], shown[-1] if len(shown) == limit else ""
        )

    def tallies(
        self, account_id: str, survey_id: str, *, dimension: str, first: str, last: str
    ) -> list[Tally]:
        return [
            Tally(day, value, {name: count for name, count in counts.items() if count})
            for (account, survey, name, day, value), counts in sorted(self.counts.items())
            if (account, survey, name) == (account_id, survey_id, dimension)
            and first <= day <= last
        ]


class Killed(Exception):
    """The process died here."""


@dataclass
class Deadly:
    """Calls of ports, of which one kills, before it is done or after. at: 0 = none does."""

    at: int = 0
    after: bool = False
    calls: list[str] = field(default_factory=list)

    def call(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(name)
            mine = len(self.calls) == self.at
            if mine and not self.after:
                raise Killed(name)
            answer = function(*args, **kwargs)
            if mine:
                raise Killed(name)
            return answer

        return call

    def store(self, store: Any) -> Any:
        deadly = self

        class Wrapped:
            def __getattr__(self, name: str) -> Any:
                return deadly.call(name, getattr(store, name))

        return Wrapped()


@dataclass
class Talk:
    """Ann's conversation and the surveys about it. timers: due moment, payload."""

    kind: str = "telegram"
    surveys: tuple[Survey, ...] = (SURVEY,)
    language: str = "en"
    scene: Scene = field(default_factory=Scene)
    store: FakeSurveyStore = field(default_factory=FakeSurveyStore)
    deadly: Deadly = field(default_factory=Deadly)
    timers: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)
    ended: list[Asking] = field(default_factory=list)
    through: list[int] = field(default_factory=list)  # seqs that were no answers
    blocked: bool = False
    shown: int = 0

    def __post_init__(self) -> None:
        for survey in self.surveys:
            self.store.save(survey, before=0)
        clock, call = self.scene.clock, self.deadly.call
        self.ports = SurveyPorts(
            store=self.deadly.store(self.store),
            surveys=self.store.catalogue,
            forget=lambda account_id: None,
            head=self.scene.store.head,
            change=call("change", self._change),
            line=call("line", self._line),
            say=call("say", self._say),
            ended=call("ended", self.ended.append),
            set_timer=call("set_timer", self._set_timer),
            delay=call("delay", self._delay),
            limits=lambda kind: registry.get(kind).limits,
            link=lambda asking: f"https://chat.example/api/s/{asking.id}",
            place=lambda account_id, channel_id: Place("Acme", "en", "America/Sao_Paulo"),
            person=lambda account_id, contact_id: Person(self.language, self.blocked),
            clock=clock,
        )
        self.hears("hello")

    # The world around it ------------------------------------------------------------------------

    def _change(self, head: Conversation, patch: Any) -> Conversation:
        return change_head(self.scene.ports, head, lambda now: raised(now, patch(now)))

    def _line(
        self, head: Conversation, event: str, data: Any, dedup: str, patch: Any, by: str
    ) -> Conversation:
        return with_event(
            self.scene.ports,
            head,
            actor=Author(AuthorKind.SYSTEM),
            event=event,
            data=data,
            dedup=dedup,
            at=to_milliseconds(self.scene.clock()),
            patch=patch,
        )

    def _say(self, head: Conversation, content: Content, dedup: str) -> None:
        saying.say(self.scene.ports, head, content, dedup=dedup, name="Acme")

    def _set_timer(self, asking: Asking, due: datetime) -> None:
        payload = {"conversation_id": asking.conversation_id, "asking_id": asking.id}
        self._timer(due, payload)

    def _delay(self, head: Conversation, survey_id: str, closed_at: str, due: datetime) -> None:
        named = {"conversation_id": head.id, "survey_id": survey_id, "closed_at": closed_at}
        self._timer(due, named)

    def _timer(self, due: datetime, payload: dict[str, str]) -> None:
        if (due, payload) not in self.timers:
            self.timers.append((due, payload))

    # What people do ------------------------------------------------------------------------------

    def hears(self, words: str, id: str = "", content: Content | None = None) -> None:
        """Ann writes."""
        self.scene.clock.tick(seconds=5)
        number = len(self.scene.store.messages_by_key)
        said = self.scene.says(words, id or f"in-{number}")
        if content is not None:
            said = replace(said, content=content)
        self.scene.receive(said, kind=self.kind)
        self.settle()

    def presses(self, title: str, *, of: Message | None = None, id: str = "") -> None:
        """Ann presses a button of what was asked last."""
        offered = of or self.last_options()
        choice = next(each for each in offered.content.options if title in each.title)
        option = Option(choice.id, choice.title)
        self.hears("", id, Content(Kind.CHOICE, text=choice.title, choice=option))

    def last_options(self) -> Message:
        return [each for each in self.scene.thread if each.content.options][-1]

    def closes(self) -> None:
        self.scene.clock.tick(seconds=30)
        self.scene.change(status=Status.RESOLVED)
        self.settle()

    def ask(self, by: str = "agent:rui", dedup: str = "client-0001") -> Asking:
        wish = beginning.Wish(ACCOUNT, self.head.id, "s1", by, dedup)
        asking = beginning.ask(self.ports, wish=wish)
        self.settle()
        return asking

    def settle(self) -> None:
        """What was announced is handled, each until it is done, and then once more."""
        while self.shown < len(self.scene.store.announced):
            created, item = self.scene.store.announced[self.shown]
            self.shown += 1
            if isinstance(item, Message) and created and item.automate:
                self._until_done(partial(self._message, item))
            elif isinstance(item, Conversation):
                self._until_done(partial(self._changed, item))

    def _until_done(self, work: Callable[[], None]) -> None:
        done = 0
        while done < 2:  # the queue brings it twice
            with suppress(Killed):
                work()
                done += 1

    def _message(self, message: Message) -> None:
        head = self.scene.store.head(ACCOUNT, message.conversation_id)
        assert head is not None
        if not service.on_message(self.ports, head, message) and message.seq not in self.through:
            self.through.append(message.seq)

    def _changed(self, head: Conversation) -> None:
        service.on_change(self.ports, self._now(head))

    def _due(self, payload: dict[str, str]) -> None:
        service.on_timer(self.ports, self.head, payload)

    def _now(self, head: Conversation) -> Conversation:
        found = self.scene.store.head(ACCOUNT, head.id)
        assert found is not None
        return found

    def passes(self, **time: float) -> None:
        """Time goes by, and what is due comes, twice."""
        self.scene.clock.tick(**time)
        now = self.scene.clock()
        for due, payload in [pair for pair in self.timers if pair[0] <= now]:
            self._until_done(partial(self._due, payload))
            self.timers.remove((due, payload))
        self.settle()

    # What is to be seen ---------------------------------------------------------------------------

    @property
    def head(self) -> Conversation:
        return self.scene.head

    @property
    def status(self) -> str:
        return self.head.status.value

    @property
    def asking(self) -> Asking:
        (only,) = self.store.askings.values()
        return only

    @property
    def bot_said(self) -> list[str]:
        return [m.content.text for m in self.scene.thread if m.author.kind is AuthorKind.BOT]

    @property
    def events(self) -> list[str]:
        return [m.content.event for m in self.scene.thread if m.content.event]

    def counted(self, dimension: str = "all", value: str = "") -> dict[str, int]:
        found: Counter[str] = Counter()
        for (_, _, name, _, of), counts in self.store.counts.items():
            if (name, of) == (dimension, value):
                found.update(counts)
        return {name: count for name, count in found.items() if count}
