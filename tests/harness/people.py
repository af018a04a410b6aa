"""Agents and visitors: what they do, and what their screens come to show."""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.harness.screen import Page, Screen, Thread, View
from tests.harness.world import CONTEXT, World

PAGE = 3  # small, so that catching up takes several pages


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a socket. cut: frames go into the void, as when a network breaks."""

    world: World
    id: str
    connection_id: str = ""
    cut: bool = False
    connections: int = 0
    inbox: list[str] = field(default_factory=list)

    def who(self) -> Any:
        raise NotImplementedError

    def come(self) -> None:
        """Ticket, socket, then whatever was missed."""
        from chalicelib import wiring
        from chalicelib.realtime import service

        self.leave()
        self.connections += 1
        self.world.until_done("api", lambda: self._open(service, wiring))
        self.cut = False
        self.catch_up()

    def _open(self, service: Any, wiring: Any) -> None:
        """A ticket is good for one try, so each try takes a new one."""
        url = service.issue_ticket(wiring.realtime_ports(), who=self.who())
        ticket = parse_qs(urlsplit(url).query)["ticket"][0]
        connection_id = f"{self.id}-{self.connections}-{self.world.retries}="
        self.world.people[connection_id] = self
        self.world.engine.sockets[connection_id] = []
        event = _socket_event(connection_id, "CONNECT", ticket)
        answer = self.world.run(
            "websocket_connect", lambda: _app().websocket_connect(event, CONTEXT)
        )
        if answer["statusCode"] != 200:
            raise ConnectionError("the socket was refused")
        self.connection_id = connection_id

    def leave(self, *, told: bool = True) -> None:
        """told: API Gateway tells the app, as it does when the browser says good-bye."""
        if not self.connection_id:
            return
        connection_id, self.connection_id = self.connection_id, ""
        self.world.engine.sockets.pop(connection_id, None)
        if told:
            event = _socket_event(connection_id, "DISCONNECT")
            self.world.once(
                "websocket_disconnect", lambda: _app().websocket_disconnect(event, CONTEXT)
            )

    def type(self, conversation_id: str = "") -> None:
        """A passing frame: who misses it misses nothing that is kept."""
        frame = {"type": "typing", "on": True, "conversation_id": conversation_id}
        event = _socket_event(self.connection_id, "MESSAGE") | {"body": json.dumps(frame)}
        self.world.once("websocket_message", lambda: _app().websocket_message(event, CONTEXT))

    def lose_network(self) -> None:
        """Nobody is told: what is posted to the socket seems to arrive."""
        self.cut = True

    def arrived(self, frame: str) -> None:
        if not self.cut:
            self.inbox.append(frame)

    def look(self) -> None:
        """Take in the frames that came."""
        while self.inbox:
            self.show(self.inbox.pop(0))

    def show(self, frame: str) -> None:
        raise NotImplementedError

    def catch_up(self) -> None:
        raise NotImplementedError


@dataclass(slots=True, eq=False)
class Agent(Person):
    screen: Screen = field(init=False)
    written: list[tuple[str, str, bool]] = field(default_factory=list)  # conversation, text, note

    def __post_init__(self) -> None:
        self.screen = Screen(self._fetch, self._rows)

    def who(self) -> Any:
        from chalicelib.realtime.model import AgentWho

        return AgentWho(self.world.account_id, self.id, self.id)

    def show(self, frame: str) -> None:
        self.screen.frame(frame)

    def catch_up(self) -> None:
        self.inbox.clear()
        self.screen.reconnect()

    def _fetch(self, conversation_id: str, after: int) -> Page:
        return fetch(self.world, conversation_id, after)

    def _rows(self) -> list[View]:
        return rows(self.world)

    def write(self, conversation_id: str, text: str, *, note: bool = False) -> None:
        """A reply or a note, sent again under the same id until the server has it."""
        from chalicelib import wiring
        from chalicelib.conversations import service
        from chalicelib.conversations.model import Author, AuthorKind, Visibility
        from chalicelib.shared import content

        self.world.until_done(
            "api",
            lambda: service.post(
                wiring.conversation_ports(),
                account_id=self.world.account_id,
                conversation_id=conversation_id,
                author=Author(AuthorKind.AGENT, self.id, self.id),
                content=content.text(text),
                client_id=f"client-{self.id}-{len(self.written)}",
                visibility=Visibility.NOTE if note else Visibility.PUBLIC,
            ),
        )
        self.written.append((conversation_id, text, note))

    def change(self, conversation_id: str, **changes: Any) -> None:
        from chalicelib import wiring
        from chalicelib.conversations import service
        from chalicelib.conversations.model import Author, AuthorKind

        self.world.until_done(
            "api",
            lambda: service.change(
                wiring.conversation_ports(),
                account_id=self.world.account_id,
                conversation_id=conversation_id,
                actor=Author(AuthorKind.AGENT, self.id, self.id),
                change=service.Change(**changes),
            ),
        )

    def read(self, conversation_id: str, inbound: int) -> None:
        from chalicelib import wiring
        from chalicelib.conversations import service

        self.world.until_done(
            "api",
            lambda: service.mark_read(
                wiring.conversation_ports(),
                account_id=self.world.account_id,
                conversation_id=conversation_id,
                agent_id=self.id,
                inbound=inbound,
            ),
        )


@dataclass(slots=True, eq=False)
class Visitor(Person):
    """On the website: sees the public messages of his conversation."""

    thread: Thread = field(default_factory=Thread)
    written: list[str] = field(default_factory=list)
    conversation_id: str = ""

    def who(self) -> Any:
        from chalicelib.realtime.model import VisitorWho

        return VisitorWho(
            self.world.account_id, self.id, self.world.website_id, self.conversation_id
        )

    def show(self, frame: str) -> None:
        content = json.loads(frame)
        for event in content.get("events", []):
            if event["type"].startswith("message."):
                self.thread.take(event["message"])

    def catch_up(self) -> None:
        """A visitor's numbers have holes: he asks once, from the newest that he holds."""
        self.inbox.clear()
        after, more = self.thread.newest(), bool(self.conversation_id)
        while more:
            page = fetch(self.world, self.conversation_id, after, public_only=True)
            for message in page["messages"]:
                self.thread.take(message)
            after, more = max(self.thread.newest(), page["last"]), page["more"]

    def write(self, text: str) -> None:
        from chalicelib import wiring
        from chalicelib.conversations import service
        from chalicelib.shared import content

        _, conversation = self.world.until_done(
            "api",
            lambda: service.visitor_post(
                wiring.conversation_ports(),
                account_id=self.world.account_id,
                channel_id=self.world.website_id,
                contact_id=self.id,
                content=content.text(text),
                client_id=f"client-{self.id}-{len(self.written)}",
                automation=self.world.automation,
            ),
        )
        self.conversation_id = conversation.id
        self.written.append(text)


def fetch(world: World, conversation_id: str, after: int, *, public_only: bool = False) -> Page:
    """The API's page after a seq. last: the seq up to which it tells."""
    from chalicelib import wiring
    from chalicelib.conversations import service, view

    found = world.until_done(
        "api",
        lambda: service.messages(
            wiring.conversation_ports(),
            account_id=world.account_id,
            conversation_id=conversation_id,
            after=after,
            limit=PAGE if after else 50,
        ),
    )
    shown = [each for each in found.messages if not public_only or each.visibility == "public"]
    return {
        "messages": [view.message_view(each) for each in shown],
        "more": found.more,
        "last": found.messages[-1].seq if found.messages else after,
    }


def rows(world: World, status: str = "open") -> list[View]:
    from chalicelib import wiring
    from chalicelib.conversations import service, view

    page = world.until_done(
        "api",
        lambda: service.list_page(
            wiring.conversation_ports(),
            account_id=world.account_id,
            view="all",
            agent_id="",
            status=status,
            cursor="",
            limit=100,
        ),
    )
    return [view.conversation_view(each) for each in page.conversations]


def _app() -> Any:
    return importlib.import_module("app")


def _socket_event(connection_id: str, kind: str, ticket: str = "") -> dict[str, Any]:
    """As API Gateway sends it."""
    return {
        "queryStringParameters": {"ticket": ticket} if ticket else None,
        "headers": {"Host": "sockets.example"},
        "requestContext": {
            "routeKey": f"${kind.lower()}",
            "eventType": kind,
            "connectionId": connection_id,
            "domainName": "sockets.execute-api.us-east-1.amazonaws.com",
            "stage": "api",
            "apiId": "sockets",
            "requestId": "request",
        },
        "isBase64Encoded": False,
    }
