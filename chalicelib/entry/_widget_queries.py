"""Query strings of the widget's lists."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from chalicelib.entry._queries import MessagesQuery


class ThreadQuery(MessagesQuery):
    """earlier: a conversation of the visitor's; what is asked for is the one before it. of: page
    through that earlier one."""

    earlier: Annotated[str, Field(max_length=40)] = ""
    of: Annotated[str, Field(max_length=40)] = ""
