"""`chalice package`, run in a clean copy of the application.

The copy holds what is deployed and nothing else (no caches, no bytecode), so that the same sources
always make the same zip; and its requirements may be left out, for an emulator that runs functions
in this very virtual environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from infra.template import overrides

ROOT = Path(__file__).resolve().parent.parent
_CODE = "from chalice.cli import main; main()"


class PackagingFailed(Exception):
    """`chalice package` refused; its own words are in the message."""


@dataclass(frozen=True, slots=True)
class Package:
    """template: merged. folder: where the template's relative CodeUri and ContentUri lie."""

    template: dict[str, Any]
    folder: Path

    @property
    def code(self) -> Path:
        return self.folder / "deployment.zip"


def package(*, stage: str, region: str, build: Path, vendor: bool, root: Path = ROOT) -> Package:
    """vendor: whether the requirements go into the shared layer (downloaded as arm64 wheels)."""
    project = build / "project"
    out = build / "out"
    _copy(root, project, stage=stage, vendor=vendor)
    shutil.rmtree(out, ignore_errors=True)
    extra = build / "merge.json"
    extra.write_text(json.dumps(overrides(), indent=1), encoding="utf-8")
    command = [sys.executable, "-c", _CODE, "package", "--stage", stage]
    command += ["--template-format", "json", "--merge-template", str(extra), str(out)]
    done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
        command,
        cwd=project,
        env={**os.environ, "AWS_DEFAULT_REGION": region, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    template = out / "sam.json"
    if done.returncode or not template.exists():
        raise PackagingFailed(f"chalice package failed:\n{done.stdout}{done.stderr}")
    return Package(json.loads(template.read_text(encoding="utf-8")), out)


def _copy(root: Path, project: Path, *, stage: str, vendor: bool) -> None:
    """Chalice's cache of built layers (`.chalice/deployments`) stays; all else is made anew."""
    settings = project / ".chalice"
    settings.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(project / "chalicelib", ignore_errors=True)
    shutil.copytree(
        root / "chalicelib",
        project / "chalicelib",
        ignore=shutil.ignore_patterns("__pycache__", "*.pyc"),
    )
    shutil.copy2(root / "app.py", project / "app.py")
    requirements = (root / "requirements.txt").read_text(encoding="utf-8") if vendor else ""
    (project / "requirements.txt").write_text(requirements, encoding="utf-8")
    for policy in sorted((root / ".chalice").glob("policy-*.json")):
        shutil.copy2(policy, settings / policy.name)
    config = config_for(stage, root=root)
    (settings / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    _forget_old_zips(settings / "deployments")


def config_for(stage: str, *, root: Path = ROOT) -> dict[str, Any]:
    """Chalice looks functions up by stage; ours are the same in each, so `dev` stands for all."""
    text = (root / ".chalice" / "config.json").read_text(encoding="utf-8")
    config = cast(dict[str, Any], json.loads(text))
    config["stages"] = {stage: config["stages"]["dev"]}
    return config


def _forget_old_zips(folder: Path) -> None:
    """One application zip per change would fill the disk of somebody who edits all day."""
    for old in sorted(folder.glob("appcode-*.zip"), key=lambda path: path.stat().st_mtime)[:-3]:
        old.unlink()
