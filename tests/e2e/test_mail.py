"""E-mail in the browser: a channel is made, a letter comes in, is opened whole, and is answered; an
answer has files and threads, and what became of it is told."""

from __future__ import annotations

import base64
import binascii
import email
import uuid
from email.message import EmailMessage, Message
from email.utils import parseaddr

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from infra.local import letters as post
from tests.e2e.console import Console, NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually

pytestmark = [pytest.mark.browser, pytest.mark.feature("2.1")]
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
RESULTS = ROOT / "test-results"
LAPTOP = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def written(mark: str) -> bytes:
    """An answer of a mail program, with an old letter below and HTML that wants to run."""
    return (
        f"""From: =?utf-8?q?Ana_Jos=C3=A9?= <ana-{mark}@example.com>
To: support@example.com
Cc: Bob <bob@example.com>
Subject: Order {mark} <b>is</b> late
Message-ID: <{mark}@example.com>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Where is it, {mark}?

On Mon, May 4, 2026, Acme <support@example.com> wrote:
> It is on its way.

--b
Content-Type: text/html; charset=utf-8

<p>Where is <strong>it</strong>, {mark}?</p><script>parent.document.title = "broken"</script>
<img src="https://spy.example/pixel.gif" onerror="parent.document.title = 'broken'">
<blockquote type="cite">It is on its way.</blockquote>
--b--
"""
    ).encode()


def test_a_letter_comes_in_is_read_whole_and_is_answered(stack: Stack, new_page: NewPage) -> None:
    mark = uuid.uuid4().hex[:8]
    page = new_page(**LAPTOP)
    console = sign_in(page, stack, path="settings/channels/new/email")
    page.get_by_role("textbox", name="Name", exact=True).fill(f"Mail {mark}")
    page.get_by_role("button", name="Create channel").click()
    address = page.get_by_test_id("copy-text").first
    expect(address).to_contain_text("@mail.demo.example")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_test_id("connect-result")).to_contain_text("Connected")
    assert violations(page, AXE) == []
    to, channel = address.inner_text().strip(), page.url

    post.drop(stack.addresses["environment"], raw=written(mark), to=to, verdicts={"dmarc": "FAIL"})
    page.goto(f"{stack.console}inbox/all/open")
    console.open(f"Where is it, {mark}?")
    letter = page.get_by_test_id("letter")
    expect(letter).to_contain_text(f"Order {mark} <b>is</b> late")
    expect(letter).to_contain_text("The sender could not be proved")
    expect(console.message("It is on its way.")).to_have_count(0)

    letter.get_by_role("button", name="Whole letter").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("bob@example.com")
    expect(dialog).to_contain_text("Pictures from other servers are left out")
    expect(dialog.frame_locator("iframe").first.locator("strong")).to_have_text("it")
    assert "broken" not in page.title()
    assert violations(page, AXE) == []
    page.keyboard.press("Escape")

    console.write(f"It arrives tomorrow, {mark}.")
    console.expect_delivery(f"It arrives tomorrow, {mark}.", "sent")

    page.goto(channel)
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Channel removed")).to_be_visible()


def long_letter(mark: str) -> bytes:
    """With a long subject, a table, a picture of its own and one of a stranger's, a file, an old
    letter, and words that are made to break the page."""
    letter = EmailMessage()
    letter["From"] = f"Bruno Lima <bruno-{mark}@example.com>"
    letter["To"] = "Support <support@example.com>"
    letter["Cc"] = ", ".join(f"Colleague {n} <colleague-{n}@example.com>" for n in range(6))
    letter["Subject"] = f"Invoice {mark} " + "is wrong in more than one place " * 6
    letter["Message-ID"] = f"<long-{mark}@example.com>"
    rows = "".join(f"<tr><td>Position {n}</td><td>{n * 17},90 €</td></tr>" for n in range(40))
    letter.set_content(f"See the table, {mark}.\n\n{'x' * 3000}\n\n> Is it right?\n")
    letter.add_alternative(
        f"<h2>Dear team</h2><p>See the table, {mark}.</p><img src='cid:logo' alt='Logo'>"
        f"<img src='https://spy.example/p.gif'><table border=1>{rows}</table><p>{'x' * 3000}</p>"
        "<form action='https://evil.example'><input name=q></form><svg onload=alert(1)></svg>"
        "<div class='gmail_quote'><blockquote>Is it right?</blockquote></div>",
        subtype="html",
    )
    parts = list(letter.iter_parts())
    parts[1].add_related(PIXEL, "image", "png", cid="<logo>", filename="logo.png")
    letter.add_attachment(
        b"%PDF-1.4 " + mark.encode(), "application", "pdf", filename="invoice.pdf"
    )
    return letter.as_bytes()


def sent_to(stack: Stack, address: str) -> list[Json]:
    """What SES was given for that address, oldest first."""
    cloud = stack.addresses["environment"]["AWS_ENDPOINT_URL"]
    told = httpx.get(f"{cloud}/_ministack/ses/messages").json()["messages"]
    return [each for kept in told.values() for each in kept if each["To"] == [address]]


def raw_of(kept: Json) -> Message:
    return email.message_from_bytes(base64.b64decode(kept["Type"]))


def looks(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"mail-{name}.png")
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert violations(page, AXE) == []


def mailbox(stack: Stack, owner: Person, name: str) -> Json:
    """A channel of one's own, connected."""
    channel: Json = owner.post("/channels", {"kind": "email", "name": name})
    owner.post(f"/channels/{channel['id']}/connect")
    return channel


def opens_whole(page: Page) -> None:
    """The long letter, safe in its frame, by day and by night."""
    page.get_by_role("button", name="Whole letter").click()
    dialog = page.get_by_role("dialog")
    frame = dialog.frame_locator("iframe").first
    expect(frame.get_by_text("Position 39")).to_be_attached()
    own = frame.locator("img")  # the other is gone
    expect(own).to_have_js_property("naturalWidth", 1)
    expect(frame.locator("form, svg, script")).to_have_count(0)
    dialog.get_by_text("Earlier letters").click()
    expect(dialog.frame_locator("iframe").last.get_by_text("Is it right?")).to_be_visible()
    page.screenshot(path=RESULTS / "mail-letter-light.png")
    page.emulate_media(color_scheme="dark")
    looks(page, "letter-dark")
    page.keyboard.press("Escape")


def test_an_answer_with_a_file_threads_and_a_bounce_is_told(
    stack: Stack, new_page: NewPage
) -> None:
    mark = uuid.uuid4().hex[:8]
    owner, here = stack.agent(), stack.addresses["environment"]
    channel = mailbox(stack, owner, f"Post {mark}")
    bruno = f"bruno-{mark}@example.com"
    post.drop(here, raw=long_letter(mark), to=channel["webhook_url"], source=bruno)
    page = new_page(**LAPTOP)
    console = sign_in(page, stack)
    console.open(f"See the table, {mark}.")
    expect(page.get_by_test_id("letter")).to_contain_text("colleague-5@example.com")
    expect(page.get_by_text("invoice.pdf")).to_be_visible()
    looks(page, "thread-light")
    opens_whole(page)

    plan = FilePayload(name="Credit note ção.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 x")
    page.get_by_test_id("file-input").set_input_files([plan])
    expect(page.get_by_test_id("attachments")).to_contain_text("10 B")
    console.field.fill(f"Here is the *credit note*, {mark}.")
    page.get_by_test_id("send").click()
    [kept] = eventually(lambda: sent_to(stack, bruno))
    answer = raw_of(kept)
    assert answer["In-Reply-To"] == f"<long-{mark}@example.com>"
    files = [part for part in answer.walk() if part.get_content_disposition() == "attachment"]
    assert [part.get_filename() for part in files] == ["Credit note ção.pdf"]
    assert [part.get_payload(decode=True) for part in files] == [b"%PDF-1.4 x"]
    console.expect_delivery(f"Here is the credit note, {mark}.", "sent")
    a_colleague_answers(here, answer, mark)
    expect(console.message(f"Thank you, {mark}.")).to_contain_text("Carla")
    page.screenshot(path=RESULTS / "mail-thread-dark.png")
    bounces(stack, page, console, channel["id"], bruno, f"Here is the credit note, {mark}.")
    owner.client.delete(f"/channels/{channel['id']}")


def a_colleague_answers(here: dict[str, str], answer: Message, mark: str) -> None:
    back = EmailMessage()
    back["From"] = "Carla <colleague-1@example.com>"
    back["To"] = " ".join(answer["Reply-To"].split())  # it is folded
    back["Message-ID"] = f"<back-{mark}@example.com>"
    back.set_content(f"Thank you, {mark}.\n\nOn Monday, Post wrote:\n> Here is the credit note\n")
    to = parseaddr(answer["Reply-To"])[1]
    post.drop(here, raw=back.as_bytes(), to=to, source="colleague-1@example.com")


def bounces(
    stack: Stack, page: Page, console: Console, channel: str, bruno: str, words: str
) -> None:
    """It fails, is sent again, arrives; and a bounce after that changes nothing."""
    here = stack.addresses["environment"]
    [kept] = sent_to(stack, bruno)
    why = {"status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 <b>no</b> such user"}
    bounce = {"bounceType": "Permanent", "bounceSubType": "General", "bouncedRecipients": [why]}
    told = {"id": kept["MessageId"], "channel_id": channel}
    post.tell(here, post.outcome(kind="Bounce", part=bounce, **told))
    console.expect_delivery(words, "failed")
    expect(page.get_by_text("550 5.1.1 <b>no</b> such user")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    looks(page, "bounce-phone")
    page.get_by_role("button", name="Retry").click()
    console.expect_delivery(words, "sent")
    [second] = eventually(lambda: sent_to(stack, bruno)[1:])
    post.tell(here, post.outcome(kind="Delivery", part={}, **told | {"id": second["MessageId"]}))
    console.expect_delivery(words, "delivered")
    post.tell(here, post.outcome(kind="Bounce", part=bounce, **told | {"id": second["MessageId"]}))
    console.expect_delivery(words, "delivered")


def to_many(mark: str, inbox: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = f"Ana <ana-{mark}@example.com>"
    letter["To"] = f"Support <{inbox}>, Bob <bob-{mark}@example.com>"
    letter["Cc"] = f"zoe-{mark}@example.com"
    letter["Subject"] = f"To you all {mark}"
    letter["Message-ID"] = f"<many-{mark}@example.com>"
    letter.set_content(f"Who sees to it, {mark}?")
    return letter.as_bytes()


def test_an_answer_to_all_has_copies_and_says_whom_it_did_not_reach(
    stack: Stack, new_page: NewPage
) -> None:
    mark = uuid.uuid4().hex[:8]
    owner, here = stack.agent(), stack.addresses["environment"]
    channel = mailbox(stack, owner, f"All {mark}")
    ana, bob, zoe = (f"{who}-{mark}@example.com" for who in ("ana", "bob", "zoe"))
    inbox = channel["webhook_url"]
    post.drop(here, raw=to_many(mark, inbox), to=inbox, source=ana)
    page = new_page(**LAPTOP)
    console = sign_in(page, stack)
    console.open(f"Who sees to it, {mark}?")
    box = page.get_by_test_id("recipients")
    box.get_by_role("button", name="Reply to all (2 more)").click()
    expect(box.get_by_text(bob)).to_be_visible()
    expect(box.get_by_text(inbox)).to_have_count(0)
    box.get_by_role("button", name="Bcc").click()
    bcc = box.get_by_label("Hidden copy to")
    bcc.fill("nobody")
    bcc.press("Enter")
    expect(box.get_by_role("alert")).to_have_text("nobody is not an e-mail address")
    bcc.fill(f"boss-{mark}@example.com,")
    bcc.press("Enter")
    expect(box.get_by_role("button", name=f"Remove boss-{mark}@example.com")).to_be_visible()
    looks(page, "recipients-light")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    looks(page, "recipients-phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    console.write(f"I do, {mark}.")
    console.expect_delivery(f"I do, {mark}.", "sent")
    kept = eventually(lambda: of_letter(stack, f"I do, {mark}."))
    letter = raw_of(kept)
    assert letter["To"] == ana
    assert {each.strip() for each in letter["Cc"].split(",")} == {bob, zoe}
    assert b"boss-" not in letter.as_bytes()
    shown = console.message(f"I do, {mark}.")
    expect(shown).to_contain_text(f"Hidden copy to: boss-{mark}@example.com")
    why = {"emailAddress": bob, "diagnosticCode": "smtp; 550 <b>no</b> such user"}
    part = {"bounceType": "Permanent", "bouncedRecipients": [why]}
    told = post.outcome(kind="Bounce", id=kept["MessageId"], channel_id=channel["id"], part=part)
    told["mail"]["destination"] = [ana, bob, zoe]
    post.tell(here, told)
    expect(shown.get_by_test_id("unreached")).to_contain_text(f"{bob}: 550 <b>no</b> such user")
    console.expect_delivery(f"I do, {mark}.", "sent")
    looks(page, "unreached-dark")
    owner.client.delete(f"/channels/{channel['id']}")


def of_letter(stack: Stack, words: str) -> Json | None:
    """What SES was given with those words."""
    cloud = stack.addresses["environment"]["AWS_ENDPOINT_URL"]
    told = httpx.get(f"{cloud}/_ministack/ses/messages").json()["messages"]
    given = (each for kept in told.values() for each in kept)
    return next((each for each in given if words in str(body_of(each))), None)


def body_of(kept: Json) -> str:
    try:
        found = raw_of(kept).walk()
    except binascii.Error:
        return ""  # not a letter of a conversation: others send by SES too
    plain = (part for part in found if part.get_content_type() == "text/plain")
    return "".join(bytes(part.get_payload(decode=True)).decode() for part in plain)
