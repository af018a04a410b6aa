"""Brings the local stack up, keeps it like the sources, and takes it down."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from infra import deploy, package, site, stack
from infra.environment import environment
from infra.local import checks, client, cloud, demo, edge, front, signing, warm
from infra.local.watch import Watch

ROOT = package.ROOT
STAGE = "local"


@dataclass(frozen=True, slots=True)
class Options:
    """folder: state, logs, stack.json. port: of the front; 0: any. client: build and watch it.
    keep: what is stored outlives the run. past: a new account has weeks behind it, and people who
    write today."""

    folder: Path = ROOT / ".local"
    port: int = 4700
    cloud_port: int = 4566
    demo: bool = False
    watch: bool = True
    client: bool = True
    keep: bool = True
    past: bool = True


@dataclass(slots=True)
class Local:
    options: Options
    place: front.Place
    url: str = ""
    cloud: cloud.Cloud | None = None
    emulators: demo.Emulators | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    new: bool = False  # the account's past was made up just now

    @property
    def state(self) -> Path:
        return self.options.folder / "state"

    @property
    def past(self) -> list[str]:
        return ["--past"] if self.options.past else []

    @property
    def parameters(self) -> dict[str, str]:
        """Of the template. A provider's address may be given by the environment too."""
        given = {
            "PublicUrl": self.url,
            "WebsocketUrl": f"{self.url.replace('http', 'ws', 1)}/ws",
            "AllowedPrivateHosts": "localhost,127.0.0.1",
            "MailSender": "chat@demo.example",
            "MailDomain": "mail.demo.example",
            "EdgeSecret": self.place.edge_secret,
            "MailSigner": signing.public(self.options.folder),
        }
        if self.emulators:
            given |= self.emulators.parameters
        for parameter, name in (
            ("TelegramApiUrl", "TELEGRAM_API_URL"),
            ("WhatsappApiUrl", "WHATSAPP_API_URL"),
            ("MessengerApiUrl", "MESSENGER_API_URL"),
            ("InstagramApiUrl", "INSTAGRAM_API_URL"),
            ("ViberApiUrl", "VIBER_API_URL"),
            ("VkApiUrl", "VK_API_URL"),
        ):
            if os.environ.get(name):
                given[parameter] = os.environ[name]
        return given

    def start_cloud(self) -> None:
        wanted = self.cloud.port if self.cloud else self.options.cloud_port
        port = cloud.free_port(wanted)
        self.cloud = cloud.start(folder=self.state, port=port, keep=self.options.keep)
        self.place.endpoint = self.cloud.endpoint

    def deploy(self) -> None:
        """Raises PackagingFailed or DeploymentFailed; what runs then goes on running."""
        dist = ROOT / "web" / "dist"
        first = not self.outputs  # later the front has the client from the disk, always the newest
        target = deploy.Target(
            stage=STAGE,
            region=cloud.REGION,
            endpoint=self.place.endpoint,
            parameters=self.parameters,
            build=self.options.folder / "build",
            dist=dist if first and all((dist / part).is_dir() for part in site.PARTS) else None,
        )
        session = cloud.session()
        self.outputs = deploy.deploy(target, session, say=lambda _: None)
        self.place.follow(self.outputs)

    def seed(self) -> None:
        """In a process of its own, so that the sources it imports are today's."""
        command = [sys.executable, "-m", "infra.local.seed"]
        done = subprocess.run(
            command + (["--connect"] if self.emulators else []) + self.past,
            cwd=ROOT,
            env={**os.environ, **self.environment()},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise stack.DeploymentFailed(f"The demo account could not be made:\n{done.stderr}")
        self.told = json.loads(done.stdout.splitlines()[-1])
        self.new = bool(self.told.pop("new", False))
        sites = [entry["id"] for entry in self.told["channels"] if entry["kind"] == "website"]
        self.place.demo_channel = sites[0]

    def greet(self) -> None:
        """The first look at a new account is at people who write. What fails is said."""
        if not self.new:
            return
        folder = str(self.options.folder)
        command = [sys.executable, "-m", "infra.local.stories", "--folder", folder]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"The inbox is empty at first:\n{done.stderr[-1500:]}", flush=True)

    def environment(self) -> dict[str, str]:
        named = environment(
            self.outputs, self.parameters, region=cloud.REGION, endpoint=self.place.endpoint
        )
        return named | {"MAIL_KEY": str(signing.place(self.options.folder).resolve())}

    def processes(self) -> dict[str, int]:
        running = {"cloud": self.cloud, "emulators": self.emulators}
        return {name: part.process.pid for name, part in running.items() if part}

    def warm(self) -> None:
        warm.warm(
            endpoint=self.place.endpoint,
            stack_name=f"{deploy.APP}-{STAGE}",
            api=f"{self.url}/api",
        )

    def write_addresses(self) -> None:
        """For other tools; written last, whole or not at all."""
        addresses = {
            "console": f"{self.url}/",
            "demo": f"{self.url}/demo/",
            "api": f"{self.url}/api",
            "websocket": f"{self.url.replace('http', 'ws', 1)}/ws",
            **self.told,
            "emulators": self.emulators.addresses if self.emulators else {},
            "environment": self.environment(),
            "processes": self.processes(),
        }
        path = self.options.folder / "stack.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(addresses, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One stack a folder. Raises Missing if another holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise checks.Missing(f"A local stack already runs with {folder}.") from None
        (folder / "stack.json").unlink(missing_ok=True)
        try:
            yield
        finally:
            (folder / "stack.json").unlink(missing_ok=True)


async def run(options: Options) -> None:
    """Until Ctrl-C or SIGTERM. Raises Missing, CloudFailed, PackagingFailed, DeploymentFailed."""
    checks.python()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with alone(options.folder):
        secret = edge.secret(options.folder)
        local = Local(options, front.Place(web=ROOT / "web", edge_secret=secret))
        server = web.AppRunner(front.application(local.place), access_log=None)
        await server.setup()
        try:
            await _listen(local, server)
            up = asyncio.create_task(_come_up(local))
            if await _first(up, stop):
                await _first(asyncio.create_task(_keep_up(local)), stop)
        finally:
            print("Stopping ...", flush=True)
            await server.cleanup()
            if local.emulators:
                local.emulators.stop()
            if local.cloud:
                await asyncio.to_thread(local.cloud.stop)


async def _first(task: asyncio.Task[None], stop: asyncio.Event) -> bool:
    """Wait for the task or the signal; whether the task ended first. The task's error is raised."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return False


async def _listen(local: Local, server: web.AppRunner) -> None:
    port = local.options.port or cloud.free_port()
    try:
        await web.TCPSite(server, cloud.HOST, port, shutdown_timeout=1).start()
    except OSError:
        raise checks.Missing(
            f"Port {port} is taken. Stop what uses it, or choose another: make run PORT=4800"
        ) from None
    local.url = f"http://localhost:{port}"


async def _come_up(local: Local) -> None:
    print("Starting the local cloud ...", flush=True)
    if local.options.demo:
        local.emulators = await asyncio.to_thread(demo.start, local.state)
    building = asyncio.create_task(asyncio.to_thread(_build_stale, local))
    await asyncio.to_thread(local.start_cloud)
    print("Deploying ...", flush=True)
    await building
    await asyncio.to_thread(local.deploy)
    await asyncio.to_thread(local.seed)
    await asyncio.to_thread(local.warm)
    local.write_addresses()
    await asyncio.to_thread(local.greet)
    print(_welcome(local), flush=True)


def _build_stale(local: Local) -> None:
    if not local.options.client:
        return
    for app in client.apps(ROOT / "web"):
        if app.stale():
            print(f"Building the {app.name} ...", flush=True)
            _try_build(app)


def _try_build(app: client.App) -> None:
    try:
        app.build()
    except (client.BuildFailed, checks.Missing) as problem:
        print(problem, flush=True)


async def _keep_up(local: Local) -> None:
    """Redeploy what is edited, rebuild the client, raise the cloud again if it was killed."""
    sources = Watch(
        (ROOT / "app.py", ROOT / "chalicelib", ROOT / ".chalice", *(ROOT / "infra").glob("*.yaml"))
    )
    apps = client.apps(ROOT / "web") if local.options.watch and local.options.client else []
    while True:
        await asyncio.sleep(0.5)
        if local.cloud and local.cloud.process.poll() is not None:
            print("The local cloud died; starting it again ...", flush=True)
            await asyncio.to_thread(local.start_cloud)
            await _redeploy(local)
        if local.options.watch and sources.changed():
            await _redeploy(local)
        for app in apps:
            if app.watch.changed():
                print(f"Building the {app.name} ...", flush=True)
                await asyncio.to_thread(_try_build, app)


async def _redeploy(local: Local) -> None:
    print("Deploying ...", end=" ", flush=True)
    try:
        await asyncio.to_thread(local.deploy)
    except (package.PackagingFailed, stack.DeploymentFailed, site.NotBuilt) as problem:
        print(f"not done; the version before goes on running.\n{problem}", flush=True)
    else:
        local.write_addresses()
        print("done.", flush=True)


def _welcome(local: Local) -> str:
    people = "\n".join(
        f"    {entry['role']:8} {entry['email']:22} {entry['password']}"
        for entry in local.told["accounts"]
    )
    lines = [
        "",
        "  Tertulia is up.",
        "",
        f"  Shop with the widget   {local.url}/demo/",
        f"  Console                {local.url}/",
        people,
        "",
    ]
    if local.emulators:
        lines += [local.emulators.told, ""]
    lines += ["  Edit the sources, and they are live in seconds. Ctrl-C stops everything.", ""]
    return "\n".join(lines)
