"""A newcomer's first look: whom he finds in the inbox, with the stand-ins and without."""

from __future__ import annotations

import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.local import front, runner, stories
from infra.local.emulators.samples import png


@dataclass
class Shop(stories.Stage):
    """Where people write, and what is done with it; nothing is asked of any stack."""

    came: list[tuple[str, str]] = field(default_factory=list)
    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictures: int = 0

    def writes(self, provider: str, name: str, *texts: str, photo: bytes = b"") -> str:
        if provider not in self.told["emulators"]:
            return self.visits(name, *texts)
        self.pictures += photo.startswith(b"\x89PNG")
        self.came.append((name, provider))
        return name

    def visits(self, name: str, *texts: str, **visit: str) -> str:
        self.came.append((name, "website"))
        return name

    def agent_says(self, who: Any, conversation: str, text: str, note: bool = False) -> None:
        self.done.setdefault(conversation, {})["answered"] = True

    def change(self, conversation: str, **change: Any) -> None:
        self.done.setdefault(conversation, {}).update(change)


PEOPLE = ("Olivia Owner", "Ana Ribeiro", "Ben Carter")


def told(*providers: str) -> Shop:
    names = (*PEOPLE, "Sales", "Support", "Order", "VIP", "Refund", "Café")
    nobody = stories.Caller("")
    here = {"emulators": dict.fromkeys(providers, "")}
    shop = Shop(here, nobody, nobody, nobody, {name: name for name in names})
    stories.tell(shop)
    return shop


def test_a_new_inbox_has_people_of_several_channels_in_every_state() -> None:
    shop = told("telegram", "whatsapp", "messenger", "instagram")
    assert {kind for _, kind in shop.came} >= {"website", "telegram", "whatsapp", "instagram"}
    assert shop.pictures == 1
    assigned = [each.get("assignee_id") for each in shop.done.values()]
    assert set(PEOPLE) <= set(assigned)
    assert any(each.get("status") == "snoozed" for each in shop.done.values())
    unassigned = [name for name, _ in shop.came if "assignee_id" not in shop.done.get(name, {})]
    assert len(unassigned) >= 2
    waiting = [n for n, each in shop.done.items() if each.get("assignee_id") == PEOPLE[0]]
    assert any("answered" not in shop.done[name] for name in waiting)


def test_without_stand_ins_all_of_them_write_on_the_site() -> None:
    assert [name for name, _ in told().came] == [name for name, _ in told("whatsapp").came]
    assert {kind for _, kind in told().came} == {"website"}


def test_the_photo_is_a_picture() -> None:
    assert struct.unpack(">II", png(8, 4, lambda x, y: (x, y, 0))[16:24]) == (8, 4)


@pytest.mark.parametrize("new", [True, False])
def test_only_a_new_account_is_greeted_and_a_failure_is_said(
    new: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, "", "no such luck")

    monkeypatch.setattr("subprocess.run", run)
    local = runner.Local(runner.Options(folder=Path("x")), front.Place(web=Path("x")))
    local.new = new
    local.greet()
    assert [command[2:] for command in asked] == ([["infra.local.stories", "--folder", "x"]] * new)
    assert ("no such luck" in capsys.readouterr().out) is new
