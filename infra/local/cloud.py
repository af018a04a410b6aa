"""Starts MiniStack on loopback and stops it again."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import boto3

HOST = "127.0.0.1"
REGION = "us-east-1"
#: Any key will do for the emulator; this one cannot be mistaken for a real one.
KEY = "test"
#: A shell's keys are for the real cloud; without bytecode each function would compile everything.
_NOT_OURS = ("AWS_", "PYTHONDONTWRITEBYTECODE")


class CloudFailed(Exception):
    """The emulator did not come up; the end of its log is in the message."""


@dataclass(frozen=True, slots=True)
class Cloud:
    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def endpoint(self) -> str:
        return f"http://{HOST}:{self.port}"

    def stop(self) -> None:
        """Lets it save; then makes sure."""
        with contextlib.suppress(OSError):
            if self.process.stdin:
                self.process.stdin.close()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def session() -> boto3.Session:
    import boto3

    return boto3.Session(aws_access_key_id=KEY, aws_secret_access_key=KEY, region_name=REGION)


def free_port(wanted: int = 0) -> int:
    """`wanted` if nobody listens there, else one that the system picks."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return int(probe.getsockname()[1])
    raise CloudFailed("no free port on 127.0.0.1")


def start(*, folder: Path, port: int, keep: bool = True) -> Cloud:
    """folder: where state, objects, logs and functions' code are kept. keep: state and objects
    outlive the cloud. Raises CloudFailed."""
    shutil.rmtree(folder / "tmp", ignore_errors=True)  # functions' code, left by a kill
    for name in ("cloud", "objects", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    log = folder / "cloud.log"
    with log.open("ab") as sink:
        process = _spawn(folder, port, sink, keep="1" if keep else "0")
    cloud = Cloud(port, process, log)
    _wait(cloud)
    return cloud


def _spawn(folder: Path, port: int, sink: IO[bytes], *, keep: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "infra.local.cloud_main"],
        stdin=subprocess.PIPE,
        stdout=sink,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C is the launcher's to handle, in its order
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(_NOT_OURS)},
            "BIND_HOST": HOST,
            "GATEWAY_PORT": str(port),
            "MINISTACK_HOST": "localhost",
            "MINISTACK_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": KEY,
            "PERSIST_STATE": keep,
            "STATE_DIR": str(folder / "cloud"),
            "S3_PERSIST": keep,
            "S3_DATA_DIR": str(folder / "objects"),
            "TMPDIR": str(folder / "tmp"),
            "AUTH": "true",  # the functions run as their roles: what a policy lacks shows here
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LOG_LEVEL": os.environ.get("TERTULIA_CLOUD_LOG", "WARNING"),
            "DOCKER_HOST": f"unix://{folder}/none.sock",  # it would look for containers to reap
        },
    )


def _wait(cloud: Cloud) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if cloud.process.poll() is not None:
            break
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{cloud.endpoint}/_ministack/health", timeout=2).close()
            return
        time.sleep(0.05)
    cloud.stop()
    tail = cloud.log.read_text(errors="replace").splitlines()[-15:]
    raise CloudFailed("The local cloud did not start:\n" + "\n".join(tail))
