"""What a person has written and not sent is never lost, on however slow a machine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import FilePayload, Page, Response, expect

from tests.e2e.console import Console, NewPage, sign_in
from tests.e2e.stack import Person, Stack

pytestmark = [pytest.mark.browser]

PLAN = FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 plan")

# React draws what came from the network in a task of its own. On a busy machine that task comes
# late, and what is typed meanwhile comes first.
BUSY = """() => {
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (...all) {
    setTimeout(() => post.apply(this, all), 700);
  };
}"""


def opened(stack: Stack, page: Page) -> tuple[Console, Person]:
    visitor, text = stack.visitor(), f"Hello {uuid.uuid4().hex[:8]}"
    visitor.say(text)
    console = sign_in(page, stack)
    console.open(text)
    return console, visitor


@contextmanager
def file_goes_up(page: Page) -> Iterator[None]:
    """Until the bucket has it: what the page does then has not been drawn yet."""

    def took(answer: Response) -> bool:
        return answer.request.method == "POST" and "multipart" in (
            answer.request.headers.get("content-type", "")
        )

    with page.expect_response(took):
        yield


@pytest.mark.feature("3.4")
@pytest.mark.parametrize("note", [False, True], ids=["reply", "note"])
def test_words_written_while_a_file_is_drawn_as_sent_go_out_with_it(
    stack: Stack, new_page: NewPage, note: bool
) -> None:
    page = new_page()
    console, _ = opened(stack, page)
    if note:
        page.get_by_role("tab", name="Note").click()
    page.evaluate(BUSY)
    with file_goes_up(page):
        page.get_by_test_id("file-input").set_input_files([PLAN])
    console.field.fill("Here is the plan")
    expect(page.locator('[data-testid="attachments"] [data-ready]')).to_have_count(1)
    expect(console.field).to_have_value("Here is the plan")
    console.field.press("Enter")
    expect(console.messages.filter(has_text="Here is the plan")).to_contain_text("plan.pdf")
