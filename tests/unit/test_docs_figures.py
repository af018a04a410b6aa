"""Figures that the docs name are those of the code."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.access import quota, repeats
from chalicelib.contacts import sheet
from chalicelib.contacts.importing import ROWS_A_STEP
from chalicelib.conversations import following
from chalicelib.flows import engine, http_node, scheduled
from chalicelib.flows.nodes import buttons, wait
from chalicelib.hours import engine as hours
from chalicelib.inlets import model as inlets
from chalicelib.integrations import bot, oauth
from chalicelib.invitations.service import BRINGS_FOR
from chalicelib.privacy import erasing, taking_out
from chalicelib.reports import asking
from chalicelib.reports import service as reports
from chalicelib.routing import service as routing
from chalicelib.team import model as team
from chalicelib.visitors import live, model, tokens
from chalicelib.visitors.limits import RULES
from chalicelib.webhooks import answering
from chalicelib.webhooks import model as webhooks

DOCS = Path(__file__).parents[2] / "docs"
MB, KB, MINUTE = 1024 * 1024, 1024, timedelta(minutes=1)

FIGURES: list[tuple[str, str]] = [
    ("api-v1.md", f"for {repeats.KEPT // timedelta(hours=1)} hours, per token"),
    ("api-v1.md", f"{quota.QUOTA} calls a minute"),
    ("api-v1.md", f"At most {sheet.MAX_ROWS:,} rows and {sheet.MAX_BYTES // MB} MB a file"),
    ("contacts.md", f"up to {sheet.MAX_ROWS:,} rows and {sheet.MAX_BYTES // MB} MB"),
    ("contacts.md", f"in steps of {ROWS_A_STEP} rows"),
    ("desk.md", f"at most {following.MOST},"),
    ("flows.md", f"up to {buttons.MOST_BUTTONS} buttons or {buttons.MOST_ROWS} lines"),
    ("flows.md", f"{http_node.MOST_ANSWER // KB} KB at most"),
    ("flows.md", f"{engine.MOST_KEPT:,} characters of variables"),
    ("flows.md", f"{wait.MOST_DAYS} days of waiting"),
    ("flows.md", f"within {BRINGS_FOR // MINUTE} minutes of opening it"),
    ("flows.md", f"{RULES['flow_hook'].most} calls a minute and flow"),
    ("flows.md", f"At most {scheduled.MOST:,}"),
    ("hours.md", f"within {hours.HORIZON} days"),
    ("inbound-webhooks.md", f"up to {inlets.MOST_BODY // KB} KB"),
    ("inbound-webhooks.md", f"more than {RULES['inlet'].most} a minute"),
    ("inbound-webhooks.md", f"within {inlets.SAME_FIELD.days} days is the same call"),
    ("inbound-webhooks.md", f"Each call of {inlets.KEPT.days} days"),
    ("integrations.md", f'`[{{"text", "id"}}]`, {bot.MOST_BUTTONS} at most'),
    ("integrations.md", "five minutes before they end"),
    ("privacy.md", f"up to {taking_out.MOST_BYTES // MB} MB"),
    ("privacy.md", f"at most {erasing.MOST_A_DAY:,} a day"),
    ("reports.md", "at every fiftieth message"),
    ("security.md", f"may try {RULES['sign_in'].most} times a\nminute"),
    ("security.md", f"{RULES['sign_in'].most} a minute and address"),
    ("team.md", f"rooms of at most {team.MARKS_SHOWN}"),
    ("visitors.md", "(15 to 120)"),
    ("webhooks.md", f"Any 2xx within {webhooks.SECONDS:.0f} seconds"),
    ("webhooks.md", f"Each delivery of {webhooks.KEPT_DAYS} days"),
    ("webhooks.md", f"({webhooks.MOST_KEPT:,} characters)"),
    ("webhooks.md", f"({answering.MOST_ROWS} rows of {answering.MOST_TEXT} letters)"),
    ("widget.md", f"more than {RULES['send'].most} messages a minute"),
    ("widget.md", f"({RULES['form'].most} forms, {RULES['upload'].most} files)"),
    ("widget.md", f"more than {RULES['session'].most}\n  sessions"),
    ("widget.md", f"lasts {tokens.SIGNED_LIFE // timedelta(hours=1)} hours"),
    ("widget.md", f"{model.VISIT_ENDS_AFTER // MINUTE} minutes without a page end a visit"),
    ("costs.md", f"A page says every {live.SLOW} s that it is looked at, and every {live.QUICK} s"),
]
#: What the docs say in words.
WORDS = {
    "in the last two minutes (queues.md)": routing.ASK_AGAIN == 2 * MINUTE,
    "within ten minutes (inbound-webhooks.md)": inlets.SAME_BODY == 10 * MINUTE,
    "the newest ten (inbound-webhooks.md)": inlets.SAMPLES == 10,
    "five minutes before they end (integrations.md)": oauth.SOON == 5 * MINUTE,
    "three seconds, three times (integrations.md)": (bot.SECONDS, bot.TRIES) == (3.0, 3),
    "up to five rounds (privacy.md)": erasing.MOST_ROUNDS == 5,
    "a year of reports (reports.md)": asking.LONGEST == 366,
    "every fiftieth message (reports.md)": reports.EVERY == 50,
    "up to three days (webhooks.md)": webhooks.LONGEST_OVERLAP == 72,
    "five days (webhooks.md)": timedelta(days=5) == webhooks.PATIENCE,
}


@pytest.mark.parametrize(("page", "words"), FIGURES)
def test_a_page_says_what_the_code_holds(page: str, words: str) -> None:
    told = " ".join((DOCS / page).read_text().split())
    assert " ".join(words.split()) in told


@pytest.mark.parametrize("said", WORDS)
def test_what_is_said_in_words_holds(said: str) -> None:
    assert WORDS[said]
