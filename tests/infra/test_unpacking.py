"""Functions' code in the local cloud: unpacked once a zip, however many workers want it."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

import pytest

from infra.local.unpacking import KEPT, SharedZip


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def unpacked(folder: Path, worker: str, text: str) -> Path:
    packed = folder / f"{worker}.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(zipfile.ZipInfo("app.py"), text)
    place = folder / worker
    place.mkdir()
    with SharedZip(packed) as found:
        found.extractall(place)
    return place


def test_workers_of_one_zip_share_a_folder_and_those_of_another_do_not(tmp_path: Path) -> None:
    one, two = unpacked(tmp_path, "one", "a = 1"), unpacked(tmp_path, "two", "a = 1")
    changed = unpacked(tmp_path, "changed", "a = 2")
    assert one.resolve() == two.resolve() != changed.resolve()
    assert (one / "app.py").read_text() == "a = 1"
    assert (changed / "app.py").read_text() == "a = 2"


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    places = [unpacked(tmp_path, f"w{number}", f"a = {number}") for number in range(KEPT + 2)]
    assert len(list((tmp_path / "unpacked").iterdir())) == KEPT
    assert (places[-1] / "app.py").exists()
