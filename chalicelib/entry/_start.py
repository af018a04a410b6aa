"""Being ready before the first event.

While a process starts, Lambda gives it a whole processor; while it serves an event, only the share
that its memory buys, here a third. What an event will need is therefore loaded at the start. The
same modules are imported by others too (packaging, tests, `app.py`), who shall not pay for it:
only the process whose handler it is gets ready.
https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

from __future__ import annotations

from chalicelib.settings import handler


def ready(name: str, *builders: str, clients: tuple[str, ...] = ("dynamodb",)) -> None:
    """name: the handler, as Lambda has it. builders: of `wiring`, by name. clients: of AWS."""
    if handler() != name:
        return
    from chalicelib import wiring
    from chalicelib.shared import aws

    for builder in builders:
        getattr(wiring, builder)()
    for client in clients:
        aws.client(client)
    if "realtime_ports" in builders or "announce_ports" in builders:
        aws.sockets()
