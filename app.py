"""Composition only: one Chalice app, its blueprints, and the three socket handlers.

Chalice registers a blueprint's socket handlers unwrapped, so those three are bound here. The other
triggers' handlers are packaged as `chalicelib.entry.<name>.<name>` and never import this file.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, WebsocketEvent

from chalicelib.entry import sockets
from chalicelib.entry._http import problems
from chalicelib.settings import handler

# Chalice would hang a handler of its own on the logger of that name, and write each line twice.
app = Chalice(app_name="tertulia", configure_logs=False)
app.experimental_feature_flags.add("WEBSOCKETS")

app.register_middleware(problems, "http")

if not handler().startswith("app.websocket_"):  # a socket's function starts without the rest
    from chalicelib.entry import blueprints

    for blueprint in (*blueprints.ROUTES, *blueprints.TRIGGERS):
        app.register_blueprint(blueprint)


@app.on_ws_connect(name="websocket_connect")
def websocket_connect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.connect(event.to_dict())


@app.on_ws_message(name="websocket_message")
def websocket_message(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.message(event.to_dict())


@app.on_ws_disconnect(name="websocket_disconnect")
def websocket_disconnect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.disconnect(event.to_dict())
