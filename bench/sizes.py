"""Bytes that browsers fetch, gzipped as CloudFront does: the built widget and the console's first
load."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

DIST = Path(__file__).resolve().parents[1] / "web" / "dist"
_FETCHED = re.compile(r'(?:src|href)="/?([^"]+\.(?:js|css))"')


class NotBuilt(Exception):
    """There is no built client: `npm run build --prefix web` makes it."""


def measured() -> dict[str, int]:
    """loader_gz: the script of the site's one line. widget_gz: all scripts of the widget, loader
    included. console_gz: what the console's page names, scripts and styles."""
    widget, console = DIST / "widget", DIST / "console"
    for folder in (widget, console):
        if not folder.is_dir():
            raise NotBuilt(f"{folder} is missing: run `npm run build --prefix web` first.")
    page = (console / "index.html").read_text(encoding="utf-8")
    first = sorted({name.lstrip("./") for name in _FETCHED.findall(page)})
    return {
        "loader_gz": _gzipped(widget / "loader.js"),
        "widget_gz": sum(_gzipped(path) for path in widget.glob("*.js")),
        "console_gz": sum(_gzipped(console / name) for name in first),
    }


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))
