"""AWS clients: made on first use, kept for the life of the process, never at import.

All clients share one session, so that the loader's cache of service models is shared too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from chalicelib.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient


CONNECT_SECONDS = 2.0
READ_SECONDS = 10.0
# What every message goes through: here botocore's own way costs more CPU than our handlers do.
_SMALL_JSON = frozenset({"dynamodb", "sqs", "events", "kms", "apigatewaymanagementapi"})

# Of these, what goes over the wire is what the caller wrote: no binary values, no translated names.
_PLAIN_JSON = frozenset({"dynamodb", "sqs", "events"})


@lru_cache(maxsize=1)
def _session() -> Any:
    import boto3

    return boto3.Session()


@lru_cache(maxsize=1)
def _connections() -> Any:
    from chalicelib.shared.connections import Connections

    return Connections(connect=CONNECT_SECONDS, read=READ_SECONDS)


@lru_cache(maxsize=16)
def client(service: str, *, endpoint_url: str | None = None) -> Any:
    """A boto3 client. Without `endpoint_url` it goes to AWS, or to AWS_ENDPOINT_URL if set."""
    from botocore.config import Config

    here = settings()
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        tcp_keepalive=True,
        parameter_validation=service not in _SMALL_JSON,  # it is our own code that makes them
        retries={"mode": "standard", "max_attempts": 3},
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if service == "s3" and here.aws_endpoint_url else None,
    )
    made = _session().client(
        service,
        region_name=here.region,
        endpoint_url=endpoint_url or here.aws_endpoint_url,
        config=config,
    )
    if service in _SMALL_JSON:
        from chalicelib.shared.endpoint import quicken

        return quicken(made, _connections(), plain=service in _PLAIN_JSON)
    return made


def sqs() -> SQSClient:
    return cast("SQSClient", client("sqs"))


def s3() -> S3Client:
    return cast("S3Client", client("s3"))


def events() -> EventBridgeClient:
    return cast("EventBridgeClient", client("events"))


def kms() -> KMSClient:
    return cast("KMSClient", client("kms"))


def cognito() -> CognitoIdentityProviderClient:
    return cast("CognitoIdentityProviderClient", client("cognito-idp"))


def scheduler() -> EventBridgeSchedulerClient:
    return cast("EventBridgeSchedulerClient", client("scheduler"))


def mail() -> SESV2Client:
    return cast("SESV2Client", client("sesv2"))


def sockets() -> ApiGatewayManagementApiClient:
    """The `@connections` calls: any function may push, so the address comes from the settings."""
    return cast(
        "ApiGatewayManagementApiClient",
        client("apigatewaymanagementapi", endpoint_url=settings().sockets_endpoint or None),
    )


def forget() -> None:
    """Drop every client: for tests that change the environment."""
    client.cache_clear()
    _session.cache_clear()
    _connections.cache_clear()
