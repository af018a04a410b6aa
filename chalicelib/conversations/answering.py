"""What may be an answer to a survey is for the survey to look at first. Pure."""

from __future__ import annotations

from chalicelib.conversations.model import Conversation, Status
from chalicelib.shared.content import Content

CHOICE_MARK = "survey:"  # how the id of a survey's button begins


def is_pressed(content: Content) -> bool:
    """Whether a survey's button was pressed, of whichever conversation."""
    return content.choice is not None and content.choice.id.startswith(CHOICE_MARK)


def may_answer(head: Conversation, content: Content) -> bool:
    """Whether the contact's message opens nothing by itself: the survey does that, unless the
    message is an answer and nothing more."""
    if head.status is not Status.RESOLVED:
        return False
    return bool(head.survey_id) or is_pressed(content)
