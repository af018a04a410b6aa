"""Search and contacts, as an agent uses them."""

from __future__ import annotations

import csv
import json
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chalicelib.shared.ids import account_of
from tests.e2e.console import NewPage, Options, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually
from tests.e2e.traces import client

pytestmark = [pytest.mark.browser]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
LAPTOP: Options = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
PHONE: Options = {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"}


def picture(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / f"contacts-{name}.png")


def flawless(page: Page, name: str) -> None:
    picture(page, name)
    assert violations(page, AXE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def mark() -> str:
    return f"z{uuid.uuid4().hex[:10]}"


def contact(agent: Person, **known: str) -> Json:
    return agent.post("/contacts", {"client_id": uuid.uuid4().hex, **known})


def found(agent: Person, kind: str, words: str) -> list[Json]:
    answer: Json = agent.client.get(f"/search/{kind}", params={"q": words}).json()
    return list(answer["hits" if kind == "messages" else "contacts"])


@pytest.mark.feature("3")
@pytest.mark.feature("3.7")
def test_what_was_said_is_found_by_its_words_and_opened_where_it_stands(
    stack: Stack, new_page: NewPage
) -> None:
    word, agent = mark(), stack.agent()
    visitor = stack.visitor(url="https://shop.example/", title="Shop")
    visitor.say(f"Vocês têm AÇAÍ {word} para Madeira?")
    for number in range(4):
        visitor.say(f"line {number}")
    contact(agent, name=f"Ana {word}", phone="+5511987654321")
    eventually(lambda: found(agent, "messages", word))
    eventually(lambda: found(agent, "contacts", word))
    console = sign_in(new_page(reduced_motion="reduce", **LAPTOP), stack)
    page = console.page
    page.keyboard.press("/")
    field = page.get_by_test_id("search-field")
    expect(field).to_be_focused()
    field.fill(f"acai {word[:8]}")
    hit = page.get_by_test_id("message-hit")
    expect(hit).to_have_count(1)
    expect(hit.locator("mark")).to_have_text(["AÇAÍ", word[:8]])
    flawless(page, "search-dark")
    page.get_by_role("tab", name="Contacts").click()
    expect(page.get_by_text("Nothing found for")).to_be_visible()
    field.fill("(11) 98765-4321")
    expect(page.get_by_test_id("contact-hit").filter(has_text=word)).to_be_visible()
    field.fill(word)
    page.get_by_role("tab", name="Messages").click()
    expect(hit).to_have_count(1)
    field.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(console.message(word)).to_be_visible()
    assert page.url.endswith("#m1")
    page.goto(stack.console + "search")
    expect(page.get_by_role("heading", name="Recent searches")).to_be_visible()


@pytest.mark.feature("3.7")
def test_a_contact_is_made_changed_and_merged_in_place(stack: Stack, new_page: NewPage) -> None:
    word, agent = mark(), stack.agent()
    other = contact(agent, name=f"Bia {word}", email=f"{word}@example.org")
    console = sign_in(new_page(reduced_motion="reduce", **PHONE), stack, path="contacts")
    page = console.page
    page.get_by_role("button", name="New contact").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(f"Ana {word}")
    dialog.get_by_label("E-mail").fill("no address")
    dialog.get_by_role("button", name="Create contact").click()
    expect(dialog.get_by_text("No e-mail address")).to_be_visible()
    dialog.get_by_label("E-mail").fill(f"{word}@example.org")
    dialog.get_by_role("button", name="Create contact").click()
    card = page.get_by_test_id("contact-drawer")
    expect(card.get_by_text(f"Ana {word}").first).to_be_visible()
    card.get_by_role("button", name="Add attribute").click()
    card.get_by_label("Attribute", exact=True).fill("<b>plan</b>")
    card.get_by_label("Value").fill("x" * 900)
    card.get_by_role("button", name="Save").click()
    expect(card.get_by_role("button", name="Change <b>plan</b>")).to_be_visible()
    flawless(page, "card-phone")
    mine = page.url.rsplit("/", 1)[-1]
    eventually(lambda: agent.get(f"/contacts/{mine}/duplicates")["contacts"])
    page.reload()
    card.get_by_role("button", name="Look and merge").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=f"Bia {word}").check()
    flawless(page, "merge-phone")
    dialog.get_by_test_id("merge-run").click()
    expect(dialog.get_by_text("Merged.")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(card.locator("strong").filter(has_text=f"Bia {word}")).to_be_visible()
    assert agent.get(f"/contacts/{other['id']}")["merged_into"] == mine


@pytest.mark.feature("3.7")
def test_a_csv_file_is_imported_and_its_bad_rows_come_back(
    stack: Stack, new_page: NewPage, tmp_path: Path
) -> None:
    word = mark()
    rows = "\n".join(f"{word} {n};{word}{n}@example.org;11 98765-{n:04};ouro" for n in range(60))
    file = tmp_path / "clientes.csv"
    bad = f"\n{word} bad;not an address;;\n"
    file.write_bytes(f"Nome;E-mail;Celular;Plano\n{rows}{bad}".encode("cp1252"))
    console = sign_in(new_page(reduced_motion="reduce", **LAPTOP), stack, path="contacts")
    page = console.page
    page.get_by_test_id("contacts-more").click()
    page.get_by_role("menuitem", name="Import").click()
    dialog = page.get_by_role("dialog")
    page.get_by_test_id("import-file").set_input_files(file)
    expect(dialog.get_by_text("61 rows")).to_be_visible()
    expect(dialog.get_by_label("Becomes: Celular")).to_have_value("phone")
    expect(dialog.get_by_label("Becomes: Plano")).to_have_value("attribute:Plano")
    dialog.get_by_label("Country of phone numbers").fill("Brazil")
    page.get_by_role("option", name="Brazil").click()
    flawless(page, "import-dark")
    dialog.get_by_test_id("import-run").click()
    expect(dialog.get_by_text("Import finished")).to_be_visible(timeout=60_000)
    expect(dialog.get_by_text("60 created · 1 refused")).to_be_visible()
    expect(dialog.get_by_text("Row 62: E-mail, no e-mail address")).to_be_visible()
    with page.expect_download() as download:
        dialog.get_by_test_id("job-file").click()
    report = list(csv.reader(download.value.path().read_text(encoding="utf-8-sig").splitlines()))
    assert report == [
        ["row", "field", "reason", "Nome", "E-mail", "Celular", "Plano"],
        ["62", "email", "no_email", f"{word} bad", "not an address", "", ""],
    ]
    dialog.get_by_role("button", name="Close").last.click()
    page.get_by_label("Find a contact").fill(f"{word} 59")
    expect(page.get_by_test_id("contact-row").first).to_contain_text("+5511987650059")
    picture(page, "list-dark")


@pytest.mark.feature("3.7")
def test_all_contacts_are_exported_as_csv(stack: Stack, new_page: NewPage) -> None:
    word = mark()
    contact(stack.agent(), name=f"={word}", email=f"{word}@example.org")
    page = sign_in(new_page(reduced_motion="reduce", **LAPTOP), stack, path="contacts").page
    expect(page.get_by_test_id("contact-row").first).to_be_visible()
    flawless(page, "page-dark")
    page.get_by_test_id("contacts-more").click()
    page.get_by_role("menuitem", name="Export").click()
    with page.expect_download(timeout=60_000) as download:
        page.get_by_test_id("job-file").click(timeout=60_000)
    rows = csv.DictReader(download.value.path().read_text(encoding="utf-8-sig").splitlines())
    assert [row["name"] for row in rows if row["email"] == f"{word}@example.org"] == [f"'={word}"]


def stuck(stack: Stack) -> str:
    """An export whose queue gave up its first step, as the table has it then."""
    owner = stack.agent()
    job = owner.post("/exports", {"client_id": uuid.uuid4().hex})
    eventually(lambda: owner.get(f"/jobs/{job['id']}")["state"] == "done" or None)
    table, name = client(stack, "dynamodb"), stack.addresses["environment"]["MAIN_TABLE"]
    key = {"pk": {"S": f"A#{account_of(stack.channel('website')['id'])}#J"}, "sk": {"S": job["id"]}}
    item = table.get_item(TableName=name, Key=key)["Item"]
    given_up = {"state": "failed", "why": "stuck", "at": 0, "total": 0, "counts": {}, "found": {}}
    item["data"] = {"S": json.dumps(json.loads(item["data"]["S"]) | given_up)}
    table.put_item(TableName=name, Item=item)
    return str(job["id"])


@pytest.mark.feature("3.7")
def test_what_got_stuck_is_told_to_who_began_it_and_tried_again(
    stack: Stack, new_page: NewPage
) -> None:
    id = stuck(stack)
    page = sign_in(new_page(reduced_motion="reduce", **PHONE), stack, path="contacts").page
    bar = page.get_by_test_id("job").filter(has_text="This stopped on the way")
    expect(bar).to_be_visible()
    flawless(page, "stuck-phone")
    page.emulate_media(color_scheme="dark")
    flawless(page, "stuck-phone-dark")
    bar.get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("job-file")).to_be_visible(timeout=60_000)
    expect(bar).to_have_count(0)
    assert stack.agent().get(f"/jobs/{id}")["state"] == "done"


@pytest.mark.feature("3")
def test_a_blocked_visitor_is_heard_by_nobody_and_told_nothing(
    stack: Stack, new_page: NewPage
) -> None:
    word = mark()
    visitor = stack.visitor(url="https://shop.example/", title="Shop")
    visitor.say(f"First {word}")
    console = sign_in(new_page(reduced_motion="reduce", **LAPTOP), stack)
    page = console.page
    console.open(word)
    panel = page.get_by_test_id("contact-panel")
    if not panel.is_visible():
        page.get_by_test_id("toggle-panel").click()
    panel.get_by_test_id("contact-actions").click()
    page.get_by_role("menuitem", name="Block contact").click()
    page.get_by_role("dialog").get_by_role("button", name="Block contact").click()
    expect(panel.get_by_text("nobody is told of them")).to_be_visible()
    sent = visitor.say(f"Second {word}")
    assert "muted" not in str(sent)
    expect(console.message(f"Second {word}")).to_be_visible()
    row = page.get_by_test_id("conversation-row").filter(has_text=f"First {word}")
    expect(row).to_be_visible()
    panel.get_by_test_id("contact-actions").click()
    with page.expect_response(lambda answer: "/contacts/" in answer.url):
        page.get_by_role("menuitem", name="Unblock contact").click()
    expect(panel.get_by_text("nobody is told of them")).to_have_count(0)
    visitor.say(f"Third {word}")
    expect(console.row(f"Third {word}")).to_be_visible()
