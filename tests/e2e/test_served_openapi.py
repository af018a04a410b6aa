"""The OpenAPI document as the deployed stack serves it, held against the stack: schemathesis makes
requests from it, good ones and bad ones, and compares each answer with what it promises.

V1_STACK_EXAMPLES=50 looks further (requests an operation and a kind); the seed is fixed. With more
of what there is, in process: tests/app/test_api_v1_schema.py.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests.e2e.stack import Person, Stack, eventually
from tests.e2e.test_console_settings import new_owner

pytestmark = pytest.mark.feature("9.1")
LONGEST = 8000  # characters; API Gateway itself refuses a request line and headers above 10,240 B
EXAMPLES = int(os.environ.get("V1_STACK_EXAMPLES", "1"))

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
class Served:
    """ids: of things that are there, by the name they have in paths."""

    schema: Any
    owner: Person
    ids: dict[str, str]

    def token(self) -> str:
        scopes = self.owner.get("/api-tokens")["scopes"]
        made = self.owner.post("/api-tokens", {"name": "Anything", "scopes": scopes})
        return str(made["secret"])


@pytest.fixture(scope="module")
def served(stack: Stack) -> Served:
    """An account of its own, so that the others' things stay."""
    told = new_owner(stack, "openapi")
    owner = Person(httpx.Client(base_url=stack.api, timeout=30), "/sockets/ticket")
    asked = {"email": told["email"], "password": told["password"]}
    session = owner.post("/auth/sign-in", asked)
    owner.client.headers["Authorization"] = f"Bearer {session['access_token']}"
    document = httpx.get(f"{stack.api}/v1/openapi.json").json()
    # Without `security`: bad requests shall be bad in other ways than by their token.
    open_to_all = {**document, "servers": [{"url": f"{stack.api}/v1"}], "security": []}
    schema = schemathesis.openapi.from_dict(open_to_all)
    schema.config.update(base_url=f"{stack.api}/v1")
    return Served(schema, owner, things(stack, owner))


HOOK = {"url": "https://shop.example/hooks", "types": ["message.received"]}


def things(stack: Stack, owner: Person) -> dict[str, str]:
    site = owner.post("/channels", {"kind": "website", "name": "Shop"})["id"]
    owner.patch(f"/channels/{site}", {"settings": {"callback": "on"}})
    visitor = stack.visitor(site=site)
    visitor.say("Hello")
    visitor.post("/widget/callbacks", {"client_id": "callback-1", "phone": "+55 11 98765-4321"})
    talk = eventually(lambda: next(iter(owner.conversations()), None))
    survey = {"name": "How was it?", "questions": [{"kind": "csat"}]}
    reply = {"name": "Prices", "code": "price", "text": "5", "shared": True}
    hook = f"/webhooks/{owner.post('/webhooks', HOOK)['webhook']['id']}"
    inlet = owner.post("/inbound-webhooks", {"name": "Leads", "channel_id": site})
    lead = httpx.post(f"{stack.api}{inlet['url'].partition('/api')[2]}", json={"lead": 1})
    weekly = {"every": "week", "agent_ids": [owner.get("/me")["me"]["id"]]}
    return {
        "conversation_id": talk["id"],
        "contact_id": talk["contact_id"],
        "seq": "1",
        "agent_id": owner.get("/me")["me"]["id"],
        "queue_id": owner.post("/queues", {"name": "Sales"})["id"],
        "channel_id": site,
        "tag_id": owner.post("/tags", {"name": "VIP"})["id"],
        "reply_id": owner.post("/replies", reply)["id"],
        "flow_id": owner.post("/flows", {"name": "Welcome"})["flow"]["id"],
        "webhook_id": hook.rpartition("/")[2],
        "delivery_id": owner.post(f"{hook}/test")["id"],
        "inlet_id": inlet["id"],
        "call_id": lead.json()["id"],
        "callback_id": owner.get("/callbacks")["callbacks"][0]["id"],
        "mail_id": owner.post("/reports/mails", weekly)["id"],
        "survey_id": owner.post("/surveys", survey)["id"],
    }


def operations(served: Served) -> list[Any]:
    """Those that remove come last: the others find what there is."""
    found = [each.ok() for each in served.schema.get_all_operations()]
    assert len(found) > 40
    return sorted(found, key=lambda each: (each.method == "delete", each.path))


def known(served: Served, path: str) -> dict[str, str]:
    return {name: served.ids.get(name, "0" * 18) for name in re.findall(r"{(\w+)}", path)}


def test_each_operation_keeps_what_the_document_promises(served: Served) -> None:
    token = served.token()
    answered: set[str] = set()
    for operation in operations(served):
        for mode in GenerationMode:
            if mode is GenerationMode.POSITIVE or _takes_anything(operation):
                answered |= _promises_kept(served, operation, mode, token)
    assert {"200", "201", "204", "404", "422"} <= answered


def _takes_anything(operation: Any) -> bool:
    """Whether there is something to get wrong."""
    return bool(operation.body or operation.query or operation.path_parameters)


def _promises_kept(served: Served, operation: Any, mode: GenerationMode, token: str) -> set[str]:
    """Returns the states of the answers."""
    answered: set[str] = set()

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
        if mode is GenerationMode.POSITIVE or case.meta is None:
            case.path_parameters = known(served, operation.path)
        case.headers["Authorization"] = f"Bearer {token}"
        response = case.call()
        if len(response.request.url or "") > LONGEST:
            return
        case.validate_response(response, checks=PROMISES)
        assert response.status_code not in (401, 403)
        answered.add(str(response.status_code))

    keeps()
    return answered


def test_no_operation_answers_without_a_token(served: Served) -> None:
    for operation in operations(served):
        case = operation.Case(path_parameters=known(served, operation.path))
        for token in ("", "Bearer tt_nobody"):
            case.headers = {"Authorization": token} if token else {}
            response = case.call()
            case.validate_response(response, checks=PROMISES)
            assert response.status_code == 401, operation.label
