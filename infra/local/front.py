"""The one local origin: what CloudFront is on AWS.

`/` console, `/w/` widget, `/demo/` a shop with the widget on it, `/api/*` REST, `/ws` sockets.
Ids of the APIs change with a deployment; this address never does.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import WSMsgType, web
from multidict import CIMultiDict
from yarl import URL

from chalicelib.entry._edge import SECRET
from infra.local import edge

#: What CloudFront adds, so that a visitor on this machine has a country and a city.
GEO = {
    "CloudFront-Viewer-Country": "PT",
    "CloudFront-Viewer-Country-Name": "Portugal",
    "CloudFront-Viewer-Country-Region-Name": "Lisboa",
    "CloudFront-Viewer-City": "Lisbon",
    "CloudFront-Viewer-Time-Zone": "Europe/Lisbon",
}
#: Headers of one hop (RFC 9110, 7.6.1), and what the proxy computes anew.
_HOP = frozenset(
    {
        "accept-encoding",
        "connection",
        "content-encoding",
        "content-length",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
_EDGE = frozenset({"x-forwarded-for", SECRET.lower()})
_LARGEST_BODY = 10 * 1024 * 1024  # API Gateway's limit of a payload
_NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Tertulia</title>
<meta http-equiv="refresh" content="2">
<body style="font:16px system-ui;margin:20vh auto;width:30em">
<p>The {part} is not built yet. This page looks again every two seconds.</p>"""


@dataclass(slots=True)
class Place:
    """Where the front finds things. The ids are set after each deployment."""

    web: Path
    endpoint: str = ""
    rest_api: str = ""
    websocket_api: str = ""
    demo_channel: str = ""
    edge_secret: str = ""
    geo: Mapping[str, str] = field(default_factory=lambda: GEO)

    def follow(self, outputs: Mapping[str, str]) -> None:
        self.rest_api = outputs["RestAPIId"]
        self.websocket_api = outputs["WebsocketAPIId"]


_PLACE = web.AppKey("place", Place)
_CLIENT = web.AppKey("client", aiohttp.ClientSession)


def application(place: Place) -> web.Application:
    app = web.Application(client_max_size=_LARGEST_BODY)
    app[_PLACE] = place
    app.cleanup_ctx.append(_with_client)
    app.router.add_route("*", "/api/{tail:(?s:.*)}", rest)
    app.router.add_get("/ws", socket)
    app.router.add_get("/w/{name:.+}", widget)
    app.router.add_get("/demo", to_demo)
    app.router.add_get("/demo/{name:.*}", demo)
    app.router.add_get("/{name:.*}", console)
    return app


async def _with_client(app: web.Application) -> AsyncIterator[None]:
    timeout = aiohttp.ClientTimeout(total=35, sock_connect=5)
    async with aiohttp.ClientSession(timeout=timeout) as client:
        app[_CLIENT] = client
        yield


def _onward(request: web.Request) -> dict[str, str]:
    """The viewer's headers; those that only the edge may set are its own. It adds the viewer's
    address to what the viewer says of the way behind him."""
    kept = {
        name: value
        for name, value in request.headers.items()
        if name.lower() not in _HOP | _EDGE and not name.lower().startswith("cloudfront-")
    }
    place = request.app[_PLACE]
    given = request.headers.getall("X-Forwarded-For", [])
    way = [*filter(None, given), request.remote or "127.0.0.1"]
    told = {"X-Forwarded-For": ", ".join(way), SECRET: place.edge_secret}
    return {**kept, **place.geo, **told}


async def rest(request: web.Request) -> web.Response:
    """The body goes on byte for byte: webhooks are signed over it."""
    place = request.app[_PLACE]
    path = request.rel_url.raw_path  # begins with /api, which is also the API's stage
    url = f"{place.endpoint}/_aws/execute-api/{place.rest_api}{path}"
    query = request.rel_url.raw_query_string
    target = URL(f"{url}?{query}" if query else url, encoded=True)
    body = await request.read()
    try:
        async with request.app[_CLIENT].request(
            request.method,
            target,
            data=body or None,
            headers=_onward(request),
            allow_redirects=False,
        ) as answer:
            kept = [(n, v) for n, v in answer.headers.items() if n.lower() not in _HOP]
            body = await answer.read()
            return web.Response(status=answer.status, body=body, headers=CIMultiDict(kept))
    except (aiohttp.ClientError, TimeoutError) as problem:
        return web.json_response({"title": f"The API does not answer: {problem}"}, status=502)


async def socket(request: web.Request) -> web.StreamResponse:
    """The API is asked first, so that a refused ticket refuses the browser's handshake too."""
    place = request.app[_PLACE]
    base = place.endpoint.replace("http", "ws", 1)
    url = f"{base}/_aws/execute-api/{place.websocket_api}/api?{request.query_string}"
    try:
        upstream = await request.app[_CLIENT].ws_connect(url, max_msg_size=0, autoping=True)
    except aiohttp.WSServerHandshakeError as refusal:
        return web.Response(status=refusal.status)
    except (aiohttp.ClientError, TimeoutError):
        return web.Response(status=502)
    browser = web.WebSocketResponse(max_msg_size=128 * 1024)
    await browser.prepare(request)
    ways = ((browser, upstream), (upstream, browser))
    tasks = [asyncio.create_task(_pump(source, sink)) for source, sink in ways]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(ConnectionError):
            await upstream.close()
            await browser.close()
    return browser


_Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


async def _pump(source: _Socket, sink: _Socket) -> None:
    with contextlib.suppress(ConnectionError):
        async for message in source:
            if message.type is WSMsgType.TEXT:
                await sink.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await sink.send_bytes(message.data)


def _file(folder: Path, name: str) -> Path | None:
    """The file of that name inside the folder and nowhere else."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _page(text: str, status: int = 200) -> web.Response:
    return web.Response(
        text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-cache"}
    )


async def console(request: web.Request) -> web.StreamResponse:
    """A file of the console; else its page, which routes by itself."""
    folder = request.app[_PLACE].web / "dist" / "console"
    name = request.match_info["name"]
    path = _file(folder, name) if name else None
    if path is None and "." in name.rsplit("/", 1)[-1]:
        raise web.HTTPNotFound
    path = path or _file(folder, "index.html")
    if path is None:
        return _page(_NOT_BUILT.format(part="console"), status=503)
    return web.FileResponse(path, headers=_as_the_edge(request, "ConsoleHeaders"))


def _as_the_edge(request: web.Request, policy: str) -> dict[str, str]:
    """Nothing is kept, besides what CloudFront says of such files."""
    media, sockets = request.app[_PLACE].endpoint, f"ws://{request.host}"
    return {"Cache-Control": "no-cache", **edge.headers(policy, media=media, sockets=sockets)}


async def widget(request: web.Request) -> web.StreamResponse:
    folder = request.app[_PLACE].web / "dist" / "widget"
    path = _file(folder, request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers=_as_the_edge(request, "WidgetHeaders"))


async def to_demo(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/demo/")


async def demo(request: web.Request) -> web.StreamResponse:
    """The shop. Its pages get the demo site's channel id in place of `CHANNEL_ID`."""
    place = request.app[_PLACE]
    path = _file(place.web / "demo", request.match_info["name"] or "index.html")
    if path is None:
        raise web.HTTPNotFound
    if path.suffix != ".html":
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})
    channel = html.escape(request.query.get("channel", place.demo_channel), quote=True)
    return _page(path.read_text(encoding="utf-8").replace("CHANNEL_ID", channel))
