"""Sources that changed since the last look. By polling: the trees are small."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_IGNORED = frozenset({"node_modules", "dist", "__pycache__", "tests"})


@dataclass(slots=True)
class Watch:
    """roots: files, or folders with everything in them. The first look finds nothing changed."""

    roots: tuple[Path, ...]
    seen: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.seen = self._look()

    def changed(self) -> bool:
        """Whether anything was added, edited or removed since this was last asked."""
        now = self._look()
        different = now != self.seen
        self.seen = now
        return different

    def newest(self) -> int:
        """When the youngest file was edited, in nanoseconds; 0 without files."""
        return max(self.seen.values(), default=0)

    def _look(self) -> dict[Path, int]:
        found: dict[Path, int] = {}
        for path in _files(self.roots):
            try:
                found[path] = path.stat().st_mtime_ns
            except FileNotFoundError:  # an editor's file that was gone before we looked at it
                continue
        return found


def _files(roots: Iterable[Path]) -> Iterator[Path]:
    for root in roots:
        if root.is_file():
            yield root
        elif root.is_dir():
            for path in root.iterdir():
                if path.is_dir():
                    if path.name not in _IGNORED:
                        yield from _files((path,))
                elif path.suffix != ".pyc":
                    yield path
