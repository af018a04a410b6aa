"""What the docs name is there: files, links, make's targets, functions, queues, tables, domains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text()
DATA = (ROOT / "docs/data.md").read_text()
#: Where a page's names of files may begin; the first is the project's own folder.
BASES = ("", "chalicelib", "web", "web/apps/console/src", "web/apps/widget/src")
_NAME = re.compile(
    r"(?:\.chalice|app|bench|chalicelib|docs|entry|features|infra|tests|web)/[\w.\-/*]*[\w*]"
)
_MADE = ("web/dist",)  # by the client's build


def _ids(page: Path) -> str:
    return str(page.relative_to(ROOT))


@cache
def _targets() -> frozenset[str]:
    return frozenset(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def _names(text: str) -> Iterator[str]:
    """Files and folders, as `name`; a line's number or a section behind it does not count."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        for word in quoted.split():
            name = re.split(r"[:#]", word.strip("(),;\"'"))[0].rstrip("/")
            if _NAME.fullmatch(name):
                yield name


def _is_there(name: str) -> bool:
    return name.startswith(_MADE) or any(any((ROOT / base).glob(name)) for base in BASES)


@pytest.mark.parametrize("page", PAGES, ids=_ids)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()
    links = re.findall(r"\]\(([^)#\s]+)", text)
    ours = [link for link in links if not link.startswith(("http:", "https:", "mailto:"))]
    assert [link for link in ours if not (page.parent / link).exists()] == []
    assert [name for name in _names(text) if not _is_there(name)] == []
    modules = re.findall(r"python -m ((?:bench|chalicelib|infra|tests)[\w.]*)", text)
    places = [ROOT / module.replace(".", "/") for module in modules]
    missing = [at for at in places if not (at / "__main__.py").exists()]
    assert [at for at in missing if not at.with_suffix(".py").exists()] == []
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= _targets()


def _resources(kind: str) -> list[str]:
    texts = [file.read_text() for file in sorted(ROOT.glob("infra/resources*.yaml"))]
    pattern = re.compile(rf"^  (\w+):.*\n    Type: {kind}$", re.MULTILINE)
    return [name for text in texts for name in pattern.findall(text)]


def test_the_architecture_names_every_function_and_every_domain() -> None:
    config = json.loads((ROOT / ".chalice/config.json").read_text())
    for stage in config["stages"].values():
        for name in stage["lambda_functions"]:
            assert f"`{name}`" in ARCHITECTURE
    for folder in sorted((ROOT / "chalicelib").iterdir()):
        if (folder / "__init__.py").exists() and folder.name not in ("entry", "shared", "wire"):
            assert f"`{folder.name}`" in ARCHITECTURE, folder.name


def test_the_data_page_names_every_queue_and_table() -> None:
    queues = [each for each in _resources("AWS::SQS::Queue") if each.endswith("Queue")]
    assert len(queues) == 9  # docs/deploy.md counts them
    for name in queues:
        assert re.search(rf"^\| `{name.removesuffix('Queue').lower()}(\.fifo)?` \|", DATA, re.M)
    for name in _resources("AWS::DynamoDB::Table"):
        assert f"## `{name.removesuffix('Table').lower()}`" in DATA
    letters = [each for each in _resources("AWS::SQS::Queue") if each.endswith("DeadLetters")]
    reliability = (ROOT / "docs/reliability.md").read_text()
    assert [each for each in letters if f"`{each}`" not in reliability] == []


def test_no_file_is_longer_than_we_say() -> None:
    folders = ("bench", "chalicelib", "infra", "tests")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    assert [str(file) for file in files if file.read_bytes().count(b"\n") > 400] == []
