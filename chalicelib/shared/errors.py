"""Errors raised on purpose. Anything else is a bug: HTTP 500, or a dead letter."""

from __future__ import annotations


class AppError(Exception):
    """Base of all deliberate errors. Subclasses name the fact, not the layer.

    `field` is the dotted name of the input at fault, or None. `detail` is safe to show: it never
    carries personal data.
    """

    status = 500
    code = "error"

    def __init__(self, detail: str = "", *, field: str | None = None) -> None:
        super().__init__(detail or self.code)
        self.detail = detail or self.code.replace("_", " ")
        self.field = field


class InvalidInput(AppError):
    status = 422
    code = "invalid_input"


class NotFound(AppError):
    """Also for another account's things: a stranger learns nothing."""

    status = 404
    code = "not_found"


class Unauthenticated(AppError):
    status = 401
    code = "unauthenticated"


class Forbidden(AppError):
    status = 403
    code = "forbidden"


class Conflict(AppError):
    status = 409
    code = "conflict"


class Outdated(AppError):
    """The thing is not as its reader saw it, and he asked that it be."""

    status = 412
    code = "precondition_failed"


class TooLarge(AppError):
    status = 413
    code = "too_large"


class UnsupportedMediaType(AppError):
    status = 415
    code = "unsupported_media_type"


class TooManyRequests(AppError):
    """after: seconds until it may succeed; 0 = not known."""

    status = 429
    code = "too_many_requests"
    after = 0


class TryAgain(AppError):
    """The state moved under a writer more often than it may; the caller repeats the request."""

    status = 503
    code = "try_again"
