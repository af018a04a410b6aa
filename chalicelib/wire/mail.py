"""A whole letter, as agents read it."""

from __future__ import annotations

from pydantic import Field

from chalicelib.wire.common import Wire


class LetterView(Wire):
    """text, html: what was written now, in both forms; quoted, quoted_html: what it answers.
    html is safe to be shown in a frame without scripts; its pictures are links for an hour.
    remote: it had pictures of other servers, which are left out.
    verdicts: spam, virus, spf, dkim, dmarc -> pass, fail, gray, processing_failed, ..."""

    subject: str = ""
    from_: str = Field(default="", alias="from")
    to: list[str] = Field(default_factory=list)
    cc: list[str] = Field(default_factory=list)
    date: str = ""
    text: str = ""
    quoted: str = ""
    html: str = ""
    quoted_html: str = ""
    remote: bool = False
    verdicts: dict[str, str] = Field(default_factory=dict)
