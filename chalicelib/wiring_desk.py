"""What stands behind the ports of the agents' desk; the rest is in `wiring`, by whose name all of
it is asked for, so that a test may put something else in its place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib import (
    bindings,
    bindings_calls,
    bindings_composer,
    bindings_contacts,
    bindings_hours,
    bindings_team,
    wiring,
)
from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.callbacks.service import CallbackPorts
    from chalicelib.contacts.exporting import ExportPorts
    from chalicelib.contacts.handles import HandlePorts
    from chalicelib.contacts.importing import ImportPorts
    from chalicelib.contacts.listing import ContactPages
    from chalicelib.contacts.merging import MergePorts
    from chalicelib.invitations.service import InvitationPorts
    from chalicelib.jobs.service import JobPorts
    from chalicelib.replies.ports import ReplyPorts
    from chalicelib.saved_views.service import ViewPorts
    from chalicelib.schedules.ports import SchedulePorts
    from chalicelib.search.service import IndexPorts, SearchPorts
    from chalicelib.tags.service import TagPorts
    from chalicelib.team.broadcasts import BroadcastPorts
    from chalicelib.team.ports import TeamPorts
    from chalicelib.transcripts.service import TranscriptPorts
    from chalicelib.visitors.live import LivePorts


# Search and contacts in number ------------------------------------------------------------------


@cache
def index_ports() -> IndexPorts:
    from chalicelib.search.service import IndexPorts
    from chalicelib.search.store import DynamoSegmentStore

    return IndexPorts(
        store=DynamoSegmentStore(), read=bindings.announced, remember=bindings.remember_contact
    )


@cache
def search_ports() -> SearchPorts:
    from chalicelib.search.service import SearchPorts
    from chalicelib.search.store import DynamoSegmentStore, TableDocuments

    return SearchPorts(store=DynamoSegmentStore(), documents=TableDocuments())


@cache
def handle_ports() -> HandlePorts:
    from chalicelib.contacts.handle_store import DynamoHandleStore
    from chalicelib.contacts.handles import HandlePorts
    from chalicelib.contacts.store import DynamoContactStore

    return HandlePorts(store=DynamoHandleStore(), contacts=DynamoContactStore())


@cache
def contact_pages() -> ContactPages:
    from chalicelib.contacts.store import DynamoContactStore

    return DynamoContactStore()


@cache
def job_ports() -> JobPorts:
    from chalicelib import bindings_jobs, bindings_privacy, bindings_shelf
    from chalicelib.jobs.service import JobPorts
    from chalicelib.jobs.store import DynamoJobStore

    return JobPorts(
        store=DynamoJobStore(),
        go_on=bindings.go_on_with_job,
        steps={
            "import": bindings.import_step,
            "export": bindings.export_step,
            "merge": bindings.merge_step,
            "erase": bindings_privacy.erase_step,
            "retain": bindings_privacy.erase_step,
            "take_out": bindings_privacy.take_out_step,
            "read_again": bindings_shelf.read_again_step,
        },
        watch=bindings_jobs.watch,
    )


@cache
def import_ports() -> ImportPorts:
    from chalicelib.contacts.importing import ImportPorts

    return ImportPorts(
        contacts=wiring.contact_ports(),
        handles=wiring.handle_ports(),
        fetch=bindings.fetch_job_file,
        put=bindings.put_file,
        clock=system_clock,
        tagging=bindings_contacts.tags_named,
    )


@cache
def merge_ports() -> MergePorts:
    from chalicelib.contacts.merging import MergePorts

    return MergePorts(
        contacts=wiring.contact_ports(),
        move=bindings.move_conversations,
        carry=bindings_contacts.carry_beside,
        block=bindings.block_contact,
    )


@cache
def export_ports() -> ExportPorts:
    from chalicelib.contacts.exporting import ExportPorts

    return ExportPorts(
        pages=wiring.contact_pages(),
        tags=bindings.tag_names,
        fetch=bindings.fetch_job_file,
        put=bindings.put_file,
    )


# Lists, live visitors, transcripts --------------------------------------------------------------


@cache
def view_ports() -> ViewPorts:
    from chalicelib.saved_views.service import ViewPorts
    from chalicelib.saved_views.store import DynamoViewStore

    return ViewPorts(store=DynamoViewStore(), clock=system_clock)


@cache
def tag_ports() -> TagPorts:
    from chalicelib.tags.service import TagPorts
    from chalicelib.tags.store import DynamoTagStore

    return TagPorts(store=DynamoTagStore(), clock=system_clock)


@cache
def live_ports() -> LivePorts:
    from chalicelib.accounts.cache import Cache
    from chalicelib.visitors.live import LivePorts
    from chalicelib.visitors.live_store import DynamoPresenceStore

    store = DynamoPresenceStore()
    watched: Cache[datetime | None] = Cache(seconds=5)
    return LivePorts(
        store=store,
        watched_until=lambda account_id: watched.get(
            account_id, system_clock(), lambda: store.watched_until(account_id)
        ),
        clock=system_clock,
    )


@cache
def transcript_ports() -> TranscriptPorts:
    from chalicelib.media import links
    from chalicelib.transcripts import mail
    from chalicelib.transcripts.service import TranscriptPorts
    from chalicelib.transcripts.store import DynamoClaims

    return TranscriptPorts(
        claims=DynamoClaims(),
        history=bindings.newest_messages,
        links=lambda keys: links.links(wiring.link_ports(), keys),
        send=mail.sender(aws.mail, settings().mail_sender),
        tell=bindings.transcript_sent,
        clock=system_clock,
    )


# The team ---------------------------------------------------------------------------------------


@cache
def team_ports() -> TeamPorts:
    from chalicelib.team.ports import TeamPorts
    from chalicelib.team.store import DynamoTeamStore

    return TeamPorts(
        store=DynamoTeamStore(),
        agents=bindings_team.agent_ids,
        card=bindings_team.card,
        clock=system_clock,
    )


@cache
def broadcast_ports() -> BroadcastPorts:
    from chalicelib.team.broadcast_store import DynamoBroadcastStore
    from chalicelib.team.broadcasts import BroadcastPorts

    return BroadcastPorts(
        store=DynamoBroadcastStore(),
        administrators=bindings_team.administrators,
        clock=system_clock,
    )


@cache
def callback_ports() -> CallbackPorts:
    from chalicelib.callbacks.service import CallbackPorts
    from chalicelib.callbacks.store import DynamoCallbackStore

    return CallbackPorts(
        store=DynamoCallbackStore(),
        site=bindings_calls.site,
        opens=bindings_hours.opens,
        anybody=bindings_calls.anybody_online,
        introduce=bindings_calls.introduce_caller,
        tell=bindings_calls.tell_of_callback,
        take=bindings_calls.take_conversation,
        set_timer=bindings_calls.schedule,
        clock=system_clock,
    )


# Quick responses, scheduled messages, invitations -----------------------------------------------


@cache
def reply_ports() -> ReplyPorts:
    from chalicelib.media import links
    from chalicelib.replies.ports import ReplyPorts
    from chalicelib.replies.store import DynamoReplyStore

    return ReplyPorts(
        store=DynamoReplyStore(),
        values=bindings_composer.reply_values,
        copy=bindings_composer.copy_file,
        new_key=links.new_key,
        owner_of=links.owner_of,
        clock=system_clock,
    )


@cache
def schedule_ports() -> SchedulePorts:
    from chalicelib.schedules.ports import SchedulePorts
    from chalicelib.schedules.store import DynamoScheduleStore

    return SchedulePorts(
        store=DynamoScheduleStore(),
        head=bindings.known_conversation,
        post=bindings_composer.post_scheduled,
        check=bindings_composer.check_scheduled,
        line=bindings_composer.schedule_line,
        set_timer=bindings_composer.set_schedule_timer,
        clock=system_clock,
    )


@cache
def invitation_ports() -> InvitationPorts:
    from chalicelib.accounts.cache import Cache
    from chalicelib.invitations.model import Catalogue
    from chalicelib.invitations.service import InvitationPorts
    from chalicelib.invitations.store import DynamoInvitationStore

    store = DynamoInvitationStore()
    kept: Cache[Catalogue] = Cache(seconds=10)
    return InvitationPorts(
        store=store,
        catalogue=lambda account_id: kept.get(
            account_id, system_clock(), lambda: store.load(account_id)
        ),
        site=bindings_calls.site,
        visitor=bindings_calls.visitor_record,
        invited=bindings_calls.visitor_invited,
        answered=bindings_calls.invitation_answered,
        forget=kept.forget,
        clock=system_clock,
    )
