"""Surveys, for administrators; what agents may ask a contact; and what came of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from chalicelib.wire.common import Moment, Wire

SurveyKind = Literal["csat", "nps", "ces", "scale", "choice", "text"]
SurveyBy = Literal["agent", "queue", "channel", "tag"]
Ids = Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=100)]


class SurveyQuestion(Wire):
    """id: '' = a new one. text: '' = the usual words, in the contact's language; own questions
    (scale, choice, text) have one. options: a choice's. low, high: a scale's, 0 to 10."""

    id: Annotated[str, Field(max_length=40)] = ""
    kind: SurveyKind
    text: Annotated[str, Field(max_length=500)] = ""
    options: Annotated[list[str], Field(max_length=10)] = Field(default_factory=list)
    low: int = 1
    high: int = 5
    low_label: Annotated[str, Field(max_length=40)] = ""
    high_label: Annotated[str, Field(max_length=40)] = ""


class SurveyRule(Wire):
    """automatic: it goes out by itself when a conversation is resolved. Empty lists: any.
    again_days: a contact who was asked is left alone so long. sample: percent of closings."""

    automatic: bool = False
    channel_ids: Ids = Field(default_factory=list)
    queue_ids: Ids = Field(default_factory=list)
    tag_ids: Ids = Field(default_factory=list)
    agent_ids: Ids = Field(default_factory=list)
    again_days: Annotated[int, Field(ge=0, le=365)] = 30
    sample: Annotated[int, Field(ge=1, le=100)] = 100
    delay_minutes: Annotated[int, Field(ge=0, le=4320)] = 0


class SurveyDraft(Wire):
    """comment: a last question for words. page: asked on a page, whose address is sent; else in the
    chat. expires_days: later than that, an answer is a message like any other. version: that it was
    read with; 0 = it is new."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    enabled: bool = True
    questions: Annotated[list[SurveyQuestion], Field(min_length=1, max_length=10)]
    intro: Annotated[str, Field(max_length=500)] = ""
    thanks: Annotated[str, Field(max_length=500)] = ""
    comment: bool = True
    page: bool = False
    expires_days: Annotated[int, Field(ge=1, le=30)] = 3
    rule: SurveyRule = Field(default_factory=SurveyRule)
    version: int = 0


class SurveyView(Wire):
    id: str
    name: str
    version: int
    enabled: bool = True
    questions: list[SurveyQuestion]
    intro: str = ""
    thanks: str = ""
    comment: bool = True
    page: bool = False
    expires_days: int = 3
    rule: SurveyRule


class SurveyList(Wire):
    """In the order in which they are tried at a closing. Agents see them too: they may ask."""

    surveys: list[SurveyView]


class SurveyAsk(Wire):
    """client_id: the same again asks once. resolve: close the conversation as well."""

    survey_id: Annotated[str, Field(min_length=1, max_length=40)]
    client_id: Annotated[str, Field(min_length=8, max_length=64)]
    resolve: bool = False


class SurveyScore(Wire):
    """asked, answered: contacts. given: answers to the main question. value: CSAT percent of good
    ones, NPS -100 to 100, else the mean; null without an answer."""

    asked: int = 0
    answered: int = 0
    given: int = 0
    value: float | None = None


class SurveyDay(SurveyScore):
    """day: YYYY-MM-DD in the account's zone."""

    day: str


class SurveyPart(SurveyScore):
    """id: of the agent, queue, channel or tag."""

    id: str


class SurveyCount(Wire):
    """value: a scale's number, a choice's place from 0, '~' = words."""

    value: str
    count: int


class SurveySpread(Wire):
    question: SurveyQuestion
    counts: list[SurveyCount]


class SurveyResults(Wire):
    """main: id of the question whose answer is the score; '' = there is none."""

    survey: SurveyView
    main: str = ""
    total: SurveyScore
    days: list[SurveyDay]
    by: list[SurveyPart]
    questions: list[SurveySpread]


class SurveyGiven(Wire):
    """title: the answer in words, as its button has it."""

    question_id: str
    value: str
    title: str


class SurveyAnswer(Wire):
    """by: closing | agent | flow. agent_id … tag_ids: the conversation's when it was asked.
    score: the main question's, '' = not answered. changed: how often an answer was changed."""

    id: str
    conversation_id: str
    contact_id: str
    contact_name: str = ""
    asked_at: Moment
    answered_at: Moment | None = None
    by: str
    agent_id: str = ""
    queue_id: str = ""
    channel_id: str = ""
    channel_kind: str = ""
    tag_ids: list[str] = Field(default_factory=list)
    score: str = ""
    comment: str = ""
    answers: list[SurveyGiven] = Field(default_factory=list)
    changed: int = 0


class SurveyAnswerPage(Wire):
    """Newest first. cursor: '' = the end."""

    answers: list[SurveyAnswer]
    cursor: str = ""
