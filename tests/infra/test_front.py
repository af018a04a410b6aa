"""The local origin does to a request what CloudFront does, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import anyio
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from infra.local import front

Client = TestClient[web.Request, web.Application]


async def _echo(request: web.Request) -> web.Response:
    body = await request.read()
    return web.json_response(
        {
            "path": request.raw_path,
            "sha": hashlib.sha256(body).hexdigest(),
            "headers": {name.lower(): value for name, value in request.headers.items()},
        },
        headers={"Set-Cookie": "refresh=1; HttpOnly"},
    )


async def _sockets(request: web.Request) -> web.StreamResponse:
    if request.query.get("ticket") != "good":
        return web.Response(status=401)
    answer = web.WebSocketResponse()
    await answer.prepare(request)
    async for message in answer:
        await answer.send_str(f"got {message.data}")
    return answer


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Client]:
    cloud = web.Application()
    cloud.router.add_get("/_aws/execute-api/sock/api", _sockets)
    cloud.router.add_route("*", "/_aws/execute-api/rest/{tail:.*}", _echo)
    async with TestServer(cloud) as upstream:
        place = front.Place(
            web=folder,
            endpoint=str(upstream.make_url("")).rstrip("/"),
            rest_api="rest",
            websocket_api="sock",
            demo_channel="ch-1",
            edge_secret="edge-secret",
        )
        async with TestClient(TestServer(front.application(place))) as client:
            yield client


def raw(client: Client, path: str) -> URL:
    """The path as it stands: the client would tidy it up."""
    return URL(str(client.make_url("")).rstrip("/") + path, encoded=True)


def run(folder: Path, steps: Callable[[Client], Awaitable[None]]) -> None:
    async def main() -> None:
        async with opened(folder) as client:
            await steps(client)

    anyio.run(main)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "dist/console/index.html": "console page",
        "dist/console/assets/app.js": "js",
        "dist/widget/loader.js": "loader",
        "demo/index.html": '<script data-channel="CHANNEL_ID"></script>',
        "secret.txt": "secret",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_a_webhook_s_body_arrives_byte_for_byte(folder: Path) -> None:
    body = '{ "a" : "é\\u00e9",\r\n "b":\t1 }\x00'.encode()

    async def steps(client: Client) -> None:
        answer = await client.session.post(
            raw(client, "/api/hooks/whatsapp/c1?a=%2F&b=1"),
            data=body,
            headers={"Content-Type": "application/json", "X-Hub-Signature-256": "sha256=1"},
        )
        told = await answer.json()
        assert told["sha"] == hashlib.sha256(body).hexdigest()
        assert told["path"] == "/_aws/execute-api/rest/api/hooks/whatsapp/c1?a=%2F&b=1"
        assert told["headers"]["x-hub-signature-256"] == "sha256=1"
        assert answer.headers["Set-Cookie"] == "refresh=1; HttpOnly"
        assert len(answer.headers.getall("Content-Type")) == 1

    run(folder, steps)


def test_only_the_edge_says_where_a_visitor_is(folder: Path) -> None:
    async def steps(client: Client) -> None:
        answer = await client.get("/api/me", headers={"CloudFront-Viewer-City": "Forged"})
        headers = (await answer.json())["headers"]
        assert headers["cloudfront-viewer-city"] == "Lisbon"
        assert headers["cloudfront-viewer-country"] == "PT"

    run(folder, steps)


def test_only_the_edge_shows_its_secret_and_adds_where_a_viewer_calls_from(folder: Path) -> None:
    async def steps(client: Client) -> None:
        forged = {"x-tertulia-edge": "guessed", "x-forwarded-for": "198.51.100.7"}
        headers = (await (await client.get("/api/me", headers=forged)).json())["headers"]
        assert headers["x-tertulia-edge"] == "edge-secret"
        assert headers["x-forwarded-for"] == "198.51.100.7, 127.0.0.1"

    run(folder, steps)


def test_a_path_of_the_console_is_its_page_and_a_missing_file_is_not(folder: Path) -> None:
    async def steps(client: Client) -> None:
        for path in ("/", "/conversations/01ABC"):
            assert await (await client.get(path)).text() == "console page"
        assert await (await client.get("/assets/app.js")).text() == "js"
        assert (await client.get("/assets/gone.js")).status == 404

    run(folder, steps)


@pytest.mark.parametrize(
    "path", ["/w/%2e%2e/%2e%2e/secret.txt", "/demo/../secret.txt", "/..%2f..%2fsecret.txt"]
)
def test_nothing_outside_the_built_client_is_served(folder: Path, path: str) -> None:
    async def steps(client: Client) -> None:
        answer = await client.session.get(raw(client, path))
        assert "secret" not in await answer.text()

    run(folder, steps)


def test_the_shop_carries_the_demo_site_s_channel(folder: Path) -> None:
    async def steps(client: Client) -> None:
        assert 'data-channel="ch-1"' in await (await client.get("/demo/")).text()
        other = await (await client.get('/demo/?channel=x"><b>')).text()
        assert "<b>" not in other

    run(folder, steps)


def test_the_widget_loads_on_any_site(folder: Path) -> None:
    async def steps(client: Client) -> None:
        answer = await client.get("/w/loader.js")
        assert await answer.text() == "loader"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    run(folder, steps)


def test_a_socket_is_bridged_and_a_refused_ticket_refuses_the_handshake(folder: Path) -> None:
    async def steps(client: Client) -> None:
        async with client.ws_connect("/ws?ticket=good") as socket:
            await socket.send_str("hello")
            assert await socket.receive_str(timeout=5) == "got hello"
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect("/ws?ticket=bad")
        assert refused.value.status == 401

    run(folder, steps)


def test_console_and_widget_come_with_the_headers_that_the_edge_sets(folder: Path) -> None:
    async def steps(client: Client) -> None:
        headers = (await client.get("/inbox")).headers
        csp = headers["Content-Security-Policy"]
        assert "script-src 'self'; " in csp
        assert f"ws://127.0.0.1:{client.port} http://127.0.0.1" in csp
        assert "amazonaws" not in csp
        assert "${" not in csp
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        widget = (await client.get("/w/loader.js")).headers
        assert "Content-Security-Policy" not in widget
        assert widget["X-Content-Type-Options"] == "nosniff"
        assert widget["Cross-Origin-Resource-Policy"] == "cross-origin"

    run(folder, steps)
