"""The deployed local stack as a test sees it: a process, addresses, people who use them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
from websockets.sync.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parents[2]
Json = dict[str, Any]
T = TypeVar("T")
PATIENCE_S = 20.0


def eventually(look: Callable[[], T | None], *, within: float = PATIENCE_S) -> T:
    """The first truthy thing that `look` sees. Raises AssertionError with the last after `within`
    seconds."""
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if seen or time.monotonic() > deadline:
            assert seen, f"not within {within} s; last seen: {seen!r}"
            return seen
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Stack:
    """`make run` in a folder and on ports of its own."""

    folder: Path
    port: int = field(default_factory=_free_port)
    stand_ins: bool = True  # with the providers' stand-ins
    keep: bool = True  # what is stored outlives a stop, which costs a fifth of its time
    addresses: Json = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "infra.local", "run", "--no-watch"]
        command += ["--no-past", *(["--demo"] if self.stand_ins else [])]
        command += [] if self.keep else ["--forget"]
        command += ["--folder", str(self.folder), "--port", str(self.port), "--cloud-port", "0"]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        path = self.folder / "stack.json"
        deadline = time.monotonic() + 180
        while not path.exists():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError("the stack did not come up:\n" + self.log())
            time.sleep(0.1)
        self.addresses = json.loads(path.read_text())

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=40)

    def kill(self) -> None:
        """As a power cut does: nobody gets to save anything."""
        assert self.process
        for pid in (*self.addresses["processes"].values(), self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=10)
        (self.folder / "stack.json").unlink(missing_ok=True)

    def log(self) -> str:
        names = ("run.log", "state/cloud.log", "state/emulators.log")
        found = [self.folder / name for name in names if (self.folder / name).exists()]
        return "\n".join(
            f"--- {path}\n{path.read_text(errors='replace')[-4000:]}" for path in found
        )

    @property
    def console(self) -> str:
        return str(self.addresses["console"])

    @property
    def shop(self) -> str:
        return str(self.addresses["demo"])

    @property
    def api(self) -> str:
        return str(self.addresses["api"])

    def channel(self, kind: str) -> Json:
        """The demo account's channel of that kind: id, webhook, secrets."""
        channels: list[Json] = self.addresses["channels"]
        return next(entry for entry in channels if entry["kind"] == kind)

    def account(self, role: str = "owner") -> Json:
        accounts: list[Json] = self.addresses["accounts"]
        return next(entry for entry in accounts if entry["role"] == role)

    def agent(self, role: str = "owner") -> Person:
        """Signs in."""
        told = self.account(role)
        person = Person(httpx.Client(base_url=self.api, timeout=30), "/sockets/ticket")
        session = person.post(
            "/auth/sign-in", {"email": told["email"], "password": told["password"]}
        )
        person.client.headers["Authorization"] = f"Bearer {session['access_token']}"
        return person

    def session_cookie(self, role: str = "owner") -> Any:
        """Signs in: what a browser keeps of it, as Playwright takes it."""
        told = self.account(role)
        body = {"email": told["email"], "password": told["password"]}
        answer = httpx.post(f"{self.api}/auth/sign-in", json=body, timeout=30)
        answer.raise_for_status()
        name, _, value = answer.headers["set-cookie"].partition(";")[0].partition("=")
        return {
            "name": name,
            "value": value,
            "domain": "localhost",
            "path": "/api/auth",
            "httpOnly": True,
            "sameSite": "Strict",
        }

    def visitor(self, site: str = "", **visit: Any) -> Person:
        """Opens the widget on the demo site, or on the one with that id, as a newcomer."""
        person = Person(httpx.Client(base_url=self.api, timeout=30), "/widget/sockets/ticket")
        channel = site or self.channel("website")["id"]
        session = person.post(f"/widget/{channel}/session", {"token": "", "visit": visit})
        person.client.headers["Authorization"] = f"Bearer {session['token']}"
        person.session = session
        return person


@dataclass(slots=True)
class Person:
    """An agent or a visitor with a bearer token."""

    client: httpx.Client
    ticket_path: str
    session: Json = field(default_factory=dict)

    def get(self, path: str, **query: Any) -> Json:
        return self._read(self.client.get(path, params=query))

    def post(self, path: str, body: Json | None = None) -> Json:
        return self._read(self.client.post(path, json=body or {}))

    def patch(self, path: str, body: Json) -> Json:
        return self._read(self.client.patch(path, json=body))

    @staticmethod
    def _read(answer: httpx.Response) -> Json:
        assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text}"
        return dict(answer.json()) if answer.content else {}

    def say(self, text: str, *, conversation: str = "") -> Json:
        """conversation: of an agent's message; a visitor has but one."""
        path = f"/conversations/{conversation}/messages" if conversation else "/widget/messages"
        content = {"kind": "text", "text": text}
        return self.post(path, {"client_id": uuid.uuid4().hex, "content": content})

    def conversations(self, view: str = "all") -> list[Json]:
        return list(self.get("/conversations", view=view, status="open")["conversations"])

    @contextlib.contextmanager
    def socket(self) -> Iterator[Socket]:
        with connect(self.post(self.ticket_path)["url"], open_timeout=20) as connection:
            yield Socket(connection)


@dataclass(frozen=True, slots=True)
class Socket:
    connection: ClientConnection

    def send(self, frame: Json) -> None:
        self.connection.send(json.dumps(frame))

    def until(self, wanted: Callable[[Json], bool], *, within: float = PATIENCE_S) -> Json:
        """The first event that is wanted; those before it are skipped. Raises TimeoutError."""
        deadline = time.monotonic() + within
        while True:
            frame = json.loads(self.connection.recv(timeout=max(0.0, deadline - time.monotonic())))
            for event in frame.get("events", [frame]):
                if wanted(event):
                    return dict(event)

    def message(self, text: str) -> Json:
        """The announcement of the message with that text."""
        event = self.until(
            lambda event: (
                event["type"] == "message.created" and event["message"]["content"]["text"] == text
            )
        )
        return dict(event["message"])
