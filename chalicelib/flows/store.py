"""Flows, their versions and counts, and the sessions that run them (docs/data.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import VerboseClientError
from pynamodb.expressions.condition import Condition

from chalicelib.flows.model import (
    Draft,
    Ended,
    Flow,
    GraphData,
    KeptTest,
    Published,
    Session,
    Tally,
    ended,
)
from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import TryAgain
from chalicelib.shared.ids import AccountId
from chalicelib.shared.notices import told
from chalicelib.shared.table import MainItem, delete_if, find, find_raw, put_if, query

SESSION_LIFE = timedelta(days=180)  # after its last step
ENDED_LIFE = timedelta(days=90)
MOST_KEPT_TESTS = 100  # that a list reads: more than may be made
MOST_VERSIONS = 200  # that a list shows
_FLOW, _DRAFT, _GRAPH, _VERSION, _COUNTS = "flow#", "draft", "g#", "v#", "n#"
_ENDED, _TEST = "s#", "t#"
_GONE = "~gone"
_SESSION = "session"
_TOLD = told({"type": "flows.changed"})


class FlowItem(MainItem):
    """A flow, a draft, a graph, a version or a session. data: JSON; all but keys and version."""

    version = NumberAttribute(default=0)
    data = UnicodeAttribute(default="")


class DynamoFlowStore:
    """Implements `ports.FlowStore`."""

    # Flows ------------------------------------------------------------------------------------

    def catalogue(self, account_id: str) -> list[Flow]:
        condition = FlowItem.sk.startswith(_FLOW)
        items = FlowItem.query(_flows(account_id), condition, consistent_read=True)
        return [_flow(item, account_id) for item in items]

    def flow(self, account_id: str, flow_id: str) -> Flow | None:
        item = find(FlowItem, _flows(account_id), f"{_FLOW}{flow_id}")
        return _flow(item, account_id) if item else None

    def save_flow(self, flow: Flow) -> bool:
        item = FlowItem(
            _flows(flow.account_id),
            f"{_FLOW}{flow.id}",
            version=flow.version + 1,
            data=_dumps(_packed(flow, "id", "account_id", "version")),
            **_TOLD,
        )
        return put_if(item, _unchanged(flow.version)) is None

    def remove_flow(self, account_id: str, flow_id: str) -> None:
        FlowItem(_flows(account_id), f"{_FLOW}{flow_id}").delete()
        FlowItem(_own(account_id, flow_id), _DRAFT).delete()
        with FlowItem.batch_write() as batch:
            for test in self.tests(account_id, flow_id):
                batch.delete(FlowItem(_own(account_id, flow_id), f"{_TEST}{test.id}"))
        FlowItem(_flows(account_id), _GONE, data=flow_id, **_TOLD).save()

    # Drafts and versions ----------------------------------------------------------------------

    def draft(self, account_id: str, flow_id: str) -> Draft | None:
        item = find(FlowItem, _own(account_id, flow_id), _DRAFT)
        return Draft(json.loads(item.data), int(item.version)) if item else None

    def save_draft(self, account_id: str, flow_id: str, draft: Draft) -> bool:
        item = FlowItem(
            _own(account_id, flow_id), _DRAFT, version=draft.version, data=_dumps(draft.graph)
        )
        return put_if(item, _unchanged(draft.version - 1)) is None

    def keep_graph(self, account_id: str, flow_id: str, draft: Draft) -> None:
        sk = f"{_GRAPH}{draft.version:08d}"
        FlowItem(_own(account_id, flow_id), sk, data=_dumps(draft.graph)).save()

    def graph(self, account_id: str, flow_id: str, draft_version: int) -> GraphData | None:
        item = find(FlowItem, _own(account_id, flow_id), f"{_GRAPH}{draft_version:08d}")
        return json.loads(item.data) if item else None

    def add_version(self, account_id: str, flow_id: str, version: Published) -> Published | None:
        item = FlowItem(
            _own(account_id, flow_id),
            f"{_VERSION}{version.number:08d}",
            data=_dumps(_packed(version, "number")),
        )
        old = put_if(item, FlowItem.pk.does_not_exist())
        return _published(old) if old else None

    def versions(self, account_id: str, flow_id: str) -> list[Published]:
        raws, _ = query(_own(account_id, flow_id), prefix=_VERSION, limit=MOST_VERSIONS)
        return [_published(FlowItem.from_raw_data(raw)) for raw in raws]

    def version(self, account_id: str, flow_id: str, number: int) -> Published | None:
        item = find(FlowItem, _own(account_id, flow_id), f"{_VERSION}{number:08d}")
        return _published(item) if item else None

    def funnel(self, account_id: str, flow_id: str, number: int) -> Mapping[str, int]:
        raw = find_raw(_own(account_id, flow_id), _counts(number), consistent=False) or {}
        return {name: int(raw[name]["N"]) for name in raw if " " in name}

    # Sessions ---------------------------------------------------------------------------------

    def session(self, account_id: str, conversation_id: str) -> Session | None:
        item = find(FlowItem, _bot(account_id, conversation_id), _SESSION)
        return _session(item, account_id, conversation_id) if item else None

    def save_session(self, session: Session, tally: Tally | None = None) -> bool:
        item = FlowItem(
            _bot(session.account_id, session.conversation_id),
            _SESSION,
            version=session.rev + 1,
            data=_dumps(_packed(session, "account_id", "conversation_id", "rev")),
            ttl=int((session.at + SESSION_LIFE).timestamp()),
        )
        if not tally:
            return put_if(item, _unchanged(session.rev)) is None
        return _together(item, session, tally)

    def ended(self, account_id: str, flow_id: str, *, limit: int) -> list[Ended]:
        raws, _ = query(_own(account_id, flow_id), prefix=_ENDED, limit=limit)
        found = [json.loads(FlowItem.from_raw_data(raw).data) for raw in raws]
        return [Ended(**_moments(each, "began_at", "at")) for each in found]

    # Test conversations -----------------------------------------------------------------------

    def tests(self, account_id: str, flow_id: str) -> list[KeptTest]:
        raws, _ = query(
            _own(account_id, flow_id),
            prefix=_TEST,
            limit=MOST_KEPT_TESTS,
            ascending=True,
            consistent=True,
        )
        return [_test(FlowItem.from_raw_data(raw)) for raw in raws]

    def save_test(self, account_id: str, flow_id: str, test: KeptTest) -> bool:
        item = FlowItem(
            _own(account_id, flow_id),
            f"{_TEST}{test.id}",
            version=test.version,
            data=_dumps(test.data),
        )
        return put_if(item, _unchanged(test.version - 1)) is None

    def remove_test(self, account_id: str, flow_id: str, test_id: str) -> bool:
        there = FlowItem.pk.exists()
        return delete_if(_own(account_id, flow_id), f"{_TEST}{test_id}", there)


def _together(item: FlowItem, session: Session, tally: Tally) -> bool:
    """The session and what it counted: neither without the other, so that a repeat adds nothing."""
    connection = MainItem._get_connection()
    name = connection.table_name
    condition = "#v = :v" if session.rev else "attribute_not_exists(pk)"
    put: dict[str, Any] = {
        "TableName": name,
        "Item": item.serialize(),
        "ConditionExpression": condition,
    }
    if session.rev:
        put["ExpressionAttributeNames"] = {"#v": "version"}
        put["ExpressionAttributeValues"] = {":v": {"N": str(session.rev)}}
    actions: list[dict[str, Any]] = [{"Put": put}]
    for (flow_id, number), counts in tally.items():
        key = {"pk": _own(session.account_id, flow_id), "sk": _counts(number)}
        actions.append({"Update": {"TableName": name, **_adding(key, counts)}})
    if session.outcome:
        actions.append({"Put": {"TableName": name, "Item": _over(session).serialize()}})
    try:
        connection.connection.dispatch("TransactWriteItems", {"TransactItems": actions})
    except VerboseClientError as problem:
        cause: Any = problem.__cause__  # PynamoDB's own copy leaves the reasons out
        reasons = {each.get("Code") for each in cause.response.get("CancellationReasons", ())}
        if "ConditionalCheckFailed" in reasons:
            return False
        if "TransactionConflict" in reasons:
            raise TryAgain("too many conversations ended at once") from None
        raise
    return True


def _over(session: Session) -> FlowItem:
    """Only the session knows its conversation; this finds the sessions of a flow."""
    return FlowItem(
        _own(session.account_id, session.flow_id),
        f"{_ENDED}{to_text(session.at)}#{session.id}",
        data=_dumps(_packed(ended(session))),
        ttl=int((session.at + ENDED_LIFE).timestamp()),
    )


def _adding(key: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, Any]:
    places = list(enumerate(sorted(counts)))
    return {
        "Key": {part: {"S": value} for part, value in key.items()},
        "UpdateExpression": "ADD " + ", ".join(f"#n{place} :n{place}" for place, _ in places),
        "ExpressionAttributeNames": {f"#n{place}": name for place, name in places},
        "ExpressionAttributeValues": {
            f":n{place}": {"N": str(counts[name])} for place, name in places
        },
    }


def _flows(account_id: str) -> str:
    return f"A#{account_id}#flows"


def _own(account_id: str, flow_id: str) -> str:
    return f"A#{account_id}#flow#{flow_id}"


def _bot(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#bot#{conversation_id}"


def _counts(number: int) -> str:
    return f"{_COUNTS}{number:08d}"


def _unchanged(version: int) -> Condition:
    held: Condition = FlowItem.version == version if version else FlowItem.pk.does_not_exist()
    return held


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(value: Any, *keys: str) -> dict[str, Any]:
    """What is at its default is left out: a session is to stay below 1 KB."""
    found: dict[str, Any] = {}
    for name, field in value.__dataclass_fields__.items():
        inner = getattr(value, name)
        if name in keys or inner == field.default or inner in ({}, ()):
            continue
        found[name] = to_text(inner) if isinstance(inner, datetime) else inner
    return found


def _moments(inner: dict[str, Any], *names: str) -> dict[str, Any]:
    return {**inner, **{name: from_text(inner[name]) for name in names if name in inner}}


def _flow(item: FlowItem, account_id: str) -> Flow:
    inner = _moments(json.loads(item.data), "created_at", "updated_at", "published_at")
    inner["triggers"] = tuple(inner.get("triggers", ()))
    return Flow(
        id=item.sk.removeprefix(_FLOW),
        account_id=AccountId(account_id),
        version=int(item.version),
        **inner,
    )


def _published(item: FlowItem) -> Published:
    inner = _moments(json.loads(item.data), "at")
    return Published(number=int(item.sk.removeprefix(_VERSION)), **inner)


def _test(item: FlowItem) -> KeptTest:
    id = item.sk.removeprefix(_TEST)
    return KeptTest(id=id, version=int(item.version), data=json.loads(item.data))


def _session(item: FlowItem, account_id: str, conversation_id: str) -> Session:
    inner = _moments(json.loads(item.data), "began_at", "at", "wait_due", "alarm")
    return Session(
        account_id=AccountId(account_id),
        conversation_id=conversation_id,
        rev=int(item.version),
        **inner,
    )
