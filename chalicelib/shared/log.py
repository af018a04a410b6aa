"""One JSON line per thing worth telling. Fields are ids, counts and codes: no personal data.

Powertools' Logger writes them, to standard output, which the Lambda runtime ships.
"""

from __future__ import annotations

import logging
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from aws_lambda_powertools.logging import Logger

Field = str | int | float | bool | None


def line(event: str, **fields: Field) -> None:
    """event: what happened, in a few words that never vary. None and '' are left out."""
    _logger().info(event, extra=_kept(fields))


def error(event: str, problem: BaseException, **fields: Field) -> None:
    """Names the kind of error and where it arose; its text may hold personal data and stays out."""
    told = _kept({"error": type(problem).__name__, "where": _where(problem), **fields})
    _logger().error(event, extra=told)


def _kept(fields: dict[str, Field]) -> dict[str, Field]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}


class _Stdout(logging.StreamHandler[TextIO]):
    """Writes to what standard output is now, not to what it was when the process started."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


@lru_cache(maxsize=1)
def _logger() -> Logger:
    """Made when first asked for: its import is a tenth of a cold start."""
    from aws_lambda_powertools.logging import Logger

    return Logger(
        service="tertulia",
        level="INFO",
        logger_handler=_Stdout(),
        location=None,
        use_rfc3339=True,
        utc=True,
    )


def _where(problem: BaseException) -> str:
    trace = problem.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}"
