"""Whether a conversation belongs to a filtered list, and where to look for such. Pure.

The console has the same rules (`rules/filters.ts`); `tests/fixtures/filters.json` holds both to
the same answers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.conversations.model import DUE, PRIORITIES, Conversation, Status
from chalicelib.shared.errors import InvalidInput

ME = "me"  # as an assignee: whoever looks
STATUSES = tuple(status.value for status in Status)  # in the order in which a list shows them
PROMISES = ("late", "soon", "running")  # what a queue promised: broken, nearly, or not yet
MOST_PARTS = 20

_EQUAL = ("equals", "not_equals", "in", "not_in")
_THERE = ("present", "absent")
_WORDS = ("equals", "not_equals", "contains", "not_contains", *_THERE)
_TIMES = ("before", "after", "within_days", "older_than_days", *_THERE)
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "status": _EQUAL,
    "assignee": (*_EQUAL, *_THERE),
    "queue": (*_EQUAL, *_THERE),
    "channel": _EQUAL,
    "channel_kind": _EQUAL,
    "priority": (*_EQUAL, *_THERE, "greater", "less"),
    "bot": (*_THERE, *_EQUAL),
    "promise": (*_THERE, *_EQUAL),
    "tags": ("contains", "not_contains", "in", "not_in", *_THERE),
    "contact_name": _WORDS,
    "last_text": _WORDS,
    "unread": ("equals", "greater", "less"),
    "opened_at": _TIMES,
    "last_at": _TIMES,
    "waiting_since": _TIMES,
    "snoozed_until": _TIMES,
    "resolved_at": _TIMES,
    "attribute": _WORDS,
    "contact_attribute": _WORDS,
}
KEYED = ("attribute", "contact_attribute")  # the rule says which, by its name
KEY_LONGEST = 60
_SEVERAL = ("in", "not_in")
_DAYS = ("within_days", "older_than_days")


@dataclass(frozen=True, slots=True)
class Rule:
    """values: text; as many as the operator takes (`checked`). key: an attribute's name."""

    field: str
    operator: str
    values: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """match: all or any."""

    match: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """All or any of the rules and groups; without either, everything."""

    match: str = "all"
    rules: tuple[Rule, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Eye:
    """Who looks, and when. tags: the account's; a conversation's others were deleted.
    facts: contact's id -> his attributes, of those whom a rule may ask for."""

    me: str
    now: datetime
    tags: frozenset[str] = frozenset()
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which lists of the table hold all that can match, and as little else as may be.
    by: activity, assignee, queue, tag or promise (nearest deadline first), of `of`; each status is
    a list of its own."""

    statuses: tuple[str, ...]
    by: str = "activity"
    of: str = ""


# Whether it belongs ------------------------------------------------------------------------------


def matches(filter: Filter, conversation: Conversation, eye: Eye) -> bool:
    parts = [_holds(rule, conversation, eye) for rule in filter.rules]
    parts += [_together(group, conversation, eye) for group in filter.groups]
    if not parts:
        return True
    return all(parts) if filter.match == "all" else any(parts)


def _together(group: Group, conversation: Conversation, eye: Eye) -> bool:
    held = [_holds(rule, conversation, eye) for rule in group.rules]
    return all(held) if group.match == "all" else any(held)


def _holds(rule: Rule, conversation: Conversation, eye: Eye) -> bool:
    value = _value(rule, conversation, eye)
    if rule.operator == "present":
        return bool(value)
    if rule.operator == "absent":
        return not value
    if isinstance(value, datetime) or OPERATORS[rule.field] is _TIMES:
        return value is not None and _in_time(rule, value, eye)
    if isinstance(value, frozenset):
        found = bool(value & set(rule.values))
        return found if rule.operator in ("contains", "in") else not found
    if OPERATORS[rule.field] is _WORDS:
        return _in_words(rule, folded(value))
    return _compared(rule, value, eye)


def _value(rule: Rule, conversation: Conversation, eye: Eye) -> Any:
    if rule.field == "attribute":
        return conversation.attributes.get(rule.key, "")
    if rule.field == "contact_attribute":
        return eye.facts.get(conversation.contact_id, {}).get(rule.key, "")
    return _READ[rule.field](conversation, eye)


def asks_contacts(filter: Filter) -> bool:
    """Whether `Eye.facts` are needed."""
    rules = [*filter.rules, *(rule for group in filter.groups for rule in group.rules)]
    return any(rule.field == "contact_attribute" for rule in rules)


def _in_time(rule: Rule, value: datetime, eye: Eye) -> bool:
    if rule.operator in _DAYS:
        edge = eye.now - timedelta(days=int(rule.values[0]))
        return value >= edge if rule.operator == "within_days" else value < edge
    edge = datetime.fromisoformat(rule.values[0])
    return value < edge if rule.operator == "before" else value >= edge


def _in_words(rule: Rule, text: str) -> bool:
    wanted = folded(rule.values[0])
    if rule.operator in ("contains", "not_contains"):
        return (wanted in text) == (rule.operator == "contains")
    return (wanted == text) == (rule.operator == "equals")


def _compared(rule: Rule, value: Any, eye: Eye) -> bool:
    if rule.operator in ("greater", "less"):
        mine, theirs = _rank(rule.field, value), _rank(rule.field, rule.values[0])
        return mine > theirs if rule.operator == "greater" else mine < theirs
    wanted = {eye.me if rule.field == "assignee" and v == ME else v for v in rule.values}
    return (str(value) in wanted) == (rule.operator in ("equals", "in"))


def _rank(field: str, value: Any) -> int:
    return PRIORITIES.index(value) if field == "priority" else int(value)


def folded(text: str) -> str:
    """Without case, accents and doubled white space."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c)[0] != "M"
    )
    return " ".join(bare.lower().split())


def _unread(conversation: Conversation, eye: Eye) -> int:
    return max(0, conversation.inbound - conversation.reads.get(eye.me, 0))


def _promise(conversation: Conversation, now: datetime) -> str:
    due, warn = conversation.promised_for, conversation.sla_warn
    if due is None:
        return ""
    if due <= now:
        return "late"
    return "soon" if warn and warn <= now else "running"


_READ: Mapping[str, Callable[[Conversation, Eye], Any]] = {
    "status": lambda c, _: c.status.value,
    "assignee": lambda c, _: c.assignee_id,
    "queue": lambda c, _: c.queue_id,
    "channel": lambda c, _: c.channel_id,
    "channel_kind": lambda c, _: c.channel_kind,
    "priority": lambda c, _: c.priority,
    "bot": lambda c, _: c.bot_id,
    "promise": lambda c, eye: _promise(c, eye.now),
    "tags": lambda c, eye: frozenset(c.tags) & eye.tags,
    "contact_name": lambda c, _: c.contact_name,
    "last_text": lambda c, _: c.last.text,
    "unread": _unread,
    "opened_at": lambda c, _: c.opened_at,
    "last_at": lambda c, _: c.last_at,
    "waiting_since": lambda c, _: c.waiting_since,
    "snoozed_until": lambda c, _: c.snoozed_until,
    "resolved_at": lambda c, _: c.resolved_at,
}


# Where to look -----------------------------------------------------------------------------------


def plan(filter: Filter, me: str) -> Plan:
    """Only what all conversations must have narrows the search."""
    must = filter.rules if filter.match == "all" or _single(filter) else ()
    statuses = tuple(each for each in STATUSES if all(_may_be(rule, each) for rule in must))
    if any(map(_promised, must)):
        return Plan(statuses, "promise", DUE)
    for by, name in (("tag", "tags"), ("assignee", "assignee"), ("queue", "queue")):
        for rule in must:
            of = _only(rule, me) if rule.field == name else ""
            # What a bot has is nobody's, and is not listed as such.
            if of and not (of == "-" and "pending" in statuses):
                return Plan(statuses, by, of)
    return Plan(statuses)


def _single(filter: Filter) -> bool:
    return len(filter.rules) == 1 and not filter.groups


def _promised(rule: Rule) -> bool:
    """Whether only what has a deadline can fit. They stand in a list of their own, and are few."""
    return rule.field == "promise" and rule.operator in ("present", "equals", "in")


def _may_be(rule: Rule, status: str) -> bool:
    if _promised(rule):
        return status == Status.OPEN.value
    if rule.field != "status":
        return True
    return (status in rule.values) == (rule.operator in ("equals", "in"))


def _only(rule: Rule, me: str) -> str:
    """The one value that the rule asks for; '-' is none; '' if it is not one."""
    if rule.operator == "absent":
        return "-" if rule.field == "assignee" else ""
    if rule.operator not in ("equals", "in", "contains") or len(rule.values) != 1:
        return ""
    (value,) = rule.values
    return me if rule.field == "assignee" and value == ME else value


# Whether it makes sense --------------------------------------------------------------------------


def checked(filter: Filter, where: str = "filter") -> Filter:
    """The same. Raises InvalidInput, naming the field (`filter.rules.0.values`)."""
    if len(filter.rules) + sum(len(group.rules) for group in filter.groups) > MOST_PARTS:
        raise InvalidInput(f"at most {MOST_PARTS} conditions", field=f"{where}.rules")
    for at, rule in enumerate(filter.rules):
        _check(rule, f"{where}.rules.{at}")
    for at, group in enumerate(filter.groups):
        for inner, rule in enumerate(group.rules):
            _check(rule, f"{where}.groups.{at}.rules.{inner}")
    return filter


def _check(rule: Rule, where: str) -> None:
    if rule.field not in OPERATORS:
        raise InvalidInput("no such field", field=f"{where}.field")
    if rule.operator not in OPERATORS[rule.field]:
        raise InvalidInput("this field has no such comparison", field=f"{where}.operator")
    _check_key(rule, f"{where}.key")
    values = f"{where}.values"
    if rule.operator in _THERE:
        if rule.values:
            raise InvalidInput("takes no value", field=values)
        return
    if rule.operator in _SEVERAL:
        if not rule.values:
            raise InvalidInput("choose at least one", field=values)
    elif len(rule.values) != 1:
        raise InvalidInput("takes one value", field=values)
    for value in rule.values:
        _check_value(rule, value, values)


def _check_key(rule: Rule, where: str) -> None:
    if rule.field not in KEYED:
        if rule.key:
            raise InvalidInput("this field has no name to give", field=where)
    elif not rule.key.strip() or len(rule.key) > KEY_LONGEST:
        raise InvalidInput("say which attribute", field=where)


def _check_value(rule: Rule, value: str, where: str) -> None:
    if rule.field == "status" and value not in STATUSES:
        raise InvalidInput("no such status", field=where)
    if rule.field == "priority" and value not in PRIORITIES:
        raise InvalidInput("no such priority", field=where)
    if rule.field == "promise" and value not in PROMISES:
        raise InvalidInput("late, soon or running", field=where)
    if rule.field == "unread" and not _whole(value, 10**6):
        raise InvalidInput("a whole number is needed", field=where)
    if OPERATORS[rule.field] is _WORDS and not value.strip():
        raise InvalidInput("words are needed", field=where)
    if OPERATORS[rule.field] is _TIMES:
        if rule.operator in _DAYS:
            if not _whole(value, 3650):
                raise InvalidInput("a number of days, up to 3650", field=where)
        elif not _is_moment(value):
            raise InvalidInput("a date is needed, as in 2030-01-31T09:00:00Z", field=where)
    elif not value and rule.field != "priority":
        raise InvalidInput("choose a value", field=where)


def _whole(value: str, most: int) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 9 and int(value) <= most


def _is_moment(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


# To and from JSON --------------------------------------------------------------------------------


def to_plain(filter: Filter) -> dict[str, Any]:
    return {
        "match": filter.match,
        "rules": [_plain(rule) for rule in filter.rules],
        "groups": [
            {"match": group.match, "rules": [_plain(rule) for rule in group.rules]}
            for group in filter.groups
        ],
    }


def from_plain(values: Mapping[str, Any]) -> Filter:
    """Of `to_plain`, or of what `wire.lists.ConversationFilter` let through."""
    groups = values.get("groups") or ()
    return Filter(
        values.get("match", "all"),
        _rules(values.get("rules") or ()),
        tuple(Group(each.get("match", "all"), _rules(each["rules"])) for each in groups),
    )


def _plain(rule: Rule) -> dict[str, Any]:
    plain = {"field": rule.field, "operator": rule.operator, "values": list(rule.values)}
    return {**plain, "key": rule.key} if rule.key else plain


def _rules(values: Any) -> tuple[Rule, ...]:
    return tuple(
        Rule(v["field"], v["operator"], tuple(v.get("values") or ()), v.get("key") or "")
        for v in values
    )
