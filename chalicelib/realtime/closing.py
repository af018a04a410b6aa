"""Ending an agent's sockets from our side: he was sent away, or signed out everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from chalicelib.realtime.model import AgentWho
from chalicelib.realtime.service import RealtimePorts
from chalicelib.shared import log

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

Client = Callable[[], "ApiGatewayManagementApiClient"]


def hang_up(p: RealtimePorts, client: Client, *, account_id: str, agent_id: str) -> int:
    """How many sockets there were. Nothing more is pushed to them, even where the gateway does not
    answer; the one that closes tells the colleagues that he is gone."""
    from botocore.exceptions import BotoCoreError, ClientError

    mine = [
        socket
        for socket in p.store.of_agents(account_id)
        if isinstance(socket.who, AgentWho) and socket.who.agent_id == agent_id
    ]
    for socket in mine:
        try:
            client().delete_connection(ConnectionId=socket.connection_id)
        except (ClientError, BotoCoreError) as problem:  # gone already, or not to be reached
            log.error("hang_up.missed", problem)
            p.store.forget(socket)
    return len(mine)
