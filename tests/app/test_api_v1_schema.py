"""The OpenAPI document, held against the API itself: schemathesis makes requests from it, good ones
and bad ones, and compares each answer with what the document promises.

V1_EXAMPLES=200 looks further (requests an operation and a kind); the seed is fixed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from chalice.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from chalicelib.access import quota
from chalicelib.entry.v1 import openapi
from chalicelib.entry.v1.registry import OPERATIONS, NoQuery, Operation
from chalicelib.entry.v1.resources import GROUPS
from tests.support.api import deployment, new_account
from tests.support.v1 import program, things

pytestmark = pytest.mark.feature("9.1")
EXAMPLES = int(os.environ.get("V1_EXAMPLES", "4"))
DOCUMENT = openapi.document()
EVERY = sorted(OPERATIONS, key=lambda each: (each.path, each.method))

load_all_checks()
PROMISES: Any = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
    ]
)


@dataclass(frozen=True)
class Bench:
    """schema: the document over the app. ids: of things that are there, by name."""

    schema: Any
    token: str
    ids: dict[str, str]


def gateway(client: Client) -> Callable[..., Iterable[bytes]]:
    """The app as WSGI has it."""

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = quote(environ["PATH_INFO"].encode("latin-1"))
        query = environ.get("QUERY_STRING", "")
        headers = {
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        }
        if environ.get("CONTENT_TYPE"):
            headers["content-type"] = environ["CONTENT_TYPE"]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        answer = client.http.request(
            environ["REQUEST_METHOD"],
            f"{path}?{query}" if query else path,
            headers=headers,
            body=body,
        )
        start_response(f"{answer.status_code} -", list(answer.headers.items()))
        return [answer.body]

    return app


def takes_anything(each: Operation) -> bool:
    """Whether there is something to get wrong."""
    return bool(each.body or each.names or each.query is not NoQuery)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch, deployment(patch) as api:
        patch.setattr(quota, "QUOTA", 10**9)
        house = new_account(api, "house")
        crm = program(house)
        # Without `security`: bad requests shall be bad in other ways than by their token.
        told = {**DOCUMENT, "servers": [{"url": "/v1"}], "security": []}
        schema = schemathesis.openapi.from_dict(told)
        schema.app = gateway(api.client)
        yield Bench(schema, crm.token, things(house, crm))


@pytest.mark.parametrize(
    ("each", "mode"),
    [
        pytest.param(each, mode, id=f"{each.id}-{mode.value}")
        for each in EVERY
        for mode in GenerationMode
        if mode is GenerationMode.POSITIVE or takes_anything(each)
    ],
)
def test_each_operation_keeps_what_the_document_promises(
    bench: Bench, each: Operation, mode: GenerationMode
) -> None:
    operation = bench.schema[each.path][each.method]

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def keeps(case: schemathesis.Case[Any]) -> None:
        known = {name: bench.ids[name] for name in each.names}
        if mode is GenerationMode.POSITIVE or case.meta is None:
            case.path_parameters = known
        case.headers["Authorization"] = f"Bearer {bench.token}"
        response = case.call()
        case.validate_response(response, checks=PROMISES)
        assert response.status_code not in (401, 403)

    keeps()


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_no_operation_answers_without_a_token(bench: Bench, each: Operation) -> None:
    operation = bench.schema[each.path][each.method]
    case = operation.Case(path_parameters={name: bench.ids[name] for name in each.names})
    for token in ("", "Bearer tt_nobody", "Basic dHQ6", f"Token {bench.token}"):
        case.headers = {"Authorization": token} if token else {}
        response = case.call()
        case.validate_response(response, checks=PROMISES)
        assert response.status_code == 401


def test_the_document_is_openapi_and_anybody_may_read_it(bench: Bench) -> None:
    client = bench.schema.app
    assert client
    assert DOCUMENT["openapi"] == "3.1.0"
    for name, shape in DOCUMENT["components"]["schemas"].items():
        Draft202012Validator.check_schema(shape)
        assert "properties" in shape, name
    ids = [each["operationId"] for way in DOCUMENT["paths"].values() for each in way.values()]
    assert len(ids) == len(set(ids)) == len(EVERY)


@pytest.mark.parametrize("each", [each for each in EVERY if each.example], ids=lambda each: each.id)
def test_an_example_is_a_good_body(each: Operation) -> None:
    assert each.body is not None
    each.body.model_validate(each.example)


def test_every_operation_stands_in_a_group_of_the_page() -> None:
    assert {each.group for each in EVERY} == set(GROUPS)
