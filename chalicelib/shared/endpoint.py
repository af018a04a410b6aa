"""botocore's way from a call to its answer, without what these functions never use.

Of the CPU that botocore spends on a call, most goes into an elaborate user agent, header maps that
are built three times, rules that pick the same address each time, and a connection class made for
uploads. This endpoint signs and sends small JSON requests itself; parameters, retries, errors and
answers stay botocore's. Not for S3, which streams.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.endpoint import Endpoint
from botocore.exceptions import (
    ConnectionClosedError,
    EndpointConnectionError,
    NoCredentialsError,
    ReadTimeoutError,
)

from chalicelib.shared.connections import Answer, Broken, ConnectFailed, Connections

AGENT = "tertulia"


class QuickEndpoint(Endpoint):
    """signer: the client's, for its credentials and names."""

    def __init__(self, usual: Any, signer: Any, connections: Connections) -> None:
        super().__init__(
            usual.host,
            usual._endpoint_prefix,
            usual._event_emitter,
            usual._response_parser_factory,
            usual.http_session,
        )
        self._signer = signer
        self._connections = connections

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
        kept: Any = headers
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
        """Raises what botocore's retries know."""
        method: Any = request.method
        headers: Any = request.headers
        body: Any = request.body
        try:
            answer = self._connections.request(method, request.url, headers, body)
        except ConnectFailed as problem:
            raise EndpointConnectionError(endpoint_url=request.url, error=problem) from problem
        except TimeoutError as problem:
            raise ReadTimeoutError(endpoint_url=request.url, error=problem) from problem
        except Broken as problem:
            raise ConnectionClosedError(
                endpoint_url=request.url, request=request, error=problem
            ) from problem
        return _Response(request.url, answer)


class _Response(AWSResponse):
    """The answer is read already, and its headers' names are in lower case."""

    def __init__(self, url: str, answer: Answer) -> None:
        self.url = url
        self.status_code = answer.status
        self.headers: Any = answer.headers
        self.raw: Any = None
        self._content = answer.body


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


@lru_cache(maxsize=16)
def _signing_key(secret: str, scope: str) -> bytes:
    """Good for a day, a region and a service."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return key


class _Agent:
    """In place of a string that botocore builds anew for every call."""

    def to_string(self) -> str:
        return AGENT


def _one_address(client: Any) -> None:
    """Let the rules pick each operation's address once: here they look at nothing that changes."""
    pick, known = client._resolve_endpoint_ruleset, {}

    def resolved(operation: Any, params: Any, context: Any, *rest: Any) -> Any:
        if operation.name not in known:
            known[operation.name] = pick(operation, params, context, *rest)
        url, headers, properties = known[operation.name]
        return url, dict(headers), properties

    client._resolve_endpoint_ruleset = resolved


def quicken(client: Any, connections: Connections, *, plain: bool = False) -> Any:
    """Give a client this endpoint. It must speak JSON, and neither stream nor upload. plain: what
    it takes and answers is JSON as it stands; then its calls are plain_calls.PlainCalls."""
    client._user_agent_creator = _Agent()
    _one_address(client)
    client._endpoint = QuickEndpoint(client._endpoint, client._request_signer, connections)
    if plain:
        from chalicelib.shared.plain_calls import PlainCalls

        calls = PlainCalls(client)
        client._make_api_call = lambda operation, parameters: calls.call(operation, parameters)
    return client
