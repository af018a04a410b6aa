"""What makes the local stack deploy and build again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from infra.local import checks
from infra.local.client import App
from infra.local.cloud import HOST, free_port
from infra.local.runner import alone
from infra.local.watch import Watch


def test_an_edit_a_new_file_and_a_removal_are_seen_once(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("1")
    watch = Watch((tmp_path,))
    assert not watch.changed()
    os.utime(source, ns=(1, 1))
    assert watch.changed()
    assert not watch.changed()
    (tmp_path / "b.py").write_text("")
    assert watch.changed()
    source.unlink()
    assert watch.changed()
    assert not watch.changed()


def test_what_is_made_from_the_sources_is_not_watched(tmp_path: Path) -> None:
    watch = Watch((tmp_path,))
    for name in ("node_modules/x.js", "dist/x.js", "__pycache__/x.pyc"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_text("")
    assert not watch.changed()


def test_a_client_is_stale_until_it_is_built_from_the_newest_sources(tmp_path: Path) -> None:
    source, built = tmp_path / "src" / "a.ts", tmp_path / "dist" / "console" / "a.js"
    for path in (source, built):
        path.parent.mkdir(parents=True)
    source.write_text("")
    app = App("console", tmp_path, Watch((tmp_path / "src",)))
    assert app.stale()
    built.write_text("")
    assert not app.stale()
    os.utime(built, ns=(1, 1))
    assert app.stale()


def test_one_folder_serves_one_stack(tmp_path: Path) -> None:
    (tmp_path / "stack.json").write_text("{}")
    with alone(tmp_path):
        assert not (tmp_path / "stack.json").exists()
        with pytest.raises(checks.Missing, match="already runs"), alone(tmp_path):
            pass
    with alone(tmp_path):
        pass


def test_a_taken_port_gives_way_to_a_free_one() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) not in (0, port)
