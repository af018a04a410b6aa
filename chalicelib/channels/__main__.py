"""`python -m chalicelib.channels parse <channel> < payload.json`: look into a webhook.

Prints what the payload holds, one JSON object a line, each with `type` (message, status, event or
unsupported), `kind`, the provider's `id`, `sender`, and the normalised content. Exit 0; 2 with one
line on stderr if the payload is not the provider's at all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from chalicelib.channels import registry
from chalicelib.channels.base import Inbound, NotThisProvider
from chalicelib.channels.plain import as_plain


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m chalicelib.channels", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    parse = commands.add_parser("parse", help="print what a webhook's payload (stdin) holds")
    parse.add_argument("channel", choices=registry.KINDS)
    chosen = parser.parse_args(arguments)
    try:
        items = _items(chosen.channel, sys.stdin.buffer.read())
    except NotThisProvider as problem:
        print(f"not a {chosen.channel} webhook: {problem}", file=sys.stderr)
        return 2
    for item in items:
        print(json.dumps(as_plain(item), ensure_ascii=True))
    return 0


def _items(kind: str, body: bytes) -> Sequence[Inbound]:
    if kind == "email":  # what SES tells, or the letter itself
        from chalicelib.mail import looking

        return looking.looked(body)
    return registry.get(kind).parse(body.decode("utf-8-sig", "backslashreplace"))


if __name__ == "__main__":
    sys.exit(main())
