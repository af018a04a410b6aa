"""The console's routes over tags, saved views, filtered lists and many conversations at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

if TYPE_CHECKING:
    from chalicelib.conversations.bulk import Outcome
    from chalicelib.conversations.filters import Filter
    from chalicelib.saved_views.service import Viewer
    from chalicelib.wire.lists import ConversationFilter

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


# Lists ---------------------------------------------------------------------------------------


@routes.agent("POST", "/conversations/filter")
def filter_conversations(call: AgentCall) -> Answer:
    """A POST, since a filter is too long for an address. It changes nothing."""
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.filters import Eye
    from chalicelib.conversations.view import conversation_view
    from chalicelib.tags import service as tags
    from chalicelib.wire.lists import FilteredListRequest

    asked = call.body(FilteredListRequest)
    ports, filter = wiring.conversation_ports(), _filter(asked.filter)
    catalogue = tags.catalogue(wiring.tag_ports(), account_id=call.account_id)
    scope = (call.account_id, call.agent.id, asked.filter.model_dump_json())
    page = service.filtered_page(
        ports,
        account_id=call.account_id,
        filter=filter,
        eye=Eye(call.agent.id, ports.clock(), frozenset(tag.id for tag in catalogue.tags)),
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    views = [conversation_view(conversation) for conversation in page.conversations]
    return {
        "conversations": views,
        "cursor": pack(page.cursor, *scope),
        "facts": {id: dict(facts) for id, facts in page.facts.items()},
    }


@routes.agent("POST", "/conversations/bulk")
def change_many(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.conversations.model import Author, AuthorKind
    from chalicelib.entry._changes import change_of
    from chalicelib.wire.lists import BulkRequest

    asked = call.body(BulkRequest)
    outcomes = service.change_many(
        wiring.conversation_ports(),
        account_id=call.account_id,
        ids=asked.ids,
        actor=Author(kind=AuthorKind.AGENT, id=call.agent.id, name=call.agent.name),
        change_to=change_of(call.account_id, asked.change),
    )
    return {"results": [_outcome(outcome) for outcome in outcomes]}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    """`BulkResult`."""
    from chalicelib.conversations.view import conversation_view

    refusal = outcome.refusal
    return {
        "id": outcome.id,
        "conversation": conversation_view(outcome.conversation) if outcome.conversation else None,
        "code": refusal.code if refusal else "",
        "detail": refusal.detail if refusal else "",
        "field": (refusal.field or "") if refusal else "",
    }


# Tags ----------------------------------------------------------------------------------------


@routes.administrator("POST", "/tags")
def add_tag(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.tags import service
    from chalicelib.tags.model import tag_view
    from chalicelib.wire.lists import TagRequest

    asked = call.body(TagRequest)
    tag = service.add(
        wiring.tag_ports(), account_id=call.account_id, name=asked.name, colour=asked.colour
    )
    return tag_view(tag)


@routes.administrator("PATCH", "/tags/{tag_id}")
def change_tag(call: AgentCall, tag_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.tags import service
    from chalicelib.tags.model import tag_view
    from chalicelib.wire.lists import TagChange

    asked = call.body(TagChange)
    tag = service.change(
        wiring.tag_ports(),
        account_id=call.account_id,
        tag_id=checked_id(tag_id),
        name=asked.name,
        colour=asked.colour,
        position=asked.position,
    )
    return tag_view(tag)


@routes.administrator("DELETE", "/tags/{tag_id}")
def remove_tag(call: AgentCall, tag_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.tags import service

    service.remove(wiring.tag_ports(), account_id=call.account_id, tag_id=checked_id(tag_id))
    return None


@routes.agent("GET", "/tags/{tag_id}/use")
def tag_use(call: AgentCall, tag_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.conversations import service
    from chalicelib.tags import service as tags

    tags.catalogue(wiring.tag_ports(), account_id=call.account_id).tag(checked_id(tag_id))
    found, more = service.tag_use(
        wiring.conversation_ports(), account_id=call.account_id, tag_id=tag_id
    )
    return {"conversations": found, "more": more}


# Saved views ---------------------------------------------------------------------------------


@routes.agent("GET", "/views")
def list_views(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.saved_views import service
    from chalicelib.saved_views.model import saved_view_view

    shelves = service.listed(wiring.view_ports(), viewer=_viewer(call))
    return {
        "views": [
            saved_view_view(view, shared=not shelf.owner)
            for shelf in shelves
            for view in shelf.views
        ]
    }


@routes.agent("POST", "/views")
def add_view(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.saved_views import service
    from chalicelib.saved_views.model import saved_view_view
    from chalicelib.wire.lists import SavedViewRequest

    asked = call.body(SavedViewRequest)
    view = service.add(
        wiring.view_ports(),
        viewer=_viewer(call),
        name=asked.name,
        filter=_filter(asked.filter),
        shared=asked.shared,
    )
    return saved_view_view(view, shared=asked.shared)


@routes.agent("PATCH", "/views/{view_id}")
def change_view(call: AgentCall, view_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.saved_views import service
    from chalicelib.saved_views.model import saved_view_view
    from chalicelib.wire.lists import SavedViewChange

    asked = call.body(SavedViewChange)
    view, shared = service.change(
        wiring.view_ports(),
        viewer=_viewer(call),
        view_id=checked_id(view_id),
        name=asked.name,
        filter=_filter(asked.filter) if asked.filter else None,
        position=asked.position,
    )
    return saved_view_view(view, shared=shared)


@routes.agent("DELETE", "/views/{view_id}")
def remove_view(call: AgentCall, view_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.saved_views import service

    service.remove(wiring.view_ports(), viewer=_viewer(call), view_id=checked_id(view_id))
    return None


def _viewer(call: AgentCall) -> Viewer:
    from chalicelib.accounts.model import MAY_ADMINISTER
    from chalicelib.saved_views.service import Viewer

    return Viewer(call.account_id, call.agent.id, call.agent.role in MAY_ADMINISTER)


def _filter(asked: ConversationFilter) -> Filter:
    from chalicelib.conversations.filters import from_plain

    return from_plain(asked.model_dump())
