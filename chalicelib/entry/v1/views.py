"""The public API's shapes from ours. '' becomes null where nothing is there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.accounts.model import AccountPage, Agent, ChannelRecord, Queue
from chalicelib.contacts.codec import contact_view
from chalicelib.contacts.model import Contact
from chalicelib.conversations import model as conversations
from chalicelib.conversations.view import conversation_view, message_view
from chalicelib.flows.model import Flow
from chalicelib.hours.model import OpeningHours
from chalicelib.jobs.model import Job
from chalicelib.replies.model import QuickResponse
from chalicelib.schedules.model import Schedule
from chalicelib.schedules.view import schedule_view
from chalicelib.shared import public
from chalicelib.shared.clock import from_text
from chalicelib.surveys.model import Asking, Survey
from chalicelib.surveys.view import asking_view, question_view
from chalicelib.tags.model import Tag
from chalicelib.wire import v1, v1_hours, v1_records, v1_schedules


def conversation(head: conversations.Conversation) -> v1.Conversation:
    return v1.Conversation.model_validate(public.conversation(conversation_view(head)))


def message(stored: conversations.Message) -> v1.Message:
    return v1.Message.model_validate(public.message(message_view(stored)))


def scheduled(schedule: Schedule) -> v1_schedules.ScheduledMessage:
    view = schedule_view(schedule)
    return v1_schedules.ScheduledMessage(
        **_some(view, "id", "conversation_id", "author_name", "due_at", "zone", "unless_reply"),
        **_some(view, "state", "reason", "code", "created_at"),
        author_id=view["author_id"] or None,
        seq=view["seq"] or None,
        content=v1.MessageContent.model_validate(public.content(view["content"])),
    )


def contact(stored: Contact) -> v1_records.Contact:
    return v1_records.Contact.model_validate(public.contact(contact_view(stored)))


def job(stored: Job) -> v1_records.Job:
    return v1_records.Job(
        id=stored.id,
        kind=stored.kind,
        state=stored.state.value,
        why=stored.why,
        done=stored.at,
        total=stored.total,
        counts=dict(stored.counts),
        refused=[
            v1_records.RefusedRow(**_some(each, "row", "field", "why"))
            for each in stored.found.get("samples", ())
        ],
        has_file=bool(file_of(stored)),
        created_at=stored.created_at,
    )


def file_of(job: Job) -> str:
    """Its key; '' if there is none: what was made, or the rows that were refused."""
    return str(job.found.get("file") or job.found.get("report") or "")


def account(page: AccountPage) -> v1_records.Account:
    here = page.account
    return v1_records.Account(
        id=here.id, name=here.name, language=here.language, time_zone=here.time_zone
    )


def agent(person: Agent) -> v1_records.Agent:
    return v1_records.Agent(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role.value,
        presence=person.presence.value,
        active=person.active,
    )


def queue(stored: Queue) -> v1_records.Queue:
    return v1_records.Queue(id=stored.id, name=stored.name, member_ids=list(stored.member_ids))


def channel(record: ChannelRecord) -> v1_records.Channel:
    return v1_records.Channel(
        id=record.id,
        kind=record.kind,
        name=record.name,
        settings=dict(record.settings),
        queue_id=record.queue_id or None,
        paused=record.paused,
        health=record.health,
    )


def hours(stored: OpeningHours, now: datetime) -> v1_hours.Hours:
    from chalicelib.hours.view import hours_view

    view = hours_view(stored, now)
    schedule, state = view["schedule"], view["now"]
    return v1_hours.Hours.model_validate(
        {
            "queue_id": stored.queue_id or None,
            "time_zone": schedule.pop("zone"),
            **schedule,
            "now": {"state": state.pop("kind"), **state},
        }
    )


def tag(stored: Tag) -> v1_records.Tag:
    return v1_records.Tag.model_validate(
        {"id": stored.id, "name": stored.name, "colour": stored.colour}
    )


def quick_response(stored: QuickResponse) -> v1_records.QuickResponse:
    from chalicelib.replies.view import response_view

    view = response_view(stored)
    return v1_records.QuickResponse(
        **_some(view, "id", "name", "code", "text", "updated_at"),
        media=[v1.File(**public.file(each)) for each in view["media"] or ()],
        contacts=view["contacts"] or [],
    )


def flow(stored: Flow) -> v1_records.Flow:
    return v1_records.Flow(
        id=stored.id,
        name=stored.name,
        enabled=stored.on,
        published=stored.published,
        updated_at=stored.updated_at,
    )


def survey(stored: Survey) -> v1_records.Survey:
    questions = [question_view(each) for each in stored.questions]
    return v1_records.Survey(
        id=stored.id,
        name=stored.name,
        version=stored.version,
        enabled=stored.enabled,
        questions=[
            v1_records.SurveyQuestion(**_some(each, "id", "kind", "text", "options", "low", "high"))
            for each in questions
        ],
    )


def survey_answer(asking: Asking, of: Survey) -> v1_records.SurveyAnswer:
    view = asking_view(asking, of)
    return v1_records.SurveyAnswer(
        **_some(view, "id", "conversation_id", "contact_id", "contact_name", "by", "comment"),
        **_or_none(view, "agent_id", "queue_id", "channel_id", "score"),
        survey_id=of.id,
        asked_at=from_text(view["asked_at"]),
        answered_at=from_text(view["answered_at"]) if view["answered_at"] else None,
        answers=[v1_records.Answer(**each) for each in view["answers"]],
    )


def _some(view: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: view[name] for name in names}


def _or_none(view: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: view[name] or None for name in names}
