"""Composition only: one Chalice app, its blueprints, and the three socket handlers.

Chalice registers a blueprint's socket handlers unwrapped, so those three are bound here. The other
triggers' handlers are packaged as `chalicelib.entry.<name>.<name>` and never import this file.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, WebsocketEvent

from chalicelib.entry import (
    api_account,
    api_auth,
    api_callbacks,
    api_console,
    api_contacts,
    api_desk,
    api_farewell,
    api_flow_hooks,
    api_flow_tests,
    api_flows,
    api_forms,
    api_hours,
    api_invitations,
    api_lists,
    api_mail,
    api_media,
    api_people,
    api_photos,
    api_privacy,
    api_replies,
    api_reports,
    api_schedules,
    api_search,
    api_shelf,
    api_surveys,
    api_team,
    api_tokens,
    api_v1,
    api_visitors,
    api_visits,
    api_webhooks,
    api_widget,
    automation,
    changes,
    deliveries,
    events,
    inbound,
    index,
    jobs,
    mail,
    media,
    outbound,
    sockets,
    sweep,
    timers,
    webhooks,
)
from chalicelib.entry._http import problems

# Chalice would hang a handler of its own on the logger of that name, and write each line twice.
app = Chalice(app_name="tertulia", configure_logs=False)
app.experimental_feature_flags.add("WEBSOCKETS")

app.register_middleware(problems, "http")

for module in (
    webhooks,
    api_auth,
    api_console,
    api_people,
    api_media,
    api_widget,
    api_search,
    api_contacts,
    api_team,
    api_farewell,
    api_replies,
    api_schedules,
):
    app.register_blueprint(module.blueprint)
for module in (api_desk, api_lists, api_account, api_photos, api_visitors, api_visits):
    app.register_blueprint(module.blueprint)
for module in (api_callbacks, api_flow_hooks, api_flow_tests, api_flows, api_invitations):
    app.register_blueprint(module.blueprint)
app.register_blueprint(api_forms.blueprint)
app.register_blueprint(api_shelf.blueprint)
app.register_blueprint(api_mail.blueprint)
app.register_blueprint(api_hours.blueprint)
app.register_blueprint(api_surveys.blueprint)
app.register_blueprint(api_webhooks.blueprint)
for module in (api_tokens, api_v1):
    app.register_blueprint(module.blueprint)
app.register_blueprint(api_privacy.blueprint)
app.register_blueprint(api_reports.blueprint)
for module in (inbound, changes, automation, deliveries, events, index, jobs, outbound, mail):
    app.register_blueprint(module.blueprint)
for module in (media, timers, sweep):
    app.register_blueprint(module.blueprint)


@app.on_ws_connect(name="websocket_connect")
def websocket_connect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.connect(event.to_dict())


@app.on_ws_message(name="websocket_message")
def websocket_message(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.message(event.to_dict())


@app.on_ws_disconnect(name="websocket_disconnect")
def websocket_disconnect(event: WebsocketEvent) -> dict[str, Any]:
    return sockets.disconnect(event.to_dict())
