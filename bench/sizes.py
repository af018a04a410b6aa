"""Bytes that browsers fetch, gzipped as CloudFront does: the built widget and the console's first
load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
_FETCHED = re.compile(r'(?:src|href)="/?([^"]+\.(?:js|css))"')

LANGUAGES = ("es", "pt")  # English is in the core
NO_PARTS = ("loader", "widget", "jivo", "preview", *LANGUAGES)


class NotBuilt(Exception):
    """There is no built client: `npm run build --prefix web` makes it."""


def measured() -> dict[str, int]:
    """loader_gz: the script of the site's one line. widget_gz: what a page fetches to open and to
    chat: loader, core and the longest language. widget_part_gz: the largest of the parts that come
    when they are used; widget_all_gz: every script there is. console_script_gz, console_gz: what
    the console's page names: its scripts, and its styles too."""
    widget, console = DIST / "widget", DIST / "console"
    for folder in (widget, console):
        if not folder.is_dir():
            raise NotBuilt(f"{folder} is missing: run `npm run build --prefix web` first.")
    page = (console / "index.html").read_text(encoding="utf-8")
    first = sorted({name.lstrip("./") for name in _FETCHED.findall(page)})
    sizes = {path.name.partition(".")[0]: _gzipped(path) for path in widget.glob("*.js")}
    return {
        "loader_gz": sizes["loader"],
        "widget_gz": sizes["loader"] + sizes["widget"] + max(sizes[name] for name in LANGUAGES),
        "widget_part_gz": max(size for name, size in sizes.items() if name not in NO_PARTS),
        "widget_all_gz": sum(sizes.values()),
        "console_script_gz": sum(_gzipped(console / name) for name in first if name[-3:] == ".js"),
        "console_gz": sum(_gzipped(console / name) for name in first),
    }


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
