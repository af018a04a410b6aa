"""Where the public API hangs: routes by how deep a path is, since what there is stands in
`v1/registry.py`. API Gateway needs a resource for each path, and gives an account 300 of them.
"""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint, Response

blueprint = Blueprint(__name__)
METHODS = ["GET", "POST", "PATCH", "DELETE", "PUT"]
DEEPEST = 5
PAGES = ("openapi.json", "docs")


def _answer(*parts: str) -> Response:
    request = blueprint.current_request
    if request.method == "GET" and len(parts) == 1 and parts[0] in PAGES:
        from chalicelib.entry.v1.pages import shown

        return shown(parts[0])
    from chalicelib.entry.v1.door import answer

    return answer(request, parts)


def _route(depth: int) -> None:
    names = [f"p{number}" for number in range(1, depth + 1)]

    def view(**given: Any) -> Response:
        return _answer(*(str(given[name]) for name in names))

    view.__name__ = f"v1_{depth}"
    path = "/v1/" + "/".join(f"{{{name}}}" for name in names)
    blueprint.route(path, methods=METHODS, content_types=["*/*"])(view)


for _depth in range(1, DEEPEST + 1):
    _route(_depth)
