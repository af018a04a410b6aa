"""What was said in a flow's last conversations, told to a draft: where it would answer otherwise.

Only read: nothing is sent, called or kept. What an address, an integration or a survey answered is
not on record; of a few likely answers, the one is taken after which the draft says what was said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.conversations.model import AuthorKind, Conversation, Message, Visibility
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.flows.env import Env
from chalicelib.flows.graph import Graph
from chalicelib.flows.model import Ended
from chalicelib.flows.ports import FlowStore
from chalicelib.flows.scripting import (
    Acted,
    Began,
    Input,
    Played,
    Rated,
    Served,
    Stage,
    Waited,
    Wrote,
    spoken,
    waited_until,
)
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import AccountId, ConversationId

MOST_REPLAYED = 10  # conversations at once: each is two reads, and its contact's
MOST_LINES = 200  # of one
MOST_INSIDE = 20  # things that come in between two words of the contact

_LIKELY: dict[str, tuple[Input, ...]] = {
    "http": (
        Served(status=200, body="{}"),
        Served(status=404, body="{}"),
        Served(status=500),
        Served(error="timeout"),
    ),
    "action": (Acted(), Acted(error="refused")),
    "survey": (Rated(answered=True, score=5), Rated(answered=True, score=1), Rated()),
    "time": (Waited(),),
}


@dataclass(frozen=True, slots=True)
class ReplayPorts:
    """env: the world of a conversation, as the runtime has it."""

    store: FlowStore
    conversations: ConversationPorts
    env: Callable[[Conversation, datetime], Env]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the contact wrote ('' = what began it was no word of his), what was answered then, and
    what the draft answers. guessed: what an address or a survey said is not on record."""

    at: datetime
    wrote: str
    then: tuple[str, ...]
    now: tuple[str, ...]
    guessed: bool = False

    @property
    def same(self) -> bool:
        return _plain(self.then) == _plain(self.now)


@dataclass(frozen=True, slots=True)
class Replayed:
    """outcome: what became of the draft's run, '' = it goes on. same: all that was said is, in its
    order, said again."""

    ended: Ended
    contact_id: str
    contact_name: str
    exchanges: tuple[Exchange, ...]
    outcome: str

    @property
    def same(self) -> bool:
        then = [line for each in self.exchanges for line in each.then]
        return _plain(then) == _plain([line for each in self.exchanges for line in each.now])


@dataclass(slots=True)
class _Word:
    """A word of the contact with what was answered until the next one."""

    given: Input
    at: datetime
    wrote: str
    then: list[str] = field(default_factory=list)


def replay(
    p: ReplayPorts, *, account_id: str, flow_id: str, graph: Graph, last: int
) -> list[Replayed]:
    """The `last` conversations that ended, the newest first; those that are gone are left out.
    Raises NotFound."""
    if p.store.flow(account_id, flow_id) is None:
        raise NotFound("no such flow")
    over = p.store.ended(account_id, flow_id, limit=min(last, MOST_REPLAYED))
    found = [_replayed(p, account_id, flow_id, graph, each) for each in over]
    return [each for each in found if each]


def _replayed(
    p: ReplayPorts, account_id: str, flow_id: str, graph: Graph, ended: Ended
) -> Replayed | None:
    store = p.conversations.store
    head = store.head(AccountId(account_id), ConversationId(ended.conversation_id))
    if head is None:
        return None
    page = store.messages(
        head.account_id, head.id, before=ended.last + 1, after=0, limit=MOST_LINES
    )
    said = _words(page.messages, ended, flow_id)
    if not said:
        return None
    exchanges, outcome = _played(p.env(head, ended.began_at), graph, said)
    return Replayed(ended, head.contact_id, head.contact_name, tuple(exchanges), outcome)


def _words(lines: Sequence[Message], ended: Ended, flow_id: str) -> list[_Word]:
    """What came in, in its order; the first begins the flow."""
    first = int(ended.key[1:]) if ended.key[:1] in ("m", "e") and ended.key[1:].isdigit() else 0
    found: list[_Word] = []
    if not ended.key.startswith("m"):
        found.append(_Word(Began(), ended.began_at, ""))
    for line in lines:
        early = line.seq < first if first else line.at < ended.began_at
        if early or line.visibility is not Visibility.PUBLIC or line.deleted_at:
            continue
        if line.author.kind is AuthorKind.CONTACT and not line.muted:
            given: Input = Wrote(content=line.content)
            if not found:
                given = Began(kind="first_message", content=line.content)
            wrote = line.content.choice.title if line.content.choice else spoken(line.content)
            found.append(_Word(given, line.at, wrote))
        elif line.author.kind is AuthorKind.BOT and line.author.id == flow_id and found:
            found[-1].then.append(spoken(line.content))
    return found


def _played(world: Env, graph: Graph, said: Sequence[_Word]) -> tuple[list[Exchange], str]:
    stage = Stage(graph=graph, env=lambda now: replace(world, now=now), now=said[0].at)
    found: list[Exchange] = []
    for place, word in enumerate(said):
        following = said[place + 1].at if place + 1 < len(said) else None
        stage, exchange = _exchange(replace(stage, now=max(stage.now, word.at)), word, following)
        found.append(exchange)
    return found, stage.state.outcome if stage.state else ""


def _exchange(stage: Stage, word: _Word, following: datetime | None) -> tuple[Stage, Exchange]:
    """One word, and all that happens until the next one."""
    stage, played = stage.told(word.given)
    says, guessed = [*played.says], False
    for _ in range(MOST_INSIDE):
        likely = _next(stage, word.then[len(says) :], following)
        if not likely:
            break
        stage, played = _likeliest(stage, likely, word.then[len(says) :])
        guessed = guessed or not isinstance(likely[0], Waited)
        says += played.says
    return stage, Exchange(word.at, word.wrote, tuple(word.then), tuple(says), guessed)


def _next(stage: Stage, then: Sequence[str], following: datetime | None) -> Sequence[Input]:
    """What may come before the contact's next word; nothing if that is waited for."""
    waiting = stage.state.waiting if stage.state and not stage.state.outcome else None
    if waiting is None:
        return ()
    if waiting.kind != "reply":
        return _LIKELY[waiting.kind]
    if stage.wait is None:
        return ()
    late = following is not None and waited_until(stage.wait, stage.now) < following
    return (Waited(),) if late or (following is None and then) else ()


def _likeliest(stage: Stage, likely: Sequence[Input], then: Sequence[str]) -> tuple[Stage, Played]:
    """The first that leads to what was said next; else the first."""
    tried = [stage.told(each) for each in likely]
    for after, played in tried:
        if played.says and _plain(played.says) == _plain(then[: len(played.says)]):
            return after, played
    return tried[0]


def _plain(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines]
