"""As `bindings`: the small pieces between reports and other services. Imports are late."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from chalicelib import wiring

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from chalicelib.conversations.model import Conversation, Message
    from chalicelib.reports.asking import Period
    from chalicelib.reports.folding import Rules
    from chalicelib.reports.live import Board
    from chalicelib.reports.mailing import Mailing
    from chalicelib.timers.model import Timer

PAGE = 200  # messages of a thread in one read


def thread(account_id: str, conversation_id: str, after: int) -> tuple[Sequence[Message], bool]:
    """Consistent, ascending."""
    from chalicelib.shared.ids import AccountId, ConversationId

    store = wiring.conversation_ports().store
    ids = AccountId(account_id), ConversationId(conversation_id)
    if after:
        found = store.messages(*ids, before=0, after=after, limit=PAGE)
        return found.messages, found.more
    found = store.messages(*ids, before=PAGE + 1, after=0, limit=PAGE)  # from the first on
    return found.messages, len(found.messages) == PAGE


def heads(account_id: str, ids: Sequence[str]) -> Sequence[Conversation]:
    from chalicelib.shared.ids import AccountId, ConversationId

    store = wiring.conversation_ports().store
    return store.heads(AccountId(account_id), [ConversationId(id) for id in ids])


def zone(account_id: str) -> ZoneInfo:
    """The account's, at most seconds old; UTC if nobody knows it."""
    from zoneinfo import ZoneInfo

    from chalicelib import bindings_calls

    try:
        return ZoneInfo(bindings_calls.site(account_id).account.time_zone)
    except (ValueError, KeyError):
        return ZoneInfo("UTC")


def rules(account_id: str) -> Rules:
    from chalicelib.reports.folding import Rules

    return Rules(partial(_working, account_id), partial(_promised, account_id))


def _working(account_id: str, queue_id: str, since: datetime, until: datetime) -> int:
    from chalicelib.hours import engine, service

    schedule = service.schedule_for(wiring.hours_ports(), account_id=account_id, queue_id=queue_id)
    return int(engine.working_between(schedule, since, until).total_seconds())


def _promised(account_id: str, queue_id: str) -> frozenset[str]:
    """Of what the queue promises; nothing in no queue."""
    from dataclasses import asdict

    from chalicelib import bindings_calls

    queue = bindings_calls.site(account_id).queue(queue_id) if queue_id else None
    targets = asdict(queue.rules.targets) if queue else {}
    return frozenset(name for name, minutes in targets.items() if minutes)


def feelings(account_id: str, period: Period, of: str, value: str) -> list[dict[str, Any]]:
    """`ReportFeeling`s: what surveys of the two usual kinds found. Nothing by
    flow or invitation."""
    if of in ("flow", "invitation"):
        return []
    from chalicelib.surveys import catalogue
    from chalicelib.surveys.model import Kind

    found = []
    surveys = catalogue.surveys(wiring.survey_ports(), account_id=account_id)
    for kind in (Kind.CSAT, Kind.NPS):
        mine = [each for each in surveys if each.main is not None and each.main.kind is kind]
        if mine:
            found.append(_feeling(account_id, mine, period, of, value))
    return [each for each in found if each["asked"]]


def _feeling(
    account_id: str, surveys: Sequence[Any], period: Period, of: str, value: str
) -> dict[str, Any]:
    from chalicelib.surveys import counting

    def score(days: Period) -> counting.Score:
        tallies = []
        for survey in surveys:
            for each in wiring.survey_ports().store.tallies(
                account_id,
                survey.id,
                dimension=of or "all",
                first=days.first.isoformat(),
                last=days.last.isoformat(),
            ):
                if not value or each.value == value:
                    # The same question under another id is the same question.
                    prefix = f"q:{survey.main.id}:"
                    renamed = {
                        name.replace(prefix, f"q:{surveys[0].main.id}:", 1): by
                        for name, by in each.counts.items()
                        if name.startswith(prefix) or not name.startswith("q:")
                    }
                    tallies.append(type(each)(each.day, each.value, renamed))
        return counting.score(surveys[0].main, tallies)

    now, past = score(period), score(period.before())
    return {
        "kind": surveys[0].main.kind.value,
        "asked": now.asked,
        "given": now.given,
        "value": now.value,
        "before": past.value,
    }


def board(account_id: str, now: datetime) -> Board:
    """At most two pages of open conversations, the account's page and the agents' sockets."""
    from chalicelib.accounts import service
    from chalicelib.conversations.model import Status
    from chalicelib.realtime.service import online_agents
    from chalicelib.reports import live
    from chalicelib.shared.ids import AccountId

    page = service.site(wiring.account_ports(), account_id=account_id)
    store, found, cursor = wiring.conversation_ports().store, [], ""
    for _ in range(2):
        part = store.page(
            AccountId(account_id), status=Status.OPEN.value, cursor=cursor, limit=live.MOST
        )
        found += part.conversations
        cursor = part.cursor
        if not cursor or len(found) >= live.MOST:
            break
    here = online_agents(wiring.realtime_ports(), account_id=account_id)
    return live.board(page, found, more=bool(cursor), online=here, now=now)


MAILING = "report"


def names(account_id: str, dimension: str) -> Mapping[str, str]:
    """What the agents, queues, … of reports are called."""
    if dimension == "tag":
        from chalicelib import bindings

        return bindings.tag_names(account_id)
    if dimension == "flow":
        found: Sequence[Any] = wiring.flow_ports().store.catalogue(account_id)
    elif dimension == "invitation":
        found = wiring.invitation_ports().catalogue(account_id).invitations
    else:
        from chalicelib import bindings_calls

        page = bindings_calls.site(account_id)
        kinds = {"agent": page.agents, "queue": page.queues, "channel": page.channels}
        found = kinds[dimension]
    return {each.id: each.name for each in found}


def mailing_timer(mailing: Mailing, due: datetime) -> None:
    from chalicelib.timers import service
    from chalicelib.timers.model import Timer

    payload = {"mailing": mailing.id, "version": str(mailing.version)}
    timer = Timer(mailing.account_id, f"{MAILING}-{mailing.id}", due, MAILING, payload)
    service.schedule(wiring.timer_ports(), timer=timer)


def mailing_due(timer: Timer) -> None:
    from chalicelib.reports import mailing

    mailing.due(
        wiring.mailing_ports(),
        account_id=timer.account_id,
        id=timer.payload["mailing"],
        version=int(timer.payload["version"]),
        due=timer.due,
    )
