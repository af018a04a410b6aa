"""Surveys and askings as their items hold them, JSON-ready. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from chalicelib.shared.clock import from_text, to_text
from chalicelib.surveys.model import Asking, Kind, Outcome, Past, Question, Rule, State, Survey

_NOT_DATA = frozenset({"account_id", "version"})
_TIMES = frozenset({"asked_at", "until", "turned_at", "answered_at"})


def survey_data(survey: Survey) -> dict[str, Any]:
    data = _plain(survey, _NOT_DATA)
    data["questions"] = [_plain(each) for each in survey.questions]
    data["rule"] = _plain(survey.rule)
    return data


def survey(data: Mapping[str, Any], account_id: str, version: int) -> Survey:
    known = {name: data[name] for name in _names(Survey) & data.keys()}
    saved_at = data.get("saved_at")
    return Survey(
        **{
            **known,
            "questions": tuple(map(_question, data["questions"])),
            "rule": _rule(data.get("rule", {})),
            "saved_at": from_text(saved_at) if saved_at else None,
            "account_id": account_id,
            "version": version,
        }
    )


def _question(data: Mapping[str, Any]) -> Question:
    known = {name: data[name] for name in _names(Question) & data.keys()}
    return Question(
        **{**known, "kind": Kind(data["kind"]), "options": tuple(data.get("options", ()))}
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    known = {name: data[name] for name in _names(Rule) & data.keys()}
    return Rule(**{name: _frozen(value) for name, value in known.items()})


def asking_data(asking: Asking) -> dict[str, Any]:
    data = _plain(asking, frozenset({"rev"}))
    data["history"] = [[each.question_id, each.value, to_text(each.at)] for each in asking.history]
    return data


def asking(data: Mapping[str, Any], rev: int) -> Asking:
    known = {name: _frozen(data[name]) for name in _names(Asking) & data.keys()}
    times = {name: from_text(data[name]) for name in _TIMES if data.get(name)}
    return Asking(
        **{
            **known,
            **times,
            "state": State(data["state"]),
            "outcome": Outcome(data["outcome"]),
            "history": tuple(Past(id, value, from_text(at)) for id, value, at in data["history"]),
            "rev": rev,
        }
    )


def _names(shape: Any) -> set[str]:
    return {field.name for field in fields(shape)}


def _plain(value: Any, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    return {
        field.name: _json(getattr(value, field.name))
        for field in fields(value)
        if field.name not in without
    }


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
