"""moto's tables without the detour: a call that reads or writes rows goes from the JSON of the wire
to moto's own operation and back. What moto does around it (a WSGI request, a look at all of the
class's methods, a serializer that asks of each value what it might be called) took two thirds of
the time of tests that are about tables. Answers are the same; whatever fails goes the long way."""

from __future__ import annotations

import base64
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.awsrequest import AWSPreparedRequest

_ROWS = {
    "DynamoDB_20120810.GetItem": "get_item",
    "DynamoDB_20120810.PutItem": "put_item",
    "DynamoDB_20120810.UpdateItem": "update_item",
    "DynamoDB_20120810.DeleteItem": "delete_item",
    "DynamoDB_20120810.Query": "query",
    "DynamoDB_20120810.BatchGetItem": "batch_get_item",
    "DynamoDB_20120810.BatchWriteItem": "batch_write_item",
    "DynamoDB_20120810.TransactWriteItems": "transact_write_items",
}
_REGION = "us-east-1"
Answer = tuple[int, dict[str, str], str]


@cache
def rows_directly() -> None:
    from moto.core import responses
    from moto.core.botocore_stubber import BotocoreStubber
    from moto.dynamodb.models.dynamo_type import DynamoType

    the_long_way = BotocoreStubber.process_request

    def process(self: BotocoreStubber, request: AWSPreparedRequest) -> Any:
        return _answer(request) or the_long_way(self, request)

    BotocoreStubber.process_request = process
    responses.method_names_from_class = cache(responses.method_names_from_class)
    known = vars(DynamoType)["cast_value"].fget
    DynamoType.cast_value = property(lambda self: _cast(self, known))
    _walk_trees_quickly()


def _answer(request: AWSPreparedRequest) -> Answer | None:
    """None: for moto to see to."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.core.exceptions import HTTPException, ServiceException
    from moto.dynamodb.responses import DynamoHandler

    name = _ROWS.get(_header(request, "X-Amz-Target"))
    if not name or _REGION not in _header(request, "Authorization"):
        return None
    handler = DynamoHandler()
    handler.region, handler.current_account = _REGION, DEFAULT_ACCOUNT_ID
    handler.params = handler.body = _read(request.body)
    try:
        result = getattr(handler, name)()
    except (ServiceException, HTTPException):
        return None
    headers = {"Content-Type": "application/x-amz-json-1.0"}
    return 200, headers, json.dumps(result.result, default=_encoded)


def _header(request: AWSPreparedRequest, name: str) -> str:
    """Ours are in lower case, botocore's in any."""
    found = request.headers.get(name) or request.headers.get(name.lower()) or ""
    return found.decode() if isinstance(found, bytes) else str(found)


def _read(body: Any) -> dict[str, Any]:
    text = body.decode() if isinstance(body, bytes) else str(body)
    read: dict[str, Any] = json.loads(text)
    return _decoded(read) if '"B"' in text or '"BS"' in text else read


def _decoded(value: Any) -> Any:
    """Binary values, which are base 64 on the wire and bytes in a table."""
    if isinstance(value, list):
        return [_decoded(each) for each in value]
    if not isinstance(value, dict):
        return value
    if isinstance(held := value.get("B"), str) and len(value) == 1:
        return {"B": base64.b64decode(held)}
    if len(value) == 1 and isinstance(many := value.get("BS"), list):
        return {"BS": [base64.b64decode(each) for each in many]}
    return {name: _decoded(each) for name, each in value.items()}


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))


def _cast(self: Any, known: Any) -> Any:
    """A text is what it is; five questions fewer."""
    if self.type == "S":
        return self.value
    return Decimal(self.value) if self.type == "N" else known(self)


def _walk_trees_quickly() -> None:
    """Of an update's expression: what a kind of node is made into is looked up once a walk."""
    from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser, Node

    is_node: Any = cache(lambda kind: issubclass(kind, Node))

    def processor(self: Any, kind: type) -> Any:
        known: dict[type, Any] = self.__dict__.setdefault("_processors", {})
        if kind not in known:
            found = (how for of, how in self._processing_map().items() if issubclass(kind, of))
            known[kind] = next(found, None)
        return known[kind]

    def walk(self: Any, node: Any, child_id: int = -1) -> Any:
        if not is_node(type(node)):
            return node
        parent = node.parent
        for number, child in enumerate(node.children or ()):
            self.pre_processing_of_child(node, number)
            walk(self, child, number)
        if process := processor(self, type(node)):
            node = process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    DepthFirstTraverser.traverse_node_recursively = walk
