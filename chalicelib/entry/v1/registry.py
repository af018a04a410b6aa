"""What the public API has: an operation a line, from which requests are routed and the OpenAPI
document is made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import NoneType
from typing import Any, Literal, TypeVar, get_type_hints

from chalicelib.shared.errors import AppError, NotFound
from chalicelib.wire.common import Wire

Method = Literal["GET", "POST", "PATCH", "DELETE"]


class NoQuery(Wire):
    """Of operations that take none: a name that is not known is told, not dropped."""


@dataclass(frozen=True, slots=True)
class Operation:
    """path: under /v1, written as Chalice does. scope: '' = any token. summary: its title; about:
    what is said besides. answer: None = 204. creates: 201. safe: a POST that changes nothing.
    secret: its answer is not kept for repeats. versioned: the answer carries an ETag, and a change
    or a removal takes If-Match. problems: codes that it may refuse with, beside those of all, by
    status. example: a body. audit: what the audit log calls it; '' = it is not noted. audit_of:
    which field of the body makes it worth noting; '' = it always is.
    """

    method: Method
    path: str
    scope: str
    group: str
    summary: str
    view: Callable[..., Any]
    about: str = ""
    query: type[Wire] = NoQuery
    body: type[Wire] | None = None
    answer: type[Wire] | None = None
    creates: bool = False
    safe: bool = False
    secret: bool = False
    versioned: bool = False
    problems: tuple[tuple[int, str], ...] = ()
    example: Mapping[str, Any] | None = None
    audit: str = ""
    audit_of: str = ""

    def noted(self, body: Any) -> bool:
        """Whether a call with this body belongs in the audit log."""
        given = not self.audit_of or getattr(body, self.audit_of, None) is not None
        return bool(self.audit) and given

    @property
    def id(self) -> str:
        return self.view.__name__

    @property
    def status(self) -> int:
        if self.answer is None:
            return 204
        return 201 if self.creates else 200

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.strip("/").split("/"))

    @property
    def names(self) -> tuple[str, ...]:
        """Of what the path leaves open."""
        return tuple(part[1:-1] for part in self.parts if part.startswith("{"))

    @property
    def repeatable(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method == "POST" and not (self.safe or self.secret)

    @property
    def conditional(self) -> bool:
        """Whether it takes If-Match."""
        return self.versioned and self.method in ("PATCH", "DELETE")

    @property
    def tagged(self) -> bool:
        """Whether its answer has an ETag."""
        return self.versioned and self.method != "DELETE"

    def fits(self, parts: tuple[str, ...]) -> dict[str, str] | None:
        """What the path leaves open, by name; None if this is another's path."""
        if len(parts) != len(self.parts):
            return None
        found: dict[str, str] = {}
        for own, given in zip(self.parts, parts, strict=True):
            if own.startswith("{"):
                found[own[1:-1]] = given
            elif own != given:
                return None
        return found


OPERATIONS: list[Operation] = []
CONFLICT = ((409, "conflict"),)  # the usual further refusal
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Resource:
    """Operations that stand together in the document, and ask for `{scope}:read` if they change
    nothing, else for `{scope}:write`.

    What an operation takes and answers is what its view says: `body` and `query` by their types,
    the path's parts by their names, the answer by its return type. The first line of the view's
    docstring is its title, the rest is said below that. All else is a keyword of `Operation`.
    """

    group: str
    scope: str

    def get(self, path: str, **more: Any) -> Callable[[View], View]:
        return self._operation("GET", path, more)

    def post(self, path: str, **more: Any) -> Callable[[View], View]:
        return self._operation("POST", path, more)

    def patch(self, path: str, **more: Any) -> Callable[[View], View]:
        return self._operation("PATCH", path, more)

    def delete(self, path: str, **more: Any) -> Callable[[View], View]:
        return self._operation("DELETE", path, more)

    def _operation(self, method: Method, path: str, more: dict[str, Any]) -> Callable[[View], View]:
        reads = method == "GET" or more.get("safe", False)
        own = {"group": self.group, "scope": f"{self.scope}:{'read' if reads else 'write'}"}

        def register(view: View) -> View:
            types = get_type_hints(view)
            title, _, about = inspect.cleandoc(view.__doc__ or "").partition("\n")
            told = {
                "summary": title.removesuffix("."),
                "about": " ".join(about.split()),
                "query": types.get("query", NoQuery),
                "body": types.get("body"),
                "answer": None if types["return"] is NoneType else types["return"],
            }
            OPERATIONS.append(Operation(method, path, view=view, **{**own, **told, **more}))
            return view

        return register


class MethodNotAllowed(AppError):
    status = 405
    code = "method_not_allowed"

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__("")
        self.allow = ", ".join(sorted(allowed))


def find(method: str, parts: tuple[str, ...]) -> tuple[Operation, dict[str, str]]:
    """What is written out goes before what is left open. Raises NotFound or MethodNotAllowed."""
    fitting = [(each, found) for each in OPERATIONS if (found := each.fits(parts)) is not None]
    fitting.sort(key=lambda pair: len(pair[1]))
    if not fitting:
        raise NotFound("there is no such path")
    closest = fitting[0][0].parts
    here = [pair for pair in fitting if pair[0].parts == closest or len(fitting) == 1]
    for pair in here:
        if pair[0].method == method:
            return pair
    raise MethodNotAllowed({each.method for each, _ in here})
