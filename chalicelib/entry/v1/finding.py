"""The public API over the search in messages."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.resources import MESSAGES
from chalicelib.search import service
from chalicelib.wire import v1, v1_settings

MOST = 50  # hits a page: each is looked up


@MESSAGES.get("/messages")
def search_messages(call: ApiCall, query: v1_settings.MessageSearch) -> v1.MessageList:
    """Find messages and notes by their words, newest first.

    In every conversation. A page may hold few, or none, and go on.
    """
    at = call.place(query.cursor, "v1 found messages", query.q)
    found = service.search_messages(
        wiring.search_ports(),
        account_id=call.account_id,
        text=query.q,
        cursor=at.position,
        limit=min(query.limit, MOST),
    )
    return v1.MessageList(
        data=[views.message(each.message) for each in found.hits],
        next_cursor=at.after(found.cursor),
    )
