"""People of an emulated provider and what they and the business wrote, kept in memory or a file."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Person:
    """id: the provider's. facts: what else the provider tells of them (username, language).
    typed_until: so long they see the business typing."""

    id: str
    name: str
    facts: dict[str, str] = field(default_factory=dict)
    blocked: bool = False
    wrote_at: float = 0.0
    typed_until: float = 0.0


@dataclass(slots=True)
class File:
    id: str
    name: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Line:
    """mine: the person wrote it. state: of the business's messages: sent, delivered, read, failed.
    buttons: {"id", "title", "url"} each. reactions: "person"/"business" -> emoji."""

    id: str
    mine: bool
    kind: str
    text: str = ""
    files: list[str] = field(default_factory=list)
    buttons: list[dict[str, str]] = field(default_factory=list)
    reply_to: str = ""
    state: str = ""
    at: float = 0.0
    edited: bool = False
    deleted: bool = False
    reactions: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)


class Chats:
    """Everything that an emulator remembers. With `path` it outlives the process.

    gestures: what the business did besides writing: {"kind": "reaction", "seen" or "typing",
    "person", ...}."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.people: dict[str, Person] = {}
        self.lines: dict[str, list[Line]] = {}
        self.files: dict[str, File] = {}
        self.numbers: dict[str, int] = {}
        self.gestures: list[dict[str, Any]] = []
        self.version = 0
        if path and path.exists():
            self._load(json.loads(path.read_text()))

    def number(self, name: str, start: int) -> int:
        """The next of a sequence of the provider's ids."""
        self.numbers[name] = self.numbers.get(name, start) + 1
        return self.numbers[name]

    def add_person(self, person: Person) -> Person:
        self.people[person.id] = person
        self.lines.setdefault(person.id, [])
        self.changed()
        return person

    def add_line(self, person_id: str, line: Line) -> Line:
        line.at = time.time()
        self.lines.setdefault(person_id, []).append(line)
        if line.mine:
            self.people[person_id].wrote_at = line.at
        else:
            self.people[person_id].typed_until = 0.0
        self.changed()
        return line

    def add_file(self, file: File) -> File:
        self.files[file.id] = file
        return file

    def find(self, person_id: str, line_id: str) -> Line | None:
        return next((line for line in self.lines.get(person_id, []) if line.id == line_id), None)

    def where(self, line_id: str) -> tuple[str, Line] | None:
        for person_id in self.lines:
            line = self.find(person_id, line_id)
            if line:
                return person_id, line
        return None

    def reacted(self, person_id: str, line: Line, emoji: str) -> None:
        line.reactions.pop("business", None)
        if emoji:
            line.reactions["business"] = emoji
        self._gesture("reaction", person_id, line=line.id, emoji=emoji)

    def seen(self, person_id: str, upto: str = "") -> None:
        """upto: a line of theirs; all of them, unless named."""
        for line in self.lines.get(person_id, []):
            line.state = "read" if line.mine else line.state
            if line.id == upto:
                break
        self._gesture("seen", person_id, line=upto)

    def typing(self, person_id: str, seconds: float) -> None:
        """seconds: 0 = no more."""
        self.people[person_id].typed_until = time.time() + seconds if seconds else 0.0
        self._gesture("typing", person_id, seconds=seconds)

    def _gesture(self, kind: str, person_id: str, **more: Any) -> None:
        self.gestures.append({"kind": kind, "person": person_id, **more})
        self.changed()

    def changed(self) -> None:
        self.version += 1
        if self.path:
            draft = self.path.with_suffix(".part")
            draft.write_text(json.dumps(self._dump()))
            draft.replace(self.path)

    def forget(self) -> None:
        self.gestures.clear()
        for kept in (self.people, self.lines, self.files):
            kept.clear()
        self.changed()

    def _dump(self) -> dict[str, Any]:
        files = {
            each.id: [each.name, each.mime, base64.b64encode(each.data).decode()]
            for each in self.files.values()
            if len(each.data) < 2_000_000
        }
        return {
            "numbers": self.numbers,
            "people": [asdict(person) for person in self.people.values()],
            "lines": {id: [asdict(line) for line in some] for id, some in self.lines.items()},
            "files": files,
        }

    def _load(self, kept: Mapping[str, Any]) -> None:
        self.numbers = dict(kept["numbers"])
        self.people = {each["id"]: Person(**each) for each in kept["people"]}
        self.lines = {id: [Line(**line) for line in some] for id, some in kept["lines"].items()}
        self.files = {
            id: File(id, name, mime, base64.b64decode(data))
            for id, (name, mime, data) in kept["files"].items()
        }
