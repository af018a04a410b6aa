"""botocore's way from a request to its answer, without what these functions never use.

Of the CPU that botocore spends on a call, half goes into an elaborate user agent, header maps that
are built three times, and a connection class for uploads. This endpoint signs and sends small JSON
requests itself; parameters, retries, errors and answers stay botocore's. Not for S3, which streams.
"""

from __future__ import annotations

import hashlib
import hmac
import socket
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote, urlsplit

import urllib3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HeadersDict
from botocore.endpoint import Endpoint
from botocore.exceptions import (
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)
from botocore.httpsession import get_cert_path

AGENT = "tertulia"


class QuickEndpoint(Endpoint):
    """signer: the client's, for its credentials and names. Timeouts in seconds."""

    def __init__(self, usual: Any, signer: Any, *, connect: float, read: float) -> None:
        super().__init__(
            usual.host,
            usual._endpoint_prefix,
            usual._event_emitter,
            usual._response_parser_factory,
            usual.http_session,
        )
        self._signer = signer
        self._timeout = urllib3.Timeout(connect=connect, read=read)

    def create_request(
        self, params: Mapping[str, Any], operation_model: Any = None
    ) -> AWSPreparedRequest:
        """Signed with Signature Version 4; every header that is sent is signed.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
        """
        body = params["body"]
        content = body.encode() if isinstance(body, str) else body
        headers = {name.lower(): str(value) for name, value in params["headers"].items()}
        headers["user-agent"] = AGENT
        self._sign(params["method"], params["url"], headers, content)
        kept: Any = HeadersDict(headers)
        return AWSPreparedRequest(
            params["method"], params["url"], kept, content, stream_output=False
        )

    def _sign(self, method: str, url: str, headers: dict[str, str], body: bytes) -> None:
        credentials = self._signer._credentials
        if credentials is None:
            raise NoCredentialsError
        key = credentials.get_frozen_credentials()
        parts = urlsplit(url)
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        headers["host"] = parts.netloc
        headers["x-amz-date"] = moment
        if key.token:
            headers["x-amz-security-token"] = key.token
        names = sorted(headers)
        canonical = "\n".join(
            (
                method,
                quote(parts.path or "/", safe="/~"),
                "&".join(sorted(parts.query.split("&"))),
                *(f"{name}:{' '.join(headers[name].split())}" for name in names),
                "",
                ";".join(names),
                hashlib.sha256(body).hexdigest(),
            )
        )
        scope = f"{moment[:8]}/{self._signer.region_name}/{self._signer.signing_name}/aws4_request"
        digest = hashlib.sha256(canonical.encode()).hexdigest()
        text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{digest}"
        signature = _hmac(_signing_key(key.secret_key, scope), text).hex()
        headers["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={key.access_key}/{scope}, "
            f"SignedHeaders={';'.join(names)}, Signature={signature}"
        )

    def _send(self, request: AWSPreparedRequest) -> AWSResponse:
        """One request on a kept connection. Raises what botocore's retries know."""
        try:
            answer = _connections().urlopen(
                request.method,
                request.url,
                body=request.body,
                headers=dict(request.headers),
                timeout=self._timeout,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            answer.read(cache_content=True)
        except urllib3.exceptions.NewConnectionError as problem:
            raise EndpointConnectionError(endpoint_url=request.url, error=problem) from problem
        except urllib3.exceptions.ConnectTimeoutError as problem:
            raise ConnectTimeoutError(endpoint_url=request.url, error=problem) from problem
        except urllib3.exceptions.ReadTimeoutError as problem:
            raise ReadTimeoutError(endpoint_url=request.url, error=problem) from problem
        except (urllib3.exceptions.HTTPError, OSError) as problem:
            raise ConnectionClosedError(
                endpoint_url=request.url, request=request, error=problem
            ) from problem
        told: Any = answer.headers
        response: Any = AWSResponse(request.url, answer.status, told, answer)
        response._content = answer.data
        return cast(AWSResponse, response)


class _Agent:
    """In place of a string that botocore builds anew for every call."""

    def to_string(self) -> str:
        return AGENT


@lru_cache(maxsize=1)
def _connections() -> urllib3.PoolManager:
    return urllib3.PoolManager(
        num_pools=8,
        maxsize=8,
        ca_certs=get_cert_path(True),
        socket_options=[
            (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
            (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
        ],
    )


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


@lru_cache(maxsize=16)
def _signing_key(secret: str, scope: str) -> bytes:
    """Good for a day, a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


def quicken(client: Any, *, connect: float, read: float) -> Any:
    """Give a client this endpoint. It must speak JSON, and neither stream nor upload."""
    client._user_agent_creator = _Agent()
    client._endpoint = QuickEndpoint(
        client._endpoint, client._request_signer, connect=connect, read=read
    )
    return client
