"""Somebody who came by every door, erased in the console: nothing of him is left in the stack."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from infra.local import letters
from tests.e2e.console import NewPage, sign_in, violations
from tests.e2e.stack import ROOT, Json, Person, Stack, eventually
from tests.e2e.traces import holders, waiting

pytestmark = [pytest.mark.browser, pytest.mark.feature("11")]
RESULTS = ROOT / "test-results"
AXE = (ROOT / "web/node_modules/axe-core/axe.min.js").read_text()
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
APPS = ("viber", "whatsapp")


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """Somebody's server, that gets events."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hooks", got
    finally:
        server.shutdown()
        server.server_close()


@dataclass(slots=True)
class Life:
    """What there is of one person. mark: in everything that he says or is called. needles: what
    must not be found any more."""

    stack: Stack
    owner: Person
    mark: str = field(default_factory=lambda: f"q{uuid.uuid4().hex[:9]}")
    phone: str = field(default_factory=lambda: f"119{str(uuid.uuid4().int)[:8]}")
    needles: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)  # paths, to be removed at the end
    contact: str = ""
    talk: str = ""
    flow: str = ""
    visitor: Person | None = None

    def text(self, words: str) -> Json:
        return {"client_id": uuid.uuid4().hex, "content": {"kind": "text", "text": words}}

    def make(self, path: str, body: Json, *inside: str) -> Json:
        made = self.owner.post(path, body)
        found: Any = made
        for name in inside:
            found = found[name]
        self.made.append(f"{path}/{found['id']}")
        return made

    def found(self) -> list[Json]:
        """His conversations."""
        rows = self.owner.conversations()
        return [row for row in rows if self.mark in str(row)]

    def row_of(self, kind: str) -> Json:
        def look() -> Json | None:
            return next((row for row in self.found() if row["channel_kind"] == kind), None)

        return eventually(look)

    # Doors

    def writes_on_the_site(self, site: str) -> None:
        visitor = self.visitor = self.stack.visitor(
            site=site, url=f"https://shop.example/{self.mark}", title=f"Shop {self.mark}"
        )
        visitor.say(f"My order {self.mark} is late")
        who = {"name": f"Vera {self.mark}", "email": f"{self.mark}@x.example"}
        visitor.patch("/widget/contact", who | {"phone": f"+55{self.phone}"})
        data, name = PIXEL + self.mark.encode(), f"{self.mark}.png"
        told = {"name": name, "mime": "image/png", "size": len(data)}
        ticket = visitor.post("/widget/uploads", told)
        sent = {"file": (name, data)}
        answer = httpx.post(ticket["url"], data=ticket["fields"], files=sent)
        assert answer.is_success, answer.text
        content = {"kind": "image", "media": [{"key": ticket["key"], **told}]}
        visitor.post("/widget/messages", {"client_id": uuid.uuid4().hex, "content": content})
        asked = {"client_id": uuid.uuid4().hex, "phone": f"+55{self.phone}", "name": self.mark}
        visitor.post("/widget/callbacks", asked)
        row = self.row_of("website")
        self.talk, self.contact = row["id"], row["contact_id"]

    def writes_a_letter(self) -> None:
        made = self.make("/channels", {"kind": "email", "name": "Letters"})
        letter = EmailMessage()
        letter["From"] = f"Vera {self.mark} <letter-{self.mark}@x.example>"
        letter["To"] = "support@example.com"
        letter["Subject"] = f"About {self.mark}"
        letter["Message-ID"] = f"<{self.mark}@x.example>"
        letter.set_content(f"See the file, {self.mark}.\n")
        letter.add_attachment(
            b"%PDF-1.4 " + self.mark.encode(), "application", "pdf", filename=f"{self.mark}.pdf"
        )
        shown = next(each for each in self.owner.get("/me")["channels"] if each["id"] == made["id"])
        to = next(
            value
            for value in [*shown["settings"].values(), *shown.values()]
            if isinstance(value, str) and value.endswith("@mail.demo.example")
        )
        letters.drop(self.stack.addresses["environment"], raw=letter.as_bytes(), to=to)

    def writes_from_an_app(self, kind: str) -> None:
        control = f"{self.stack.addresses['emulators'][kind]}/_control"
        named = {"name": f"Vera {self.mark}"}
        person = httpx.post(f"{control}/people", json=named).json()
        self.needles.append(str(person["id"]))
        address = f"{control}/people/{person['id']}/send"
        for said in ({"text": f"Hello {self.mark}"}, {"kind": "image"}, {"kind": "unsupported"}):
            answer = httpx.post(address, json=said)
            assert answer.is_success, answer.text
            self.needles.append(str(answer.json()["result"]["message_id"]))

    def comes_by_a_form(self, site: str) -> None:
        made = self.make("/inbound-webhooks", {"name": "Landing", "channel_id": site})
        lead = {
            "id": f"first-{self.mark}",
            "name": f"Vera {self.mark}",
            "mail": f"form-{self.mark}@x.example",
            "text": f"Call me, {self.mark}",
        }
        assert httpx.post(made["url"], json=lead).status_code == 202  # a sample: nobody's yet
        fields = (("name", "/name"), ("email", "/mail"), ("message", "/text"))
        mapping = [{"target": target, "path": path} for target, path in fields]
        self.owner.patch(
            f"/inbound-webhooks/{made['id']}", {"version": made["version"], "mapping": mapping}
        )
        assert httpx.post(made["url"], json=lead | {"id": f"next-{self.mark}"}).status_code == 202

    # What colleagues, programs and rules do

    def is_worked_on(self, site: str) -> None:
        owner, path = self.owner, f"/conversations/{self.talk}"
        me = owner.get("/me")["me"]["id"]
        note = {"kind": "text", "text": f"{self.mark} is a friend", "mentions": [me]}
        self.stack.agent("agent").post(
            f"{path}/messages", {"client_id": uuid.uuid4().hex, "note": True, "content": note}
        )
        owner.patch(path, {"attributes": {"order": self.mark}})
        due = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        owner.post(
            f"{path}/schedules", {**self.text(f"Later {self.mark}"), "due_at": due, "zone": "UTC"}
        )
        card = {"client_id": uuid.uuid4().hex, "text": "Look", "conversation_id": self.talk}
        owner.post("/team/rooms/everyone/messages", card)
        table = f"name,email\nVera {self.mark},{self.mark}@X.example\n".encode("utf-16")
        ticket = owner.post("/imports/uploads", {"size": len(table)})
        sent = httpx.post(ticket["url"], data=ticket["fields"], files={"file": ("a.csv", table)})
        assert sent.is_success, sent.text

    def is_asked(self) -> None:
        assert self.visitor
        questions = [{"kind": "text", "text": "Why?"}]
        survey = self.make("/surveys", {"name": "Why", "questions": questions})["id"]
        path = f"/conversations/{self.talk}"
        self.owner.post(f"{path}/survey", {"client_id": uuid.uuid4().hex, "survey_id": survey})
        self.visitor.say(f"Because {self.mark}")
        eventually(
            lambda: self.mark in str(self.owner.get(f"/surveys/{survey}/answers", **days())) or None
        )

    def has_a_bot(self) -> None:
        nodes = [
            {"id": "hello", "kind": "message", "x": 0, "y": 0, "data": {"text": "Hello"}},
            {"id": "ask", "kind": "question", "x": 0, "y": 0,
             "data": {"text": "Which order?", "answer": "text", "variable": "order"}},
            {"id": "bye", "kind": "end", "x": 300, "y": 0,
             "data": {"outcome": "hand_over", "text": "Thank you, {{ order }}."}},
        ]  # fmt: skip
        edges = [
            {"source": "hello", "port": "out", "target": "ask"},
            {"source": "ask", "port": "out", "target": "bye"},
        ]
        graph = {"format": 1, "start": "hello", "nodes": nodes, "edges": edges, "triggers": []}
        made = self.make("/flows", {"name": "Asks", "graph": graph}, "flow")["flow"]
        flow = made["id"]
        self.owner.post(f"/flows/{flow}/publish", {"version": made["draft_version"]})
        self.flow = str(flow)

    def meets_the_bot(self) -> None:
        """Which functions have heard of within ten seconds."""
        assert self.visitor

        def asked() -> bool:
            told = {"client_id": uuid.uuid4().hex, "flow_id": self.flow}
            self.owner.post(f"/conversations/{self.talk}/bot", told)
            return self.hears("Which order?", within=3)

        eventually(asked)
        self.visitor.say(self.mark)
        assert self.hears(f"Thank you, {self.mark}.")

    def hears(self, words: str, within: float = 20) -> bool:
        visitor, end = self.visitor, time.monotonic() + within
        assert visitor
        while words not in str(visitor.get("/widget/messages", after=0)):
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True

    def is_met_by_programs(self) -> None:
        scopes = self.owner.get("/api-tokens")["scopes"]
        made = self.owner.post("/api-tokens", {"name": "Robot", "scopes": scopes})
        self.made.append(f"/api-tokens/{made['token']['id']}")
        headers = {"Authorization": f"Bearer {made['secret']}", "Idempotency-Key": self.mark}
        said = {"content": {"kind": "text", "text": f"A program says {self.mark}"}}
        sent = httpx.post(
            f"{self.stack.api}/v1/conversations/{self.talk}/messages", json=said, headers=headers
        )
        assert sent.status_code == 201, sent.text

    def becomes_one(self) -> None:
        """Whoever came by another door was he."""
        for other in {row["contact_id"] for row in self.found()} - {self.contact}:
            asked = {"other_id": other, "theirs": []}
            self.done(self.owner.post(f"/contacts/{self.contact}/merge", asked))

    def done(self, job: Json) -> None:
        def state() -> str | None:
            now = str(self.owner.get(f"/jobs/{job['id']}")["state"])
            return now if now != "running" else None

        assert eventually(state, within=60) == "done"


def days() -> dict[str, str]:
    now = datetime.now(UTC)
    first, last = now - timedelta(days=1), now + timedelta(days=1)
    return {"first": first.date().isoformat(), "last": last.date().isoformat()}


def totals(owner: Person) -> Json:
    return dict(owner.get("/reports", **days()))


def erased(page: Page, stack: Stack, life: Life) -> None:
    """As an owner does it; the receipt says that it is done."""
    page.goto(f"{stack.console}contacts/{life.contact}")
    page.get_by_test_id("contact-actions").click()
    page.get_by_role("menuitem", name="Erase for good").click()
    dialog = page.get_by_role("dialog")
    yes = dialog.get_by_role("button", name="Erase for good")
    expect(yes).to_be_disabled()
    dialog.get_by_label("Type").fill(f"Vera {life.mark}")
    RESULTS.mkdir(exist_ok=True)
    page.screenshot(path=RESULTS / "erasing-dialog.png")
    assert violations(page, AXE) == []
    yes.click()
    done = page.get_by_test_id("job").filter(has_text="The contact is erased")
    expect(done).to_be_visible(timeout=60_000)
    page.goto(f"{stack.console}settings/privacy")
    receipt = page.get_by_test_id("receipt").filter(has_text=life.contact)
    expect(receipt).to_contain_text("5 conversations")
    receipt.scroll_into_view_if_needed()
    page.screenshot(path=RESULTS / "erasing-receipt.png")


def test_who_came_by_every_door_is_nowhere_once_he_is_erased(
    stack: Stack, new_page: NewPage
) -> None:
    life = Life(stack, stack.agent())
    owner = life.owner
    site = life.make("/channels", {"kind": "website", "name": "Door"})["id"]
    owner.patch(f"/channels/{site}", {"settings": {"callback": "on"}})
    try:
        with listening() as (url, got):
            types = ["message.received", "message.sent", "conversation.changed", "contact.changed"]
            known = owner.get("/webhooks")["types"]
            wanted = [each for each in types if each in str(known)]
            life.make("/webhooks", {"url": url, "types": wanted}, "webhook")
            life.has_a_bot()
            for kind in APPS:
                life.writes_from_an_app(kind)
            life.writes_a_letter()
            life.writes_on_the_site(site)
            life.comes_by_a_form(site)
            life.is_worked_on(site)
            life.meets_the_bot()
            life.is_asked()
            life.is_met_by_programs()
            eventually(lambda: len(life.found()) == 5 or None)
            life.becomes_one()
            eventually(lambda: any(life.mark.encode() in body for body in got) or None)
            life.done(owner.post("/exports", {"client_id": uuid.uuid4().hex}))
            life.done(owner.post(f"/contacts/{life.contact}/export"))
            needles = (life.mark, life.phone, *life.needles)
            eventually(lambda: waiting(stack) == 0 or None, within=40)
            before = totals(owner)
            there = holders(stack, *needles)
            kinds = {kind_of(where) for where in there}
            assert kinds >= PLACES, PLACES - kinds
            assert not [where for where in there if ".log" in where or "/aws/lambda" in where]

            page = sign_in(new_page(reduced_motion="reduce"), stack, live=False).page
            erased(page, stack, life)
            eventually(lambda: waiting(stack) == 0 or None, within=40)
            assert holders(stack, *needles) == []
            assert totals(owner) == before
            for kind in ("messages", "contacts"):
                assert life.contact not in str(owner.get(f"/search/{kind}", q=life.mark))
    finally:
        for path in reversed(life.made):
            owner.client.delete(path)


# Where he must have left something, or else the search finds nothing because it looks nowhere.
PLACES = {"C", "P", "R", "I", "H", "M", "W", "Y", "L", "F", "T"} | {
    "hook", "inlet", "bot", "mail", "answers", "bucket media", "bucket raw", "bucket mail",
    "bucket jobs",
}  # fmt: skip


def kind_of(where: str) -> str:
    """What a row or an object is, by the first word of its key behind the account."""
    name, _, key = where.partition(" ")
    if key.startswith("I#"):
        return "answers"
    if key.startswith("A#"):
        return key.split(" ")[0].split("#")[2]
    return f"bucket {key.partition('/')[0]}" if key else name
