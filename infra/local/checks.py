"""Whether this machine has what is needed, told in plain words before anything starts."""

from __future__ import annotations

import shutil
import subprocess
import sys

PYTHON = (3, 11)
NODE = 20


class Missing(Exception):
    """Something is not there; the message says how to get it."""


def python() -> None:
    if sys.version_info < PYTHON:
        raise Missing(
            "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".\n"
            "Debian, Ubuntu: apt install python3 python3-venv.  macOS: brew install python@3.11."
        )
    try:
        import ministack  # noqa: F401
    except ImportError:
        raise Missing("The Python packages are not installed: run `make setup` first.") from None


def node() -> None:
    """Only needed to build the client."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        raise Missing(
            f"Node.js {NODE} or newer (with npm) is needed to build the client.\n"
            "Debian, Ubuntu: apt install nodejs npm.  macOS: brew install node."
        )
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(told.strip().lstrip("v").split(".")[0]) < NODE:
        raise Missing(f"Node.js {NODE} or newer is needed; this is {told.strip()}.")
