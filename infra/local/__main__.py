"""`python -m infra.local run` brings the product up here; `logs` shows what its functions write,
`logs --once` what they have written; `reset` forgets its data."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
from pathlib import Path

from infra.local import checks


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("command", choices=["run", "logs", "reset"])
    parser.add_argument("--folder", type=Path, default=Path(".local"), help="where data is kept")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 4700))
    parser.add_argument("--cloud-port", type=int, default=4566, help="wanted; else a free one")
    parser.add_argument("--demo", action="store_true", help="with stand-ins for the providers")
    parser.add_argument("--no-past", action="store_true", help="an empty account")
    parser.add_argument("--no-watch", action="store_true", help="do not follow the sources")
    parser.add_argument("--no-client", action="store_true", help="do not build the client")
    parser.add_argument("--forget", action="store_true", help="keep nothing of what is stored")
    parser.add_argument("--once", action="store_true", help="logs: do not wait for more")
    return parser.parse_args()


def _show_logs(folder: Path, *, once: bool) -> None:
    from infra.local import logs

    with contextlib.suppress(KeyboardInterrupt):
        for line in logs.follow(folder, once=once):
            print(line, flush=True)


def main() -> int:
    given = _arguments()
    folder = given.folder.resolve()
    if given.command == "reset":
        shutil.rmtree(folder / "state", ignore_errors=True)
        print(f"Forgot the data in {folder / 'state'}.")
        return 0
    try:
        checks.python()
        if given.command == "logs":
            _show_logs(folder, once=given.once)
            return 0
        from infra.local import cloud, runner
        from infra.package import PackagingFailed
        from infra.stack import DeploymentFailed
    except checks.Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    options = runner.Options(
        folder=folder,
        port=given.port,
        cloud_port=given.cloud_port,
        demo=given.demo or os.environ.get("DEMO") == "1",
        watch=not given.no_watch,
        client=not given.no_client,
        keep=not given.forget,
        past=not given.no_past,
    )
    try:
        asyncio.run(runner.run(options))
    except (checks.Missing, cloud.CloudFailed, PackagingFailed, DeploymentFailed) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
