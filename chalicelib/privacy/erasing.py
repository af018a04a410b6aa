"""Erasing one contact everywhere, and old conversations by rule: a job in short steps.

Each step may die anywhere and be done again: it drops what it finds, and what is gone is gone.
The job's item says where the work stands; when the work is done, nothing of the contact is in it.
Totals (reports, surveys' and invitations' counts) are numbers, and stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.contacts.model import Contact
from chalicelib.jobs.model import Job
from chalicelib.mail.model import files_folder
from chalicelib.privacy.model import (
    Receipt,
    letter_of,
    media_keys,
    people_of,
    plan_from,
    plan_of,
    raw_keys,
)
from chalicelib.privacy.ports import PrivacyPorts
from chalicelib.shared.clock import from_text
from chalicelib.shared.ids import derived_id

ERASE, RETAIN = "erase", "retain"
MESSAGES_A_STEP = 50
FOUND_A_STEP = 25
PAGES_A_STEP = 10  # of a hundred rows each
MOST_A_DAY = 1000  # of a rule's conversations in one job; the next day goes on
LEDGER_DAYS = 30  # that webhooks' deliveries and calls are kept
MOST_ROUNDS = 5  # if the contact goes on writing
SHORTEST_WORD = 4  # letters: a shorter name says nothing in a text

Found = dict[str, Any]
Phase = Callable[[PrivacyPorts, Job, Found], Job]


def erase_job(*, account_id: str, agent_id: str, contact_id: str, now: datetime) -> Job:
    """One a contact and minute: pressing twice erases once, and who came back can go again."""
    minute = now.strftime("%Y-%m-%dT%H:%M")
    return Job(
        id=derived_id(account_id, ERASE, contact_id, minute),
        account_id=account_id,
        kind=ERASE,
        agent_id=agent_id,
        created_at=now,
        given={"contact_id": contact_id},
    )


def retain_job(*, account_id: str, now: datetime) -> Job:
    """One for each time that it was due."""
    return Job(
        id=derived_id(account_id, RETAIN, now.isoformat()),
        account_id=account_id,
        kind=RETAIN,
        agent_id="",
        created_at=now,
    )


def step(p: PrivacyPorts, before: Job) -> Job:
    found: Found = dict(before.found)
    first = "gather" if before.kind == ERASE else "find"
    phase = PHASES[found.setdefault("phase", first)]
    after = phase(p, before, found)
    return after if after.state is not before.state else replace(after, at=before.at + 1)


def _next(job: Job, found: Found, phase: str = "", **more: Any) -> Job:
    if phase:
        found = {**found, "phase": phase, "cursor": ""}
    return replace(job, found={**found, **more})


# Whose, and which conversations ----------------------------------------------------------------


def _gather(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """One contact a step: himself, then whoever became part of him."""
    todo: list[str] = found.get("todo", [job.given["contact_id"]])
    if not todo:
        return _next(job, found, "conversations")
    contact_id, known = todo[0], set(found.get("contacts", ()))
    trail = p.store.trail(job.account_id, contact_id)
    contact = p.store.contact(job.account_id, contact_id)
    known.add(contact_id)
    todo = [*todo[1:], *(part for part in trail.part_ids if part not in known)]
    conversations = {*found.get("conversations", ()), *trail.conversation_ids}
    words = {*found.get("words", ()), *_words(contact), *trail.handles}
    return _next(
        job,
        found,
        todo=todo,
        contacts=sorted(known),
        conversations=sorted(conversations),
        words=sorted(words),
    )


def _words(contact: Contact | None) -> list[str]:
    """By which he is found in what has no key of his."""
    if contact is None:
        return []
    told = (contact.id, contact.name, contact.email, contact.phone, contact.phone.lstrip("+"))
    return [word for word in told if len(word) >= SHORTEST_WORD]


def _find(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """A rule's next conversations."""
    now, rules = p.clock(), p.store.retention(job.account_id)
    done = len(found.get("erased", ()))
    if not rules.shortest or found.get("ended") or done >= MOST_A_DAY:
        soon = done and rules.shortest < LEDGER_DAYS  # else the ledgers have forgotten already
        return _next(job, found, "ledgers" if soon else "words of messages")
    heads, cursor = p.store.resolved(
        job.account_id,
        before=now - timedelta(days=rules.shortest),
        cursor=found.get("list", ""),
        limit=FOUND_A_STEP,
    )
    ids = [head.id for head in heads if rules.expired(head, now)]
    return _next(job, found, "conversations", conversations=ids, list=cursor, ended=not cursor)


# One conversation after another ----------------------------------------------------------------


def _conversations(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """First the plan of one is kept, then its head goes, then its messages, then the rest."""
    if found.get("plan"):
        return _conversation(p, job, found)
    left: list[str] = found.get("conversations", [])
    if not left:
        if job.kind == RETAIN:
            return _next(job, found, "find")
        return _next(job, found, "gather" if found.get("todo") else "contacts")
    head = p.store.head(job.account_id, left[0])
    erased = sorted({*found.get("erased", ()), left[0]})
    if head is None:
        return _next(job, found, conversations=left[1:], erased=erased)
    plan = plan_of(head, p.clock()).packed()
    return _next(job, found, conversations=left[1:], plan=plan, after=-1)


def _conversation(p: PrivacyPorts, job: Job, found: Found) -> Job:
    plan, account = plan_from(found["plan"]), job.account_id
    if found["after"] < 0:
        p.let_go(account, plan.id)
        if not p.store.drop_head(account, plan, unchanged=job.kind == RETAIN):
            return _next(job, found, plan=None)  # somebody wrote meanwhile: it stays
        return _next(job, found, after=0)
    page = p.store.messages(account, plan.id, after=found["after"], limit=MESSAGES_A_STEP)
    gone = [each for each in page if each.at <= from_text(plan.until)]
    if gone:
        files = p.files.drop([key for each in gone for key in (*media_keys(each), *raw_keys(each))])
        for letter in filter(None, map(letter_of, gone)):  # pictures that no message shows
            files += p.files.drop_folder(files_folder(letter))
        beside = p.store.drop_messages(account, plan, gone)
        known = {*found.get("contacts", ()), *found.get("todo", ())}
        named = set().union(*map(people_of, gone)) if job.kind == ERASE else set()
        todo = [*found.get("todo", ()), *sorted(named - known)]
        job = job.counted({"messages": len(gone), "files": files, "beside": beside})
        return _next(job, found, after=gone[-1].seq, todo=todo)
    counts = p.store.drop_around(account, plan)
    files = p.files.drop_folder(f"media/{account}/{plan.id}/")
    job = job.counted({**counts, "files": files, "conversations": 1})
    senders = sorted({*map(tuple, found.get("senders", ())), (plan.channel_id, plan.sender)})
    return _next(
        job,
        found,
        plan=None,
        erased=sorted({*found.get("erased", ()), plan.id}),
        senders=[list(each) for each in senders] if job.kind == ERASE else [],
    )


# What is of the contact himself ----------------------------------------------------------------


def _contacts(p: PrivacyPorts, job: Job, found: Found) -> Job:
    account = job.account_id
    for contact_id in found["contacts"]:
        rows = p.store.drop_contact(account, contact_id)
        files = p.files.drop_folder(f"media/{account}/{contact_id}/")
        job = job.counted({"contacts": 1 if rows else 0, "rows": rows, "files": files})
    return _next(job, found, "callbacks")


def _callbacks(p: PrivacyPorts, job: Job, found: Found) -> Job:
    dropped, cursor = p.store.drop_callbacks(
        job.account_id, found["contacts"], found.get("cursor", "")
    )
    job = job.counted({"callbacks": dropped})
    return _next(job, found, cursor=cursor) if cursor else _next(job, found, "shelf", place=0)


def _shelf(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """What providers sent and what belongs to no conversation."""
    senders = [tuple(each) for each in found.get("senders", ())]
    channels = sorted({channel for channel, _ in senders})
    if found["place"] >= len(channels):
        return _next(job, found, "cards")
    channel = channels[found["place"]]
    words = {sender for of, sender in senders if of == channel} | set(found.get("words", ()))
    dropped, cursor = p.store.drop_shelved(job.account_id, channel, words, found.get("cursor", ""))
    job = job.counted({"rows": dropped})
    return _next(job, found, cursor=cursor, place=found["place"] + (not cursor))


def _cards(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """What colleagues pointed to in their own rooms carries the contact's name."""

    def drop(room: str, cursor: str) -> tuple[int, str]:
        return p.store.drop_cards(job.account_id, [room], found.get("erased", ()), cursor)

    def rooms() -> list[str]:
        return p.store.rooms(job.account_id, p.agents(job.account_id))

    return _through(job, found, rooms, drop, "ledgers")


def _ledgers(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """What the account's other systems were sent, and what they told."""
    ids, words = _ids(found), found.get("words", ())

    def drop(ledger: str, cursor: str) -> tuple[int, str]:
        return p.store.drop_logged(ledger, ids, words, cursor)

    following = "answers" if job.kind == ERASE else "words of messages"
    return _through(job, found, lambda: p.store.ledgers(job.account_id), drop, following)


def _answers(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """What programs were answered, and would be again if they repeated themselves."""
    ids, words = _ids(found), found.get("words", ())

    def drop(token: str, cursor: str) -> tuple[int, str]:
        return p.store.drop_answers(job.account_id, token, ids, words, cursor)

    return _through(job, found, lambda: p.store.tokens(job.account_id), drop, "files")


def _through(
    job: Job,
    found: Found,
    listed: Callable[[], list[str]],
    drop: Callable[[str, str], tuple[int, str]],
    following: str,
) -> Job:
    """Some pages of what is listed at the phase's beginning, one place after another."""
    left, cursor = found.get("left"), found.get("cursor", "")
    if left is None:
        left = listed()
    for _ in range(PAGES_A_STEP):
        if not left:
            return _next(job, found, following, left=None)
        dropped, cursor = drop(left[0], cursor)
        job = job.counted({"rows": dropped})
        left = left if cursor else left[1:]
    return _next(job, found, cursor=cursor, left=left)


def _ids(found: Found) -> set[str]:
    return {*found.get("contacts", ()), *found.get("erased", ())}


def _files(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """Exports and imports that he is in."""
    dropped, cursor = p.files.drop_holding(
        f"jobs/{job.account_id}/",
        _ids(found),
        found.get("words", ()),
        found.get("cursor", ""),
    )
    job = job.counted({"files": dropped})
    return _next(job, found, cursor=cursor) if cursor else _next(job, found, "words of messages")


def _words_of_messages(p: PrivacyPorts, job: Job, found: Found) -> Job:
    gone = set(found.get("erased", ()))
    following = "words of contacts" if job.kind == ERASE else "finish"
    if not gone:
        return _next(job, found, following)
    return _words_of(p, job, found, "messages", lambda id: id.rpartition("#")[0] in gone, following)


def _words_of_contacts(p: PrivacyPorts, job: Job, found: Found) -> Job:
    gone = set(found["contacts"])
    return _words_of(p, job, found, "contacts", lambda id: id in gone, "finish")


def _words_of(
    p: PrivacyPorts,
    job: Job,
    found: Found,
    kind: str,
    gone: Callable[[str], bool],
    following: str,
) -> Job:
    before = int(found.get("cursor") or 0)
    dropped, further = p.forget_words(job.account_id, kind, gone, before)
    job = job.counted({"words": dropped})
    return _next(job, found, cursor=str(further)) if further else _next(job, found, following)


# The end ---------------------------------------------------------------------------------------


def _finish(p: PrivacyPorts, job: Job, found: Found) -> Job:
    """Whoever wrote meanwhile, or was written to by what came late, is erased once more."""
    rounds = found.get("rounds", 0)
    if job.kind == ERASE and rounds < MOST_ROUNDS:
        trails = [p.store.trail(job.account_id, id) for id in found["contacts"]]
        if any(trail.rows for trail in trails):
            return _next(job, found, "gather", todo=found["contacts"], rounds=rounds + 1)
    receipt = Receipt(
        id=job.id,
        account_id=job.account_id,
        at=job.created_at,
        agent_id=job.agent_id,
        contact_id=job.given.get("contact_id", ""),
        counts={name: count for name, count in job.counts.items() if count},
    )
    if job.kind == ERASE or receipt.counts:
        p.store.put_receipt(receipt, found.get("erased", ()))
        p.note(receipt)
    return replace(job, found={}, total=job.at + 1).done()


PHASES: Mapping[str, Phase] = {
    "gather": _gather,
    "find": _find,
    "conversations": _conversations,
    "contacts": _contacts,
    "callbacks": _callbacks,
    "shelf": _shelf,
    "cards": _cards,
    "ledgers": _ledgers,
    "answers": _answers,
    "files": _files,
    "words of messages": _words_of_messages,
    "words of contacts": _words_of_contacts,
    "finish": _finish,
}
