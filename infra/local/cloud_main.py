"""MiniStack as our local cloud: the child process of `infra.local.cloud`.

What is changed in it, and why, stands at each function; docs/local.md has the list. The process
ends, saving, when its standard input closes: it never outlives the launcher that started it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SAVE_EVERY_S = 2.0
WORKERS_PER_FUNCTION = int(os.environ.get("TERTULIA_LOCAL_WORKERS", "3"))
_CALLER = "127.0.0.1"
_QUIET = (b"/_ministack", b"/_localstack")


class Activity:
    """When the last request that may have changed something ended (monotonic seconds)."""

    def __init__(self) -> None:
        self.last = 0.0


def watched(app: App, activity: Activity) -> App:
    """Notes activity, and wakes the stream's poller after a table write: by itself it would look
    once a second only, which every message would wait for."""
    from ministack.core.concurrency import esm_wake

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)
        if scope["type"] != "http" or bytes(scope.get("raw_path", b"")).startswith(_QUIET):
            return
        activity.last = time.monotonic()
        headers = dict(scope.get("headers", []))
        if b"DynamoDB" in headers.get(b"x-amz-target", b""):
            esm_wake.set()

    return call


def quicken_timers() -> None:
    """One-shot schedules are looked at every second; MiniStack's own ten make a demo feel dead."""
    from ministack.services import eventbridge, scheduler

    scheduler._SCHEDULE_TICK_INTERVAL = 1
    eventbridge._SCHEDULER_TICK_INTERVAL = 1


def bound_workers() -> None:
    """A burst waits for a free worker instead of starting dozens of interpreters."""
    from ministack.services import lambda_svc

    start = lambda_svc.acquire_worker

    def acquire(
        name: str,
        config: dict[str, Any],
        code: bytes,
        qualifier: str = "$LATEST",
        max_concurrency: int | None = None,
    ) -> tuple[Any, str]:
        limit = min(max_concurrency or WORKERS_PER_FUNCTION, WORKERS_PER_FUNCTION)
        deadline = time.monotonic() + 30
        while True:
            worker, reason = start(name, config, code, qualifier, limit)
            if worker is not None or time.monotonic() > deadline:
                return worker, reason
            time.sleep(0.005)

    lambda_svc.acquire_worker = acquire


def collect_logs_at_once() -> None:
    """A handler that logs nothing would cost 50 ms of waiting for a line that never comes."""
    from ministack.core import lambda_runtime

    lambda_runtime.Worker._drain_stderr_bounded = lambda_runtime.Worker._drain_stderr


def unpack_once() -> None:
    """Every worker would unpack, and then compile, the whole application for itself. They share
    one folder a zip, and its bytecode."""
    from types import SimpleNamespace

    from ministack.core import lambda_runtime

    from infra.local.unpacking import SharedZip

    real = lambda_runtime.zipfile
    lambda_runtime.zipfile = SimpleNamespace(**{**vars(real), "ZipFile": SharedZip})


def save_fast() -> None:
    """`json.dump` writes token by token in Python; `dumps` does it in C, ten times as fast."""
    from types import SimpleNamespace

    from ministack.core import persistence

    def dump(what: Any, file: Any, **options: Any) -> None:
        file.write(json.dumps(what, **options))

    persistence.json = SimpleNamespace(**{**vars(json), "dump": dump})


def forget_stream_offsets() -> None:
    """Offsets are saved but the stream's records are not: an old offset would skip new records."""
    from ministack.services import lambda_svc

    restore = lambda_svc._restore_state

    def restored(data: Any) -> None:
        restore(data)
        lambda_svc._dynamodb_stream_positions.clear()

    lambda_svc._restore_state = restored


def find_queues_by_name() -> None:
    """A queue is kept under an address that holds our port. After a restart on another one, the
    functions' pollers would look for it under the new address, and find no queue."""
    from ministack.services import sqs

    made = sqs._queue_url_for_account

    def address(account: str, name: str) -> str:
        kept: str | None = sqs._queue_name_to_url.get_scoped(account, sqs.get_region(), name)
        return kept or str(made(account, name))

    sqs._queue_url_for_account = address


def know_batches() -> None:
    """IAM has no action for SQS's batch calls: the single call's covers them."""
    from ministack.core import iam_actions

    told = iam_actions.extract_iam_action

    def action(service: str, *rest: Any, **named: Any) -> Any:
        found = told(service, *rest, **named)
        return found.removesuffix("Batch") if service == "sqs" and found else found

    iam_actions.extract_iam_action = action


def know_schedule_groups() -> None:
    """A schedule's name in IAM holds its group, which a request carries in its body or query;
    MiniStack takes every schedule for one of the group `default`."""
    from ministack.core import iam_actions

    told = iam_actions.extract_resource_arn

    def resource(
        service: str,
        method: str,
        path: str,
        headers: Any,
        body: Any,
        query: Any,
        *rest: Any,
        **named: Any,
    ) -> Any:
        found = told(service, method, path, headers, body, query, *rest, **named)
        if service != "scheduler" or ":schedule/default/" not in str(found):
            return found
        group = (query or {}).get("groupName", "")
        if body:
            group = json.loads(body).get("GroupName", "")
        group = group[0] if isinstance(group, list) else group
        return found.replace(":schedule/default/", f":schedule/{group or 'default'}/")

    iam_actions.extract_resource_arn = resource


def know_senders() -> None:
    """What a mail is sent from is an identity; MiniStack asks IAM for `*`."""
    from email.utils import parseaddr

    from ministack.core import iam_actions

    told = iam_actions.extract_resource_arn

    def resource(
        service: str,
        method: str,
        path: str,
        headers: Any,
        body: Any,
        query: Any,
        region: str,
        account: str,
    ) -> Any:
        if service != "ses" or not path.endswith("/outbound-emails") or not body:
            return told(service, method, path, headers, body, query, region, account)
        sender = parseaddr(json.loads(body).get("FromEmailAddress", ""))[1]
        return f"arn:aws:ses:{region}:{account}:identity/{sender}"

    iam_actions.extract_resource_arn = resource


def know_callers() -> None:
    """API Gateway tells who called it, and adds him to X-Forwarded-For; MiniStack takes the first
    name there, which anybody can write, for the caller. All callers are of this machine."""
    from ministack.services import apigateway_v1

    built = apigateway_v1._build_lambda_event_v1

    def event(*given: Any, **named: Any) -> Any:
        made = built(*given, **named)
        made["requestContext"]["identity"]["sourceIp"] = _CALLER
        way = [*filter(None, [made["headers"].get("x-forwarded-for")]), _CALLER]
        made["headers"]["x-forwarded-for"] = ", ".join(way)
        return made

    apigateway_v1._build_lambda_event_v1 = event


def keep_letters() -> None:
    """What SES is given to send is kept whole, in base64, as `Type` of `/_ministack/ses/messages`
    (it shows no field that it does not know): MiniStack forgets its headers and files."""
    from ministack.services import ses_v2

    parse, listed = ses_v2._parse_raw_mime, ses_v2._sent_emails_list
    given: list[str] = []

    class Keeping:
        def __iter__(self) -> Any:
            return iter(listed())

        def append(self, record: dict[str, Any]) -> None:
            whole = {"Type": given.pop()} if given else {}
            listed().append(record | whole)

    def parsed(raw: str) -> Any:
        given[:] = [raw]
        return parse(raw)

    ses_v2._parse_raw_mime = parsed
    ses_v2._sent_emails_list = Keeping


def save_while_running(activity: Activity, stop: threading.Event) -> None:
    """MiniStack saves at a graceful end only. This saves every few seconds in which something
    happened; never more than a fifth of the time, however large the state is."""
    from ministack import app as ministack

    saved = 0.0
    pause = SAVE_EVERY_S
    while not stop.wait(pause):
        if activity.last <= saved:
            continue
        began = time.monotonic()
        ministack.save_all(ministack._build_persistence_save_dict())
        saved = began
        pause = max(SAVE_EVERY_S, 4 * (time.monotonic() - began))


async def serve(host: str, port: int) -> None:
    from hypercorn.asyncio import serve as hypercorn
    from hypercorn.config import Config
    from ministack.app import app

    logging.getLogger("hypercorn.access").disabled = True
    activity = Activity()
    config = Config()
    config.bind = [f"{host}:{port}"]
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    stop = threading.Event()
    threading.Thread(target=_until_launcher_ends, args=(loop, ending), daemon=True).start()
    saver = threading.Thread(target=save_while_running, args=(activity, stop), daemon=True)
    if os.environ["PERSIST_STATE"] == "1":
        saver.start()

    async def over() -> None:
        await ending.wait()
        stop.set()
        if saver.ident:
            await asyncio.to_thread(saver.join)  # two writers of one file would be one too many

    await hypercorn(cast(Any, watched(app, activity)), config, shutdown_trigger=over)


def _until_launcher_ends(loop: asyncio.AbstractEventLoop, ending: asyncio.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass
    loop.call_soon_threadsafe(ending.set)


def main() -> None:
    quicken_timers()
    bound_workers()
    collect_logs_at_once()
    unpack_once()
    save_fast()
    forget_stream_offsets()
    find_queues_by_name()
    know_batches()
    know_schedule_groups()
    know_senders()
    know_callers()
    keep_letters()
    asyncio.run(serve(os.environ["BIND_HOST"], int(os.environ["GATEWAY_PORT"])))
    from ministack.core import lambda_runtime

    lambda_runtime.reset()
    os._exit(0)  # MiniStack's pollers are endless threads


if __name__ == "__main__":
    main()
