"""Who is blocked is heard by nobody, and learns nothing of it; two contacts become one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import pytest

from chalicelib.channels.base import Sender
from chalicelib.contacts import merging, service
from chalicelib.contacts.merging import MergePorts
from chalicelib.contacts.model import Contact
from chalicelib.contacts.service import ContactStore
from chalicelib.conversations import people
from chalicelib.conversations import service as conversations
from chalicelib.conversations.model import Status
from chalicelib.conversations.view import message_view
from chalicelib.desk import service as desk
from chalicelib.jobs.model import Job, State
from chalicelib.shared.content import text
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, ContactId, ConversationId
from tests.fakes import START, contact_ports
from tests.unit.conversations.scene import ACCOUNT, RUI, Scene
from tests.unit.desk.fakes import FakeDeskStore, desk_ports
from tests.unit.jobs.fakes import Queue

BEN = Sender(id="77", name="Ben")


@dataclass
class Office:
    """then: what happens at the call of that number, counted before and after each; once."""

    scene: Scene = field(default_factory=Scene)
    beside: FakeDeskStore = field(default_factory=FakeDeskStore)
    dies_at: int = 0
    calls: int = 0
    then: Callable[[], Any] | None = None

    def __post_init__(self) -> None:
        self.beside.called = self._alive

    def block(self, contact_id: str, blocked: bool = True) -> Contact:
        return service.set_blocked(
            contact_ports(self.scene.ports, self.scene.contacts),
            account_id=ACCOUNT,
            contact_id=contact_id,
            blocked=blocked,
            mark=self.mark,
        )

    def mark(self, account_id: str, contact_id: str, blocked: bool) -> None:
        people.block_contact(
            self.scene.ports, account_id=account_id, contact_id=contact_id, blocked=blocked
        )

    def move(self, account_id: str, contact_id: str, to: str, name: str) -> int:
        self._alive()
        moved = people.move_conversations(
            self.scene.ports, account_id=account_id, contact_id=contact_id, to=to, name=name
        )
        self._alive()
        return moved

    def part_of(self, account_id: str, contact_id: str) -> str:
        self._alive()
        contact = self.scene.contacts.contacts.get((account_id, contact_id))
        self._alive()
        return contact.merged_into if contact else ""

    @property
    def desk(self) -> desk.DeskPorts:
        return desk_ports(self.beside, self.part_of)

    def carry(self, account_id: str, contact_id: str, to: str) -> int:
        return desk.carry(self.desk, account_id=account_id, contact_id=contact_id, to=to)

    def _alive(self) -> None:
        self.calls += 1
        if self.calls != self.dies_at:
            return
        if self.then is None:
            raise RuntimeError("killed")
        self.then()

    @property
    def ports(self) -> MergePorts:
        contacts = contact_ports(self.scene.ports, self.scene.contacts)
        return MergePorts(contacts=contacts, move=self.move, carry=self.carry, block=self.mark)

    def job(self, contact_id: str, other_id: str, *theirs: str) -> Job:
        return merging.job(
            self.ports,
            account_id=ACCOUNT,
            agent_id="ana",
            contact_id=contact_id,
            other_id=other_id,
            theirs=theirs,
            now=START,
        )

    def merge(self, contact_id: str, other_id: str, *theirs: str) -> Any:
        job = self.job(contact_id, other_id, *theirs)
        return Queue({"merge": partial(merging.step, self.ports)}, doubled=True).run(job)


@dataclass
class Meanwhile:
    """A `ContactStore` in which something happens before the call of that number."""

    store: ContactStore
    before: int
    happens: Callable[[], object]
    calls: int = 0

    def _call(self) -> ContactStore:
        self.calls += 1
        if self.calls == self.before:
            self.happens()
        return self.store

    def get(self, account_id: AccountId, contact_id: ContactId) -> Contact | None:
        return self._call().get(account_id, contact_id)

    def create(self, contact: Contact) -> Contact:
        return self._call().create(contact)

    def replace(self, before: Contact, after: Contact) -> bool:
        return self._call().replace(before, after)


@pytest.fixture
def office() -> Office:
    return Office()


def heads(office: Office, contact_id: str) -> list[Any]:
    return conversations.history(office.scene.ports, account_id=ACCOUNT, contact_id=contact_id)


@pytest.mark.feature("3")
def test_what_a_blocked_contact_writes_is_kept_and_calls_nobody(office: Office) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    before = scene.head
    office.block(before.contact_id)
    scene.receive(scene.says("let me in"), scene.says("please"))
    after = scene.head
    assert [m.content.text for m in scene.thread if m.content.text] == [
        "hello",
        "let me in",
        "please",
    ]
    assert (after.inbound, after.last_at, after.last.text, after.waiting_since) == (
        before.inbound,
        before.last_at,
        before.last.text,
        before.waiting_since,
    )
    assert after.seq == 3
    scene.verify()


@pytest.mark.feature("3")
def test_a_blocked_contact_reopens_and_wakes_nothing(office: Office) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    id, contact_id = scene.head.id, scene.head.contact_id
    scene.change(status=Status.RESOLVED)
    office.block(contact_id)
    scene.receive(scene.says("again"))
    assert (scene.head.id, scene.head.status) == (id, Status.RESOLVED)
    office.block(contact_id, False)
    scene.receive(scene.says("and now"))
    assert (scene.head.id, scene.head.status) == (id, Status.OPEN)
    scene.verify()


@pytest.mark.feature("3")
def test_a_contact_who_was_blocked_before_his_first_word_is_heard_by_nobody(
    office: Office,
) -> None:
    scene = office.scene
    scene.contacts.create(Contact(ContactId("vera"), AccountId(ACCOUNT), START, blocked=True))
    message, head = conversations.visitor_post(
        scene.ports,
        account_id=ACCOUNT,
        channel_id="acc1-site",
        contact_id="vera",
        content=text("hello"),
        client_id="client-1",
    )
    assert (head.status, head.inbound, message.muted) == (Status.RESOLVED, 0, True)
    again, head = conversations.visitor_post(
        scene.ports,
        account_id=ACCOUNT,
        channel_id="acc1-site",
        contact_id="vera",
        content=text("anybody?"),
        client_id="client-2",
    )
    assert (head.status, again.seq, again.muted) == (Status.RESOLVED, 2, True)


@pytest.mark.feature("3")
def test_nothing_of_a_message_s_view_tells_the_visitor_that_he_is_blocked(office: Office) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    office.block(scene.head.contact_id)
    scene.receive(scene.says("let me in"))
    plain, muted = (message_view(m) for m in scene.thread if m.content.text)
    assert set(plain) == set(muted)
    assert "muted" not in muted
    assert muted["delivery"] == plain["delivery"]


@pytest.mark.feature("3.7")
def test_a_merged_contact_s_conversations_history_and_next_words_go_to_the_other(
    office: Office,
) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    ann = scene.head.contact_id
    scene.receive(scene.says("good day", sender=BEN))
    (ben,) = {head.contact_id for head in scene.store.heads_by_key.values()} - {ann}
    done = office.merge(ann, ben)
    assert done.state is State.DONE
    assert {head.contact_id for head in heads(office, ann)} == {ann}
    assert len(heads(office, ann)) == 2
    assert heads(office, ben) == []
    scene.receive(scene.says("one more", sender=BEN))
    for head in heads(office, ann):
        conversations.change(
            scene.ports,
            account_id=ACCOUNT,
            conversation_id=head.id,
            actor=RUI,
            change=conversations.Change(status=Status.RESOLVED),
        )
    scene.clock.tick(days=3)
    scene.receive(scene.says("much later", sender=BEN))
    assert len(heads(office, ann)) == 3
    assert {head.contact_name for head in heads(office, ann)} == {"Ann"}


@pytest.mark.feature("3.7")
def test_a_merge_killed_at_any_step_ends_as_one_that_was_not() -> None:
    for call in range(1, 5):
        office = Office(dies_at=call)
        scene = office.scene
        scene.receive(scene.says("hello"), scene.says("good day", sender=BEN))
        ids = {head.contact_name: head.contact_id for head in scene.store.heads_by_key.values()}
        done = office.merge(ids["Ann"], ids["Ben"])
        assert done.state is State.DONE, call
        assert len(heads(office, ids["Ann"])) == 2
        other = scene.contacts.contacts[ACCOUNT, ids["Ben"]]
        assert other.merged_into == ids["Ann"]


@pytest.mark.feature("3.7")
def test_the_one_that_stays_takes_what_it_lacks_and_what_was_chosen() -> None:
    stays = Contact(
        ContactId("a"), AccountId("x"), START, name="Ann", attributes={"p": "1"}, tags=("t",)
    )
    other = replace(
        stays,
        id=ContactId("b"),
        name="Anna",
        email="ann@example.org",
        attributes={"p": "2", "q": "3"},
        tags=("t", "u"),
        blocked=True,
    )
    after = merging.merged(stays, other, [])
    assert (after.name, after.email, after.tags) == ("Ann", "ann@example.org", ("t", "u"))
    assert (after.attributes, after.blocked) == ({"q": "3", "p": "1"}, True)
    assert merging.merged(stays, other, ["name"]).name == "Anna"
    assert merging.merged(after, other, []) == after


@pytest.mark.feature("3.7")
def test_two_who_merge_the_same_two_the_other_way_round_leave_one() -> None:
    """Whenever the second job comes: one contact is in the lists, with both conversations."""
    for call in range(1, 9):
        office = Office()
        scene = office.scene
        scene.receive(scene.says("hello"), scene.says("good day", sender=BEN))
        ids = {head.contact_name: head.contact_id for head in scene.store.heads_by_key.values()}
        jobs = [office.job(ids[one], ids[other]) for one, other in (("Ann", "Ben"), ("Ben", "Ann"))]
        ports = office.ports
        turned = Queue({"merge": partial(merging.step, ports)})
        store = Meanwhile(scene.contacts, call, partial(turned.run, jobs[1]))
        ports = replace(ports, contacts=replace(ports.contacts, store=store))
        first = Queue({"merge": partial(merging.step, ports)}).run(jobs[0])
        assert (first.state, store.calls >= call) == (State.DONE, True), call
        people = [scene.contacts.contacts[ACCOUNT, id] for id in ids.values()]
        (whole,) = (each for each in people if not each.merged_into)
        (part,) = (each for each in people if each.merged_into)
        assert part.merged_into == whole.id, call
        assert len(heads(office, whole.id)) == 2, call


@pytest.mark.feature("3.7")
def test_a_merge_that_makes_no_sense_is_refused(office: Office) -> None:
    scene = office.scene
    for id in ("a", "b", "c"):
        scene.contacts.create(Contact(ContactId(id), AccountId(ACCOUNT), START))
    with pytest.raises(InvalidInput):
        office.merge("a", "a")
    with pytest.raises(NotFound):
        office.merge("a", "nobody")
    office.merge("a", "b")
    with pytest.raises(Conflict):
        office.merge("c", "b")
    with pytest.raises(Conflict):
        office.merge("b", "c")


@pytest.mark.feature("3.7")
def test_a_change_of_a_merged_contact_goes_to_the_one_that_it_is_part_of(office: Office) -> None:
    scene = office.scene
    for id in ("a", "b"):
        scene.contacts.create(Contact(ContactId(id), AccountId(ACCOUNT), START))
    office.merge("a", "b")
    changed = service.change(
        office.ports.contacts, account_id=ACCOUNT, contact_id="b", email="b@example.org"
    )
    assert (changed.id, changed.email) == ("a", "b@example.org")


@pytest.mark.feature("3.7")
def test_a_merged_website_visitor_goes_on_as_before_under_his_own_id(office: Office) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    ann = scene.head.contact_id
    at_site: Any = {"account_id": ACCOUNT, "channel_id": "acc1-site", "contact_id": "vera"}

    def post(words: str) -> Any:
        return conversations.visitor_post(
            scene.ports, **at_site, content=text(words), client_id=f"client-{words}"
        )

    _, first = post("first")
    office.merge(ann, "vera")
    message, head = post("second")
    assert (head.id, head.contact_id, head.visitor_id) == (first.id, ann, "vera")
    assert message.contact_id == "vera"  # whose sockets are told
    conversations.change(
        scene.ports,
        account_id=ACCOUNT,
        conversation_id=first.id,
        actor=RUI,
        change=conversations.Change(status=Status.RESOLVED),
    )
    scene.clock.tick(days=3)
    message, later = post("third")
    assert (later.contact_id, message.contact_id) == (ann, "vera")
    assert later.id != first.id
    current = conversations.visitor_conversation(scene.ports, **at_site)
    assert current is not None
    assert current.id == later.id


@pytest.mark.feature("3.7")
def test_a_conversation_that_was_never_opened_keeps_no_merge_waiting(office: Office) -> None:
    scene = office.scene
    scene.receive(scene.says("hello"))
    ann = scene.head
    scene.store.put_pointer(replace(ann, id=ConversationId("never"), contact_id=ContactId("vera")))
    names = {"account_id": ACCOUNT, "to": ann.contact_id, "name": "Ann"}
    assert people.move_conversations(scene.ports, contact_id="vera", **names) == 0
