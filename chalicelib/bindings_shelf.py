"""Between the jobs and the shelf. Looked up when called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib import wiring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chalicelib.channels.base import Inbound
    from chalicelib.jobs.model import Job


def read_again_step(job: Job) -> Job:
    from chalicelib.conversations import shelf

    return shelf.step(wiring.shelf_ports(), job)


def parse(kind: str, raw: str) -> Sequence[Inbound]:
    from chalicelib.channels import registry

    return registry.get(kind).parse(raw)
