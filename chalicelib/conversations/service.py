"""Conversations, as the other parts use them. Each function takes the ports first, then names.

Ids come in as plain strings; whatever is not of `account_id` is NotFound.
"""

from chalicelib.conversations.bulk import change_many
from chalicelib.conversations.changing import change, change_exactly, rename_contact, wake
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
from chalicelib.conversations.filtering import filtered_page
from chalicelib.conversations.following import follow
from chalicelib.conversations.handing import (
    Transfer,
    accept,
    decline,
    lapse,
    offered,
    transfer,
)
from chalicelib.conversations.ports import ConversationPorts
from chalicelib.conversations.posting import post, visitor_conversation, visitor_post
from chalicelib.conversations.reading import (
    detail,
    get,
    heads,
    history,
    last_agent,
    list_page,
    message,
    messages,
    tag_use,
)
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
    "Transfer",
    "accept",
    "begin_sending",
    "change",
    "change_exactly",
    "change_many",
    "decline",
    "detail",
    "filtered_page",
    "follow",
    "get",
    "heads",
    "history",
    "lapse",
    "last_agent",
    "list_page",
    "mark_read",
    "message",
    "messages",
    "offered",
    "post",
    "receive",
    "record_failed",
    "record_media",
    "record_part",
    "record_sent",
    "record_waiting",
    "rename_contact",
    "retry",
    "tag_use",
    "transfer",
    "visitor_conversation",
    "visitor_post",
    "visitor_receipt",
    "wake",
]
