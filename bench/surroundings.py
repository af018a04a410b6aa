"""Where the handlers are measured: real endpoints out of process, the template's tables and queues."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from bench import dynamodb_local


@contextmanager
def endpoint() -> Iterator[str]:
    """One address for all of AWS, gone afterwards."""
    with dynamodb_local.running() as tables:
        port = dynamodb_local.free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.aws_server", str(port), tables],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=10)


def _wait(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the AWS stand-in stopped while starting")
        try:
            urllib.request.urlopen(f"{address}/moto-api/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the AWS stand-in did not start in time")


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    """os.environ with these values; the settings and clients of before are forgotten."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    forget()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        forget()


def forget() -> None:
    """Drop what this process has cached of its surroundings."""
    from chalicelib import wiring
    from chalicelib.settings import settings
    from chalicelib.shared import aws

    settings.cache_clear()
    aws.forget()
    for builder in vars(wiring).values():
        if hasattr(builder, "cache_clear") and builder is not settings:
            builder.cache_clear()
