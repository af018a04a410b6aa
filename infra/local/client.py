"""Builds the browser's part when its sources are newer than what was built."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from infra.local import checks
from infra.local.watch import Watch

APPS = ("widget", "console")


class BuildFailed(Exception):
    """A build of the client failed; the end of its output is in the message."""


@dataclass(frozen=True, slots=True)
class App:
    name: str
    web: Path
    watch: Watch

    @property
    def built(self) -> Path:
        return self.web / "dist" / self.name

    def stale(self) -> bool:
        files = [path for path in self.built.rglob("*") if path.is_file()]
        oldest = min((path.stat().st_mtime_ns for path in files), default=0)
        return oldest < self.watch.newest()

    def build(self) -> None:
        """Raises BuildFailed, or Missing if there is no Node."""
        checks.node()
        if not (self.web / "node_modules").is_dir():
            raise checks.Missing("The client's packages are not installed: run `make setup` first.")
        command = ["npm", "run", "build", "-w", f"apps/{self.name}"]
        done = subprocess.run(
            command,
            cwd=self.web,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        if done.returncode:
            tail = (done.stdout + done.stderr).strip().splitlines()[-25:]
            raise BuildFailed(f"The {self.name} did not build:\n" + "\n".join(tail))


def apps(web: Path) -> list[App]:
    shared = (web / "packages", web / "tsconfig.base.json", web / "package-lock.json")
    return [App(name, web, Watch((web / "apps" / name, *shared))) for name in APPS]
