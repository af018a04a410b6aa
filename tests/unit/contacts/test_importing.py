"""An import makes each contact once, though it is killed anywhere, and tells every refused row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from chalicelib.contacts import exporting, handles, importing, sheet
from chalicelib.contacts.exporting import ExportPorts
from chalicelib.contacts.handles import HandlePorts
from chalicelib.contacts.importing import ImportPorts
from chalicelib.contacts.listing import name_key, newest_key
from chalicelib.contacts.model import Contact, by_phone
from chalicelib.contacts.service import ContactPorts
from chalicelib.jobs.model import Job, State
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, ContactId
from chalicelib.tags.model import Tagging
from tests.fakes import START, FakeClock, FakeContactStore
from tests.unit.jobs.fakes import Queue

pytestmark = pytest.mark.feature("3.7")
FIELDS = ["name", "email", "phone", "attribute:plan"]
KEY = "jobs/acc/uploads/file"


@dataclass
class FakeHandleStore:
    kept: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def find(self, account_id: str, handle: str) -> list[str]:
        return list(self.kept.get((account_id, handle), []))

    def put(self, account_id: str, handle: str, contact_id: str) -> None:
        ids = self.kept.setdefault((account_id, handle), [])
        self.kept[account_id, handle] = [*dict.fromkeys((*ids, contact_id))]


@dataclass
class Pages:
    """Contact pages over the fake store."""

    store: FakeContactStore

    def page(
        self, account_id: str, sort: str, cursor: str, limit: int
    ) -> tuple[list[Contact], str]:
        key = name_key if sort == "name" else newest_key
        mine = [c for (a, _), c in self.store.contacts.items() if a == account_id]
        found = sorted((c for c in mine if not c.merged_into), key=key, reverse=sort == "newest")
        if cursor:
            found = found[[key(c) for c in found].index(cursor) + 1 :]
        return found[:limit], key(found[limit - 1]) if len(found) > limit else ""


@dataclass
class Office:
    """dies_at: which call to the store or the bucket dies, counted from 1; 0 = none."""

    store: FakeContactStore = field(default_factory=FakeContactStore)
    handle_store: FakeHandleStore = field(default_factory=FakeHandleStore)
    files: dict[str, bytes] = field(default_factory=dict)
    clock: FakeClock = field(default_factory=FakeClock)
    dies_at: int = 0
    calls: int = 0
    doubled: bool = False

    def _alive(self) -> None:
        self.calls += 1
        if self.calls == self.dies_at:
            raise RuntimeError("killed")

    def _mortal(self, call: Any) -> Any:
        def before_and_after(*given: Any) -> Any:
            self._alive()
            answer = call(*given)
            self._alive()
            return answer

        return before_and_after

    @property
    def ports(self) -> ImportPorts:
        store: Any = FakeContactStore(self.store.contacts)
        for name in ("create", "replace"):
            setattr(store, name, self._mortal(getattr(store, name)))
        handle_store: Any = FakeHandleStore(self.handle_store.kept)
        handle_store.put = self._mortal(handle_store.put)
        return ImportPorts(
            contacts=ContactPorts(store, lambda *_: None),
            handles=HandlePorts(handle_store, store),
            fetch=self.fetch,
            put=self._mortal(lambda key, body, mime: self.files.update({key: body})),
            clock=self.clock,
            tagging=self.tagging,
        )

    def tagging(self, account_id: str, names: Sequence[str]) -> Tagging:
        if "full" in names:
            raise InvalidInput("at most 200 tags", field="name")
        pairs = tuple((f"t-{name.casefold()}", name) for name in names)
        return Tagging(pairs, add=tuple(id for id, _ in pairs))

    def fetch(self, key: str) -> bytes:
        if key not in self.files:
            raise NotFound("no such file")
        return self.files[key]

    def job(self, text: str, **given: Any) -> Job:
        self.files[KEY] = text.encode()
        asked = {"fields": FIELDS, "on_duplicate": "update", "region": "BR", **given}
        return importing.job(
            self.fetch,
            account_id="acc",
            agent_id="ana",
            client_id="client-1",
            now=START,
            key=KEY,
            **asked,
        )

    def run(self, text: str, **given: Any) -> Job:
        ports = self.ports
        queue = Queue({"import": lambda job: importing.step(ports, job)}, doubled=self.doubled)
        return queue.run(self.job(text, **given))

    def known(self, **what: Any) -> Contact:
        contact = Contact(ContactId("known"), AccountId("acc"), START, **what)
        self.store.create(contact)
        handles.remember(HandlePorts(self.handle_store, self.store), contact)
        return contact

    @property
    def people(self) -> list[Contact]:
        """Without those who are but a number that leads to somebody."""
        whole = [each for each in self.store.contacts.values() if not each.merged_into]
        return sorted(whole, key=lambda contact: contact.name)


@pytest.fixture
def office() -> Office:
    return Office()


TABLE = """name,email,phone,plan
Ana,ana@example.org,11 98765-4321,gold
Bob,not an address,,
Cid,,+5511912345678,
,,,
Dora,DORA@example.org,,silver
Dora again,dora@example.org,,gold
Eva,,12,
"""


def test_good_rows_become_contacts_and_bad_ones_come_back_with_reasons(office: Office) -> None:
    done = office.run(TABLE)
    assert done.state is State.DONE
    assert done.counts == {"created": 3, "refused": 2, "updated": 1}
    assert [contact.name for contact in office.people] == ["Ana", "Cid", "Dora again"]
    assert office.people[0].phone == "+5511987654321"
    assert office.people[2].attributes == {"plan": "gold"}
    report = sheet.read(office.files[done.found["report"]])
    assert report.headers == ("row", "field", "reason", "name", "email", "phone", "plan")
    assert report.rows == [
        ("3", "email", "no_email", "Bob", "not an address", "", ""),
        ("8", "phone", "no_phone", "Eva", "", "12", ""),
    ]
    assert [(each["row"], each["why"]) for each in done.found["samples"]] == [
        ("3", "no_email"),
        ("8", "no_phone"),
    ]


@pytest.mark.parametrize(("choice", "plan"), [("update", "gold"), ("skip", "old")])
def test_a_known_contact_is_updated_or_skipped_as_chosen(
    office: Office, choice: str, plan: str
) -> None:
    office.known(name="Ana S.", email="ANA@example.org", attributes={"plan": "old", "size": "L"})
    done = office.run("name,email,phone,plan\nAna,ana@example.org,,gold\n", on_duplicate=choice)
    assert done.counts == {"updated" if choice == "update" else "skipped": 1}
    (ana,) = office.people
    assert ana.attributes == {"plan": plan, "size": "L"}


def test_an_import_killed_at_any_call_ends_as_one_that_was_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "ROWS_A_STEP", 3)
    calm = Office()
    expected = calm.run(TABLE)
    assert calm.calls > 10
    for call in range(1, calm.calls + 1):
        office = Office(dies_at=call, doubled=call % 2 == 0)
        done = office.run(TABLE)
        assert (done.state, done.counts, done.found) == (
            State.DONE,
            expected.counts,
            expected.found,
        ), call
        assert [replace(each, version=0) for each in office.people] == [
            replace(each, version=0) for each in calm.people
        ]


def test_a_file_that_went_or_changed_fails_the_job(office: Office) -> None:
    job = office.job(TABLE)
    office.files.clear()
    assert importing.step(office.ports, job).state is State.FAILED


@pytest.mark.parametrize(
    "key", ["media/acc/x/y/z", "jobs/other/uploads/file", "jobs/acc/uploads/a/../b", "jobs/acc/x"]
)
def test_only_one_s_own_uploads_are_imported(office: Office, key: str) -> None:
    office.files[key] = TABLE.encode()
    with pytest.raises(NotFound):
        importing.preview(office.fetch, account_id="acc", key=key)


def test_columns_that_do_not_fit_the_file_are_refused_at_once(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        office.job(TABLE, fields=["name"])
    assert refusal.value.field == "fields"


def test_a_preview_shows_columns_their_guess_and_samples(office: Office) -> None:
    office.files[KEY] = TABLE.encode()
    shown = importing.preview(office.fetch, account_id="acc", key=KEY)
    assert shown["rows"] == 6
    assert shown["columns"][0] == {
        "header": "name",
        "field": "name",
        "samples": ["Ana", "Bob", "Cid"],
    }


def test_an_export_holds_every_contact_once_with_all_attributes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CONTACTS_A_STEP", 2)
    office.run(TABLE)
    office.known(name="=cmd()", tags=("t1", "gone"), attributes={"size": "L"})
    ports = ExportPorts(
        pages=Pages(office.store),
        tags=lambda account_id: {"t1": "VIP"},
        fetch=office.fetch,
        put=lambda key, body, mime: office.files.update({key: body}),
    )
    queue = Queue({"export": lambda job: exporting.step(ports, job)}, doubled=True)
    job = exporting.job(account_id="acc", agent_id="ana", client_id="c", now=START)
    done = queue.run(job)
    assert (done.state, done.counts) == (State.DONE, {"exported": 4})
    table = sheet.read(office.files[done.found["file"]])
    assert table.headers[-2:] == ("plan", "size")
    assert sorted(row[1] for row in table.rows) == ["'=cmd()", "Ana", "Cid", "Dora again"]
    (row,) = [row for row in table.rows if row[1] == "'=cmd()"]
    assert (row[5], row[-1]) == ("VIP", "L")


TAGGED = """name,email,Labels
Ana,ana@example.org,"VIP, Late order; vip"
Bob,bob@example.org,full
Cid,cid@example.org,
"""


@pytest.mark.feature("3.3")
def test_a_column_of_tags_puts_them_on(office: Office) -> None:
    office.known(name="Ana S.", email="ana@example.org", tags=("t-old",))
    guessed = importing.preview(
        lambda _: TAGGED.encode(), account_id="acc", key="jobs/acc/uploads/file"
    )
    fields = [column["field"] for column in guessed["columns"]]
    assert fields == ["name", "email", "tags"]
    done = office.run(TAGGED, fields=fields)
    assert done.counts == {"updated": 1, "refused": 1, "created": 1}
    assert [(each["row"], each["field"], each["why"]) for each in done.found["samples"]] == [
        ("3", "tags", "too_many")
    ]
    assert [contact.tags for contact in office.people] == [("t-vip", "t-late order"), ()]


@pytest.mark.parametrize(
    ("cell", "why"), [(";".join(f"t{i}" for i in range(21)), "too_many"), ("x" * 41, "too_long")]
)
def test_tags_that_cannot_be_are_refused_with_their_row(
    office: Office, cell: str, why: str
) -> None:
    done = office.run(f'name,tags\nAna,"{cell}"\n', fields=["name", "tags"])
    assert [(each["field"], each["why"]) for each in done.found["samples"]] == [("tags", why)]
    assert office.people == []


@pytest.mark.feature("2.5")
def test_who_was_imported_is_known_when_he_writes_from_his_phone(office: Office) -> None:
    table = "name,mail,phone,plan\nBia,,+55 11 8765-4321,\n"
    done = office.run(table)
    assert done.counts["created"] == 1
    (bia,) = office.people
    lead = office.store.contacts[done.account_id, by_phone(done.account_id, "+5511987654321")]
    assert (bia.phone, lead.merged_into, lead.phone) == ("+5511987654321", bia.id, "")
