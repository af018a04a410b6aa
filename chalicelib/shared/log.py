"""One JSON line per thing worth telling. Fields are ids, counts and codes: no personal data.

Written to standard output, which the Lambda runtime ships; a logging library would double the
import time of the small functions for the same line.
"""

from __future__ import annotations

import json
import sys

Field = str | int | float | bool | None


def line(event: str, **fields: Field) -> None:
    """event: what happened, in a few words that never vary. None and '' are left out."""
    kept = {name: value for name, value in fields.items() if value is not None and value != ""}
    sys.stdout.write(json.dumps({"event": event, **kept}, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def error(event: str, problem: BaseException, **fields: Field) -> None:
    """Names the kind of error and where it arose; its text may hold personal data and stays out."""
    line(event, error=type(problem).__name__, where=_where(problem), **fields)


def _where(problem: BaseException) -> str:
    trace = problem.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}"
