"""`python -m infra.local.emulators --port 4710`: all of them, each under its kind of channel
(/telegram, /whatsapp, /messenger, /instagram, /viber, /vk, /custom), and /apps for what
integrations reach; bound to loopback.

Known credentials are those of the demo's channels (infra/local/seed.py). If standard input is a
pipe, its end is the end: nothing outlives the command that started it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

from infra.local.emulators.apps import Apps
from infra.local.emulators.custom import Custom
from infra.local.emulators.meta import Meta, Page
from infra.local.emulators.telegram import Telegram
from infra.local.emulators.viber import Viber
from infra.local.emulators.vk import Vk
from infra.local.emulators.whatsapp import Number, WhatsApp
from infra.local.seed import CHANNELS, DEMO_INSTAGRAM_ID

HERE = Path(__file__).parent


def demo_telegram(path: Path | None = None) -> Telegram:
    """The Bot API that knows the demo's bot."""
    secrets = _of("telegram")[1]
    return Telegram({secrets["token"]: "cafe_tertulia_bot"}, path)


def demo_whatsapp(path: Path | None = None, *, read_after: float | None = 1.5) -> WhatsApp:
    """The Cloud API that knows the demo's number."""
    settings, secrets = _of("whatsapp")
    number = Number(
        id=settings["phone_number_id"],
        account=settings["waba_id"],
        token=secrets["access_token"],
        app_secret=secrets["app_secret"],
    )
    return WhatsApp(number, path, read_after=read_after)


def _of(kind: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return next((given, secrets) for each, _, given, secrets in CHANNELS if each == kind)


def demo_meta(kind: str, path: Path | None = None, *, read_after: float | None = 1.5) -> Meta:
    """The Send API that knows the demo's page, or the one that its Instagram is linked with."""
    settings, secrets = _of(kind)
    page = Page(
        id=settings["page_id"],
        token=secrets["access_token"],
        app_secret=secrets["app_secret"],
        account=DEMO_INSTAGRAM_ID if kind == "instagram" else "",
    )
    return Meta(kind, page, path, read_after=read_after)


def demo_viber(path: Path | None = None, *, read_after: float | None = 1.5) -> Viber:
    """The API that knows the demo's bot."""
    return Viber(_of("viber")[1]["token"], path, read_after=read_after)


def demo_vk(path: Path | None = None, *, read_after: float | None = 1.5) -> Vk:
    """The API that knows the demo's community."""
    return Vk(_of("vk")[1]["access_token"], path, read_after=read_after)


def demo_custom(path: Path | None = None, *, read_after: float | None = 1.5) -> Custom:
    """A shop's own app. It knows its channel once it is told (`_control/channel`)."""
    return Custom(path, read_after=read_after)


Provider = Telegram | WhatsApp | Meta | Viber | Vk | Custom


def together(*providers: Provider) -> web.Application:
    """One origin: `/` shows them side by side."""

    async def index(request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "page" / "both.html")

    app = web.Application(client_max_size=110 * 1024 * 1024)
    app.router.add_get("/", index)
    for provider in (*providers, Apps()):
        app.add_subapp(f"/{provider.name}", provider.app())
    return app


async def serve(arguments: argparse.Namespace) -> None:
    folder = Path(arguments.state) if arguments.state else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)

    def kept(kind: str) -> Path | None:
        return folder / f"{kind}.json" if folder else None

    after = arguments.read_after
    providers: list[Provider] = [
        demo_telegram(kept("telegram")),
        demo_whatsapp(kept("whatsapp"), read_after=after),
        *(demo_meta(kind, kept(kind), read_after=after) for kind in ("messenger", "instagram")),
        demo_viber(kept("viber"), read_after=after),
        demo_vk(kept("vk"), read_after=after),
        demo_custom(kept("custom"), read_after=after),
    ]
    for provider in providers:
        _populate(provider)
    runner = web.AppRunner(together(*providers), access_log=None)
    await runner.setup()
    await _site(runner, arguments).start()
    print(f"{next(iter(runner.sites)).name}/", flush=True)
    await _until_told()
    await runner.cleanup()


def _site(runner: web.AppRunner, arguments: argparse.Namespace) -> web.BaseSite:
    if arguments.fd is None:
        return web.TCPSite(runner, arguments.host, arguments.port)
    return web.SockSite(runner, socket.socket(fileno=arguments.fd))


def _populate(provider: Provider) -> None:
    """Somebody to write as, the first time."""
    if not provider.chats.people:
        for name in ("Lucía Ortega", "Tom Baker"):
            provider.chats.add_person(provider.new_person({"name": name}))


async def _until_told() -> None:
    """SIGINT, SIGTERM, or the end of a pipe on standard input."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    with contextlib.suppress(OSError, ValueError):
        if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
            loop.add_reader(sys.stdin.fileno(), _at_end, told)
    await told.wait()


def _at_end(told: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        told.set()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.local.emulators", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--port", type=int)
    where.add_argument("--fd", type=int, help="a listening socket, handed down")
    parser.add_argument("--state", help="a folder that keeps people and chats between runs")
    parser.add_argument("--read-after", type=float, default=1.5, help="seconds")
    arguments = parser.parse_args()
    asyncio.run(serve(arguments))


if __name__ == "__main__":
    main()
