"""Calls to the services whose parameters and answers are JSON as they stand: tables, queues, bus.

botocore's own way asks seven kinds of hooks, walks the service's model for each value, and takes
more CPU than all our handlers together. The client stays botocore's: its operations, its
credentials, its errors; and `before-send`, so that what stands in for AWS can stand here too.
"""

from __future__ import annotations

import json
import random
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ConnectionError as NoConnection
from botocore.exceptions import HTTPClientError
from botocore.retries.standard import ThrottledRetryableChecker

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse

TRIES = 3
# https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (standard mode)
_THROTTLED = frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # type: ignore[attr-defined]
_PASSING = frozenset({500, 502, 503, 504})
_PASSING_CODES = frozenset({"RequestTimeout", "RequestTimeoutException", "InternalError"})


class PlainCalls:
    """Takes the place of a client's `_make_api_call`. No binary values."""

    def __init__(self, client: Any) -> None:
        metadata = client.meta.service_model.metadata
        self.service: str = client.meta.service_model.service_id.hyphenize()
        self.errors = client.exceptions
        self._endpoint = client._endpoint
        self._url = client.meta.endpoint_url.rstrip("/") + "/"
        self._target = metadata["targetPrefix"]
        self._type = f"application/x-amz-json-{metadata['jsonVersion']}"

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The answer, with `ResponseMetadata`. Raises botocore's errors, after TRIES tries if it
        may pass."""
        body = json.dumps(parameters, default=_moment).encode()
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                response = self._exchange(operation, body)
            except (NoConnection, HTTPClientError):
                if last:
                    raise
            else:
                if response.status_code < 300:
                    return _answer(response, attempt)
                problem = _problem(response, attempt)
                if last or not _may_pass(response.status_code, problem["Error"]["Code"]):
                    raise self.errors.from_code(problem["Error"]["Code"])(problem, operation)
            time.sleep(random.random() * 2**attempt)  # noqa: S311 - spreads, hides nothing
        raise AssertionError("the last try answers or raises")

    def _exchange(self, operation: str, body: bytes) -> AWSResponse:
        request: AWSPreparedRequest = self._endpoint.create_request(
            {
                "method": "POST",
                "url": self._url,
                "headers": {
                    "X-Amz-Target": f"{self._target}.{operation}",
                    "Content-Type": self._type,
                },
                "body": body,
            }
        )
        name = f"before-send.{self.service}.{operation}"
        for _, stand_in in self._endpoint._event_emitter.emit(name, request=request):
            if stand_in is not None:
                taken: AWSResponse = stand_in
                return taken
        sent: AWSResponse = self._endpoint._send(request)
        return sent


def _moment(value: Any) -> float:
    """Seconds since 1970, as JSON services take a moment."""
    if isinstance(value, datetime):
        return value.timestamp()
    raise TypeError(f"{type(value).__name__} is not JSON")


def _answer(response: AWSResponse, retries: int) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(response.content or b"{}")
    answer["ResponseMetadata"] = _metadata(response, retries)
    return answer


def _metadata(response: AWSResponse, retries: int) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return {
        "RequestId": headers.get("x-amzn-requestid", ""),
        "HTTPStatusCode": response.status_code,
        "HTTPHeaders": headers,
        "RetryAttempts": retries,
    }


def _problem(response: AWSResponse, retries: int) -> dict[str, Any]:
    """{"Error": {"Code", "Message"}, ...}, with whatever else the service tells of it."""
    try:
        told = json.loads(response.content or b"{}")
    except ValueError:
        told = {}
    metadata = _metadata(response, retries)
    kind = str(told.pop("__type", "")) or metadata["HTTPHeaders"].get("x-amzn-errortype", "")
    code = kind.rsplit("#", 1)[-1].split(":", 1)[0] or str(response.status_code)
    # Queues keep the names of their older protocol in a header.
    older = metadata["HTTPHeaders"].get("x-amzn-query-error", "").partition(";")[0]
    message = told.pop("message", None) or told.pop("Message", "")
    error = {"Code": older or code, "Message": message}
    return {**told, "Error": error, "ResponseMetadata": metadata}


def _may_pass(status: int, code: str) -> bool:
    return status in _PASSING or code in _THROTTLED or code in _PASSING_CODES
