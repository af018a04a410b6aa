"""Conversations, as the other parts use them. Each function takes the ports first, then names.

Ids come in as plain strings; whatever is not of `account_id` is NotFound.
"""

from chalicelib.conversations.changing import change, rename_contact, wake
from chalicelib.conversations.delivery import (
    begin_sending,
    mark_read,
    record_failed,
    record_media,
    record_part,
    record_sent,
    record_waiting,
    retry,
    visitor_receipt,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.posting import post, visitor_conversation, visitor_post
from chalicelib.conversations.reading import detail, get, history, list_page, message, messages
from chalicelib.conversations.receiving import receive
from chalicelib.conversations.values import (
    Change,
    ConversationListPage,
    Detail,
    MessageSlice,
)

__all__ = [
    "Change",
    "ConversationListPage",
    "ConversationPorts",
    "Detail",
    "MessageSlice",
    "begin_sending",
    "change",
    "detail",
    "get",
    "history",
    "list_page",
    "mark_read",
    "message",
    "messages",
    "post",
    "receive",
    "record_failed",
    "record_media",
    "record_part",
    "record_sent",
    "record_waiting",
    "rename_contact",
    "retry",
    "visitor_conversation",
    "visitor_post",
    "visitor_receipt",
    "wake",
]
