"""What the API refuses is said in the reader's language: the client's tables hold what we say."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "web/apps/console/src/i18n"
LINE = re.compile(r'^  (".*"): ".*",$', re.MULTILINE)
#: Whatever these refuse has its words in every language.
COVERED = (
    "access",
    "contacts",
    "inlets",
    "integrations",
    "invitations",
    "replies",
    "saved_views",
    "schedules",
    "tags",
    "team",
    "webhooks",
)
#: Said to programs, which send what no screen does.
NOT_SHOWN = {
    "1 to 255 printable characters, without spaces",
    "is no cursor of this list",
    "no cursor of this list",
    "is not a file of this room",
    "at most {}",
    "one of {}",
    "1 to {}",
    "TEXT, MARKDOWN or BUTTONS",
    "as CLIENT_MESSAGE had it",
    "is no JSON",
    "needs a text",
    "tells calls apart, and is empty",
    "{} {}",
    "no such event",
    "no such message",
    "only a group has a name and members of its own",
    "there is no such condition",
}


def words(node: ast.expr) -> str:
    """The text of a string or of an f-string, {} for its values; '' for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values)


def refused(folder: Path) -> set[str]:
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id in ("InvalidInput", "Conflict"):
                found.add(words(node.args[0]))
    return found - {""}


def table(language: str) -> set[str]:
    text = (TABLES / f"{language}Refusals.ts").read_text(encoding="utf-8")
    return {str(json.loads(key)) for key in LINE.findall(text)}


@pytest.mark.parametrize("language", ["es", "ptBR"])
def test_every_refusal_that_a_screen_can_meet_has_its_words(language: str) -> None:
    said = {each for area in COVERED for each in refused(ROOT / "chalicelib" / area)}
    assert sorted(said - NOT_SHOWN - table(language)) == []


@pytest.mark.parametrize("language", ["es", "ptBR"])
def test_no_words_are_kept_of_what_is_not_said_any_more(language: str) -> None:
    assert sorted(table(language) - refused(ROOT / "chalicelib") - said_of_channels()) == []


def said_of_channels() -> set[str]:
    """What is wrong with a channel's field, and how a check of its connection went."""
    found: set[str] = set()
    for name in ("channel_rules", "rules", "connecting", "channels", "claims"):
        tree = ast.parse((ROOT / f"chalicelib/accounts/{name}.py").read_text(encoding="utf-8"))
        inner = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr)
            for part in ast.walk(node)
            if part is not node
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.expr) and id(node) not in inner and SAID.match(words(node)):
                found.add(words(node).removeprefix("The provider refused: "))
    return found - {"{}"}


SAID = re.compile(
    r"(must |is not |make |The (provider|same)|This (page|is)|Your server|no reason).{3}|is needed$"
)


@pytest.mark.feature("2.1")
@pytest.mark.parametrize("language", ["es", "ptBR"])
def test_whatever_is_said_of_a_channel_has_its_words(language: str) -> None:
    said = said_of_channels()
    assert len(said) > 20
    assert sorted(said - table(language)) == []
