"""As `bindings`, for surveys. Imports are late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from chalicelib.settings import settings

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.automation.model import Happening
    from chalicelib.channels.base import Limits
    from chalicelib.conversations.model import Conversation
    from chalicelib.shared.content import Content
    from chalicelib.surveys.links import Named
    from chalicelib.surveys.model import Asking, Survey
    from chalicelib.surveys.ports import Person, Place

ENDED = "survey_ended"  # the kind of work that tells a flow; see `ended`


def react(happening: Happening) -> bool:
    """What answers by itself begins here: True = it was an answer, and nothing more."""
    from chalicelib import wiring
    from chalicelib.surveys import service

    ports, head = wiring.survey_ports(), happening.head
    if happening.work.kind == "message":
        message = happening.message
        return message is not None and service.on_message(ports, head, message)
    service.on_change(ports, head)
    return False


def on_timer(happening: Happening) -> bool:
    from chalicelib import wiring
    from chalicelib.surveys import service

    service.on_timer(wiring.survey_ports(), happening.head, happening.work.payload)
    return True


# Of conversations -------------------------------------------------------------------------------


def head(account_id: str, conversation_id: str) -> Conversation | None:
    from chalicelib import bindings

    return bindings.conversation(account_id, conversation_id)


def change(before: Conversation, patch: Callable[[Conversation], Conversation]) -> Conversation:
    from chalicelib import wiring
    from chalicelib.conversations.appending import change_head, raised

    return change_head(wiring.conversation_ports(), before, lambda now: raised(now, patch(now)))


def line(
    before: Conversation,
    event: str,
    data: Mapping[str, str],
    dedup: str,
    patch: Callable[[Conversation], Conversation],
    by: str,
) -> Conversation:
    """by: "contact", "agent:{id}"; anything else is nobody in particular."""
    from chalicelib import wiring
    from chalicelib.conversations.changing import with_event
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.shared.clock import to_milliseconds

    ports = wiring.conversation_ports()
    actor = Author(AuthorKind.SYSTEM)
    if by == "contact":
        actor = Author(AuthorKind.CONTACT, name=before.contact_name)
    elif by.startswith("agent:"):
        actor = Author(AuthorKind.AGENT, id=by.partition(":")[2])
    return with_event(
        ports,
        before,
        actor=actor,
        event=event,
        data=data,
        dedup=dedup,
        at=to_milliseconds(ports.clock()),
        patch=patch,
    )


def say(before: Conversation, content: Content, dedup: str) -> None:
    """In the account's name: a survey's own is for the team."""
    from chalicelib import wiring
    from chalicelib.conversations import saying

    name = place(before.account_id, before.channel_id).name
    saying.say(wiring.conversation_ports(), before, content, dedup=dedup, name=name)


def limits(kind: str) -> Limits:
    from chalicelib.channels import registry

    return registry.get(kind).limits


# Of accounts and contacts -----------------------------------------------------------------------


def place(account_id: str, channel_id: str) -> Place:
    from chalicelib import bindings_calls
    from chalicelib.surveys.ports import Place

    page = bindings_calls.site(account_id)
    channel = page.channel(channel_id)
    told = channel.settings if channel else {}
    return Place(
        name=page.account.name,
        language=page.account.language,
        time_zone=page.account.time_zone,
        site_language=told.get("language", ""),
    )


def person(account_id: str, contact_id: str) -> Person:
    from chalicelib import wiring
    from chalicelib.contacts import service
    from chalicelib.shared.errors import NotFound
    from chalicelib.surveys.ports import Person

    try:
        found = service.get(wiring.contact_ports(), account_id=account_id, contact_id=contact_id)
    except NotFound:
        return Person()
    return Person(language=found.language, blocked=found.blocked)


def unknown(survey: Survey) -> str:
    """The field of the rule that names what the account has not; '' if there is none."""
    from chalicelib import wiring
    from chalicelib.accounts import service

    page = service.bootstrap(wiring.account_ports(), account_id=survey.account_id)
    known: dict[str, set[str]] = {
        "channel_ids": {each.id for each in page.channels},
        "queue_ids": {each.id for each in page.queues},
        "tag_ids": {each.id for each in page.tags},
        "agent_ids": {each.id for each in page.agents},
    }
    for name, ids in known.items():
        if not set(getattr(survey.rule, name)) <= ids:
            return f"rule.{name}"
    return ""


# Timers, addresses, flows -----------------------------------------------------------------------


def set_timer(asking: Asking, due: datetime) -> None:
    from chalicelib import bindings
    from chalicelib.surveys.service import TIMER

    payload = {"conversation_id": asking.conversation_id, "asking_id": asking.id}
    bindings.set_timer(asking.account_id, TIMER, due, payload)


def delay(before: Conversation, survey_id: str, closed_at: str, due: datetime) -> None:
    from chalicelib import bindings
    from chalicelib.surveys.service import TIMER

    payload = {
        "conversation_id": before.id,
        "survey_id": survey_id,
        "closed_at": closed_at,
    }
    bindings.set_timer(before.account_id, TIMER, due, payload)


def link(asking: Asking) -> str:
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.surveys import links

    key = service.signing_key(wiring.account_ports(), account_id=asking.account_id)
    return f"{settings().public_url}/api/s/{links.token(key, asking)}"


def named(token: str) -> Named:
    """Raises NotFound unless it is an address of ours."""
    from chalicelib import wiring
    from chalicelib.accounts import service
    from chalicelib.surveys import links

    told = links.named(token)
    key = service.signing_key(wiring.account_ports(), account_id=told.account_id)
    links.verify(key, token)
    return told


def ask_for_flow(
    account_id: str, conversation_id: str, survey_id: str, by: str, dedup: str
) -> bool:
    """by: the flow's id. The same dedup again asks once. False: it cannot be asked, and nothing
    will be heard of it; else `ended` tells, in the conversation's order."""
    from chalicelib import wiring
    from chalicelib.channels.policy import WindowClosed
    from chalicelib.shared.errors import Conflict, NotFound
    from chalicelib.surveys import beginning

    wish = beginning.Wish(account_id, conversation_id, survey_id, f"flow:{by}", dedup)
    try:
        beginning.ask(wiring.survey_ports(), wish=wish)
    except (Conflict, NotFound, WindowClosed):
        return False
    return True


def asking_of(head: Conversation, by: str, dedup: str) -> str:
    """The asking that `ask_for_flow` began with these."""
    from chalicelib.surveys.model import asking_id

    return asking_id(head.account_id, head.id, f"flow:{by}", dedup)


def give_up(head: Conversation, by: str) -> None:
    """The flow goes on without an answer."""
    if not head.survey_id:
        return
    from chalicelib import wiring
    from chalicelib.surveys import service

    ids = {"account_id": head.account_id, "conversation_id": head.id}
    service.give_up(wiring.survey_ports(), by=f"flow:{by}", **ids)


def ended(asking: Asking) -> None:
    """To the flow that asked, as work of its conversation: kind "timer", name `survey_ended`,
    payload: flow_id, asking_id, answered ("yes" or ""), score ("" = none)."""
    from chalicelib import wiring, wiring_automation
    from chalicelib.automation import model
    from chalicelib.shared.clock import to_text
    from chalicelib.surveys.turning import version_of

    main = version_of(wiring.survey_ports(), asking).main
    payload = {
        "conversation_id": asking.conversation_id,
        "flow_id": asking.by.partition(":")[2],
        "asking_id": asking.id,
        "answered": "yes" if asking.answered_at else "",
        "score": asking.answers.get(main.id, "") if main else "",
    }
    moment = to_text(asking.turned_at or asking.asked_at)
    work = model.on_timer(asking.account_id, asking.conversation_id, ENDED, moment, payload)
    wiring_automation.to_automation([work])
