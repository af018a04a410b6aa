"""An account's surveys: a small list that administrators keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from chalicelib.shared.clock import to_milliseconds
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import new_id
from chalicelib.surveys import rules
from chalicelib.surveys.model import Survey
from chalicelib.surveys.ports import SurveyPorts

Names = Callable[[Survey], str]  # the field that names what the account has not; '' if none


def surveys(p: SurveyPorts, *, account_id: str) -> list[Survey]:
    """In their order. Never cached."""
    return p.store.catalogue(account_id)


def get(p: SurveyPorts, *, account_id: str, id: str) -> Survey:
    """Raises NotFound."""
    found = next((each for each in p.store.catalogue(account_id) if each.id == id), None)
    if found is None:
        raise NotFound("no such survey")
    return found


def add(p: SurveyPorts, *, draft: Survey, unknown: Names) -> Survey:
    """draft: its id and version do not matter. Raises InvalidInput naming the field."""
    known = p.store.catalogue(draft.account_id)
    if len(known) >= rules.MOST_SURVEYS:
        raise InvalidInput(f"an account has at most {rules.MOST_SURVEYS} surveys", field="name")
    now = to_milliseconds(p.clock())
    position = max((each.position for each in known), default=-1) + 1
    made = replace(draft, id=new_id(now), version=1, position=position, saved_at=now)
    _check(made, unknown)
    p.store.save(made, before=0)
    p.forget(made.account_id)
    return made


def change(p: SurveyPorts, *, draft: Survey, version: int, unknown: Names) -> Survey:
    """As the next version; who is being asked is asked as before. version: that it was read with.

    Raises NotFound, InvalidInput (naming the field) or Conflict: somebody was faster.
    """
    before = get(p, account_id=draft.account_id, id=draft.id)
    after = replace(
        draft,
        version=version + 1,
        position=before.position,
        saved_at=to_milliseconds(p.clock()),
    )
    _check(after, unknown)
    if before.version != version or not p.store.save(after, before=version):
        raise Conflict("somebody changed this survey meanwhile")
    p.forget(after.account_id)
    return after


def remove(p: SurveyPorts, *, account_id: str, id: str) -> None:
    """Who is being asked may still answer. Raises NotFound."""
    get(p, account_id=account_id, id=id)
    p.store.remove(account_id, id)
    p.forget(account_id)


def replaces_rating(p: SurveyPorts, *, account_id: str, channel_id: str) -> bool:
    """At most seconds old."""
    return rules.replaces_rating(p.surveys(account_id), channel_id)


def _check(survey: Survey, unknown: Names) -> None:
    rules.check(survey)
    field = unknown(survey)
    if field:
        raise InvalidInput("there is no such thing in this account", field=field)
