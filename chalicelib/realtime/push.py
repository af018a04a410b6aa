"""Putting frames on sockets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chalicelib.shared import log
from chalicelib.shared.errors import AppError

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

    from chalicelib.realtime.model import Socket

MANY = 3  # sockets; above it they are served side by side
WORKERS = 8


class Gone(AppError):
    """The browser is no longer there."""

    status = 410
    code = "gone"


class PushFailed(AppError):
    """Some socket could not be served now (throttled, or the gateway failed); repeat all: what
    arrives twice is recognised by its seq and rev."""

    status = 503
    code = "push_failed"


Post = Callable[[str, str], None]  # connection id, frame. Raises Gone or PushFailed


def poster(client: Callable[[], ApiGatewayManagementApiClient]) -> Post:
    """Post through API Gateway's management API."""

    def post(connection_id: str, frame: str) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            client().post_to_connection(ConnectionId=connection_id, Data=frame.encode())
        except ClientError as problem:
            status = problem.response["ResponseMetadata"]["HTTPStatusCode"]
            if status in (400, 410):  # 400: not a connection's id
                raise Gone from problem
            if status != 413:
                raise PushFailed from problem
            # No repeat would help: the client finds the hole by its seq and asks.
            log.error("push.too_large", problem)
        except BotoCoreError as problem:
            raise PushFailed from problem

    return post


def push(
    post: Post, sockets: Sequence[Socket], frames: Sequence[str], dead: Callable[[Socket], None]
) -> None:
    """Post the frames to each socket, in order. A dead socket is handed to `dead`; one that fails
    does not keep the others from theirs. Raises PushFailed at the end if any failed."""

    def serve(socket: Socket) -> bool:
        try:
            for frame in frames:
                post(socket.connection_id, frame)
        except Gone:
            dead(socket)
        except PushFailed:
            return False
        return True

    if not frames or not sockets:
        return
    if not all(_served(serve, sockets)):
        raise PushFailed


def _served(serve: Callable[[Socket], bool], sockets: Sequence[Socket]) -> list[bool]:
    if len(sockets) <= MANY:
        return [serve(socket) for socket in sockets]
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(min(WORKERS, len(sockets))) as pool:
        return list(pool.map(serve, sockets))
