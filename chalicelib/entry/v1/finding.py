"""The public API over the search in messages."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import operation
from chalicelib.search import service
from chalicelib.wire import v1, v1_settings

MOST = 50  # hits a page: each is looked up


@operation(
    "GET",
    "/messages",
    scope="messages:read",
    group="Messages",
    summary="Find messages and notes by their words, newest first",
    query=v1_settings.MessageSearch,
    answer=v1.MessageList,
)
def search_messages(call: ApiCall, query: v1_settings.MessageSearch) -> v1.MessageList:
    """In every conversation. A page may hold few, or none, and go on."""
    scope = (call.account_id, "v1 messages", query.q)
    found = service.search_messages(
        wiring.search_ports(),
        account_id=call.account_id,
        text=query.q,
        cursor=unpack(query.cursor, *scope),
        limit=min(query.limit, MOST),
    )
    return v1.MessageList(
        data=[views.message(each.message) for each in found.hits],
        next_cursor=pack(found.cursor, *scope) or None,
    )
