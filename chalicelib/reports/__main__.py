"""Numbers counted again, from a terminal.

    python -m chalicelib.reports rebuild --account-id 01h… --first 2026-01-01 --last 2026-12-31
    python -m chalicelib.reports catch-up --account-id 01h…

Both print one JSON object, may be stopped anywhere and done again, and while messages come in. The
deployment is named by the environment: MAIN_TABLE, AWS_REGION.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from chalicelib.shared.errors import AppError

if TYPE_CHECKING:
    from chalicelib.reports.ports import FoldPorts

_STATUSES = ("open", "pending", "snoozed", "resolved")
_PAGE = 100


def parser() -> argparse.ArgumentParser:
    commands = argparse.ArgumentParser(prog="python -m chalicelib.reports")
    kinds = commands.add_subparsers(dest="command", required=True)
    again = kinds.add_parser("rebuild", help="the counters of these days, from the log")
    again.add_argument("--first", type=date.fromisoformat, required=True)
    again.add_argument("--last", type=date.fromisoformat, required=True)
    behind = kinds.add_parser("catch-up", help="every conversation, to its newest message")
    for command in (again, behind):
        command.add_argument("--account-id", required=True)
    return commands


def run(p: FoldPorts, conversations: Iterator[str], asked: argparse.Namespace) -> dict[str, Any]:
    """Raises TryAgain."""
    from chalicelib.reports import rebuilding, service

    account = asked.account_id
    if asked.command == "rebuild":
        days = rebuilding.rebuild(
            p.store, account_id=account, first=asked.first, last=asked.last, zone=p.zone(account)
        )
        return {"days": len(days), "readings": sum(days.values())}
    done = 0
    for conversation in conversations:
        service.catch_up(p, account_id=account, conversation_id=conversation)
        done += 1
    return {"conversations": done}


def _conversations(account_id: str) -> Iterator[str]:
    """All of the account. One that changes its status meanwhile may come twice: harmless."""
    from chalicelib import wiring
    from chalicelib.shared.ids import AccountId

    store = wiring.conversation_ports().store
    for status in _STATUSES:
        cursor = ""
        while True:
            page = store.page(AccountId(account_id), status=status, cursor=cursor, limit=_PAGE)
            yield from (str(each.id) for each in page.conversations)
            cursor = page.cursor
            if not cursor:
                break


def main() -> int:
    from chalicelib import wiring

    asked = parser().parse_args(sys.argv[1:])
    try:
        told = run(wiring.fold_ports(), _conversations(asked.account_id), asked)
    except AppError as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        return 2
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
