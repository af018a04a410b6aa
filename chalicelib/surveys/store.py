"""Surveys, askings and their counts in the main table (docs/data.md)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import VerboseClientError

from chalicelib.shared.clock import from_text, to_text
from chalicelib.shared.errors import InvalidInput, TryAgain
from chalicelib.shared.table import MainItem, RawItem, find, put_if, query
from chalicelib.surveys import codec
from chalicelib.surveys.model import Asking, Survey, dimensions
from chalicelib.surveys.ports import AnswerPage, Mark, Tally

MARK_LIFE = timedelta(days=366)
_INDEX = "by_activity"
_SURVEY = "survey#"
_MOST = 200
_BIGGEST_PAGE = 20_000
_NOT_COUNTS = frozenset({"pk", "sk"})


class SurveyItem(MainItem):
    version = NumberAttribute()
    data = JSONAttribute()


class AskingItem(MainItem):
    rev = NumberAttribute()
    data = JSONAttribute()


class MarkItem(MainItem):
    at = UnicodeAttribute()
    conversation = UnicodeAttribute()
    asking = UnicodeAttribute()


class DynamoSurveyStore:
    """Implements `ports.SurveyStore`."""

    def catalogue(self, account_id: str) -> list[Survey]:
        raws, _ = query(_catalogue(account_id), prefix=_SURVEY, limit=_MOST, consistent=True)
        found = [_survey(SurveyItem.from_raw_data(raw), account_id) for raw in raws]
        return sorted(found, key=lambda each: (each.position, each.id))

    def save(self, survey: Survey, *, before: int) -> bool:
        """The version first: one without its survey is never looked for."""
        data = codec.survey_data(survey)
        kept = SurveyItem(
            _versions(survey.account_id, survey.id),
            _version(survey.version),
            version=survey.version,
        )
        kept.data = data
        now = SurveyItem(
            _catalogue(survey.account_id), f"{_SURVEY}{survey.id}", version=survey.version
        )
        now.data = data
        condition = SurveyItem.version == before if before else SurveyItem.pk.does_not_exist()
        return _together(_put(kept, None), _put(now, condition)) is None

    def remove(self, account_id: str, id: str) -> None:
        SurveyItem(_catalogue(account_id), f"{_SURVEY}{id}").delete()

    def at_version(self, account_id: str, id: str, version: int) -> Survey | None:
        item = find(SurveyItem, _versions(account_id, id), _version(version), consistent=False)
        return _survey(item, account_id) if item else None

    # Askings ----------------------------------------------------------------------------------

    def asking(self, account_id: str, conversation_id: str, id: str) -> Asking | None:
        item = find(AskingItem, _askings(account_id, conversation_id), id)
        return codec.asking(item.data, int(item.rev)) if item else None

    def start(self, asking: Asking, counts: Mapping[str, int]) -> bool:
        mark = MarkItem(
            f"A#{asking.account_id}#P#{asking.contact_id}",
            "survey",
            at=to_text(asking.asked_at),
            conversation=asking.conversation_id,
            asking=asking.id,
            ttl=int((asking.asked_at + MARK_LIFE).timestamp()),
        )
        refused = _together(
            _put(_asking_item(asking), AskingItem.pk.does_not_exist()),
            _put(mark, None),
            *_adds(asking, counts),
        )
        return refused is None

    def turn(self, before: Asking, after: Asking, counts: Mapping[str, int]) -> bool:
        item = _asking_item(after)
        condition = AskingItem.rev == before.rev
        if not counts:
            return put_if(item, condition) is None
        return _together(_put(item, condition), *_adds(after, counts)) is None

    def mark(self, account_id: str, contact_id: str) -> Mark | None:
        item = find(MarkItem, f"A#{account_id}#P#{contact_id}", "survey")
        return Mark(from_text(item.at), item.conversation, item.asking) if item else None

    # Results ----------------------------------------------------------------------------------

    def answers(
        self,
        account_id: str,
        survey_id: str,
        *,
        since: datetime,
        until: datetime,
        cursor: str,
        limit: int,
    ) -> AnswerPage:
        partition = _answered(account_id, survey_id)
        if cursor and cursor.count("#") != 2:
            raise InvalidInput("no cursor of this list", field="cursor")
        latest = cursor or f"{to_text(until)}~"
        raws, last = _between(partition, to_text(since), latest, cursor, limit)
        found = [AskingItem.from_raw_data(raw) for raw in raws]
        return AnswerPage(
            [codec.asking(item.data, int(item.rev)) for item in found],
            last["g1sk"]["S"] if last else "",
        )

    def tallies(
        self, account_id: str, survey_id: str, *, dimension: str, first: str, last: str
    ) -> list[Tally]:
        found: list[Tally] = []
        start: RawItem | None = None
        while True:
            raws, start = query(
                _counts(account_id, survey_id),
                between=(f"{dimension}#{first}", f"{dimension}#{last}~"),
                start=start,
                limit=_BIGGEST_PAGE,
                ascending=True,
            )
            found += [_tally(raw) for raw in raws]
            if not start:
                return found


def _catalogue(account_id: str) -> str:
    return f"A#{account_id}#Y"


def _versions(account_id: str, survey_id: str) -> str:
    return f"A#{account_id}#Y#{survey_id}"


def _version(number: int) -> str:
    return f"v#{number:06}"


def _askings(account_id: str, conversation_id: str) -> str:
    return f"A#{account_id}#Y#C#{conversation_id}"


def _answered(account_id: str, survey_id: str) -> str:
    return f"A#{account_id}#Y#A#{survey_id}"


def _counts(account_id: str, survey_id: str) -> str:
    return f"A#{account_id}#Y#N#{survey_id}"


def _survey(item: SurveyItem, account_id: str) -> Survey:
    return codec.survey(item.data, account_id, int(item.version))


def _place(asking: Asking) -> str:
    return f"{to_text(asking.asked_at)}#{asking.id}#{asking.conversation_id}"


def _asking_item(asking: Asking) -> AskingItem:
    """In the list of its survey once there is an answer."""
    item = AskingItem(
        _askings(asking.account_id, asking.conversation_id), asking.id, rev=asking.rev
    )
    item.data = codec.asking_data(asking)
    if asking.answered_at:
        item.g1pk = _answered(asking.account_id, asking.survey_id)
        item.g1sk = _place(asking)
    return item


def _between(
    partition: str, first: str, last: str, cursor: str, limit: int
) -> tuple[list[RawItem], RawItem]:
    """Of the index, newest first."""
    start: RawItem | None = None
    if cursor:
        _, asking_id, conversation_id = cursor.split("#")
        account_id = partition.split("#", 2)[1]
        start = {
            "pk": {"S": _askings(account_id, conversation_id)},
            "sk": {"S": asking_id},
            "g1pk": {"S": partition},
            "g1sk": {"S": cursor},
        }
    connection = MainItem._get_connection()
    request: dict[str, Any] = {
        "TableName": connection.table_name,
        "IndexName": _INDEX,
        "KeyConditionExpression": "g1pk = :list AND g1sk BETWEEN :first AND :last",
        "ExpressionAttributeValues": {
            ":list": {"S": partition},
            ":first": {"S": first},
            ":last": {"S": last},
        },
        "ScanIndexForward": False,
        "Limit": limit,
    }
    if start:
        request["ExclusiveStartKey"] = start
    data = connection.connection.dispatch("Query", request)
    return data["Items"], data.get("LastEvaluatedKey") or {}


def _tally(raw: RawItem) -> Tally:
    _, day, value = raw["sk"]["S"].split("#", 2)
    counts = {
        name: int(each["N"])
        for name, each in raw.items()
        if name not in _NOT_COUNTS and "N" in each
    }
    return Tally(day, value, counts)


# Several at once ------------------------------------------------------------------------------


def _put(item: MainItem, condition: Any) -> dict[str, Any]:
    kwargs = item._get_connection().get_operation_kwargs(
        item.pk, range_key=item.sk, condition=condition
    )
    del kwargs["Key"]
    return {"Put": {**kwargs, "Item": item.serialize()}}


def _adds(asking: Asking, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """To the counts of the day and of everything that it is counted by."""
    names = {f"#c{place}": name for place, name in enumerate(counts)}
    values = {f":c{place}": {"N": str(by)} for place, by in enumerate(counts.values())}
    added = ", ".join(f"#c{place} :c{place}" for place in range(len(counts)))
    table = MainItem._get_connection().table_name
    partition = _counts(asking.account_id, asking.survey_id)
    return [
        {
            "Update": {
                "TableName": table,
                "Key": {
                    "pk": {"S": partition},
                    "sk": {"S": f"{dimension}#{asking.day}#{value}"},
                },
                "UpdateExpression": f"ADD {added}",
                "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": values,
            }
        }
        for dimension, value in dimensions(asking)
    ]


def _together(*operations: dict[str, Any]) -> int | None:
    """None: all is done. Else nothing is: the place of the first whose condition failed. Raises
    TryAgain where another writer was at one of them just then."""
    connection = MainItem._get_connection()
    try:
        connection.connection.dispatch("TransactWriteItems", {"TransactItems": list(operations)})
    except VerboseClientError as problem:
        cause: Any = problem.__cause__  # PynamoDB's own copy leaves the reasons out
        told = cause.response
        code = told["Error"]["Code"]
        reasons = [each.get("Code") for each in told.get("CancellationReasons", ())]
        if "ConditionalCheckFailed" in reasons:
            return reasons.index("ConditionalCheckFailed")
        if "TransactionConflict" in reasons or code == "TransactionInProgressException":
            raise TryAgain("too many answers at once") from None
        raise
    return None
