"""The public API over contacts."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.contacts import handles, listing, merging, service
from chalicelib.contacts.model import Contact
from chalicelib.contacts.phone import canonical
from chalicelib.entry._changes import tagging_of
from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import operation
from chalicelib.shared.clock import system_clock
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Outdated
from chalicelib.wire import v1, v1_records

GROUP = "Contacts"
READ, WRITE = "contacts:read", "contacts:write"
ONE = "/contacts/{contact_id}"


@operation(
    "GET",
    "/contacts",
    scope=READ,
    group=GROUP,
    summary="List contacts, or find them",
    query=v1_records.ContactsQuery,
    answer=v1_records.ContactList,
)
def list_contacts(call: ApiCall, query: v1_records.ContactsQuery) -> v1_records.ContactList:
    asked = [name for name in ("q", "email", "phone", "external_id") if getattr(query, name)]
    if len(asked) > 1:
        raise InvalidInput("give one of q, email, phone and external_id", field=asked[1])
    if asked == ["q"]:
        return _searched(call, query)
    if asked:
        return v1_records.ContactList(data=[views.contact(each) for each in _known(call, query)])
    scope = (call.account_id, "v1 contacts", query.sort)
    found, cursor = listing.page(
        wiring.contact_pages(),
        account_id=call.account_id,
        sort=query.sort,
        cursor=unpack(query.cursor, *scope),
        limit=query.limit,
    )
    return v1_records.ContactList(
        data=[views.contact(each) for each in found], next_cursor=pack(cursor, *scope) or None
    )


def _searched(call: ApiCall, query: v1_records.ContactsQuery) -> v1_records.ContactList:
    from chalicelib.search import service as search

    scope = (call.account_id, "v1 contacts", query.q)
    found = search.search_contacts(
        wiring.search_ports(),
        account_id=call.account_id,
        text=query.q,
        cursor=unpack(query.cursor, *scope),
        limit=query.limit,
    )
    return v1_records.ContactList(
        data=[views.contact(each) for each in found.hits],
        next_cursor=pack(found.cursor, *scope) or None,
    )


def _known(call: ApiCall, query: v1_records.ContactsQuery) -> list[Contact]:
    phone = canonical(query.phone) if query.phone else ""
    if query.phone and not phone:
        raise InvalidInput("no possible phone number", field="phone")
    wanted = handles.handles_of(query.email, phone, query.external_id)
    return handles.known(wiring.handle_ports(), call.account_id, wanted)


@operation(
    "POST",
    "/contacts",
    scope=WRITE,
    group=GROUP,
    summary="Add a contact",
    body=v1_records.NewContact,
    example={
        "name": "Ana Prado",
        "phone": "+55 11 98765-4321",
        "attributes": {"external_id": "42"},
    },
    answer=v1_records.Contact,
    creates=True,
    versioned=True,
)
def create_contact(call: ApiCall, body: v1_records.NewContact) -> v1_records.Contact:
    """Not looked for first: ask by e-mail, phone or external_id whether he is there."""
    ports, tags = wiring.contact_ports(), tagging_of(call.account_id, body.tags, ())
    made = service.create(
        ports,
        account_id=call.account_id,
        client_id=f"{call.token.id}#{call.client_id}",
        now=system_clock(),
        name=body.name,
        email=body.email,
        phone=body.phone,
        description=body.description,
    )
    if body.language or body.attributes or tags:
        made = service.change(
            ports,
            account_id=call.account_id,
            contact_id=made.id,
            language=body.language or None,
            attributes=dict(body.attributes) or None,
            tags=tags,
        )
    return views.contact(made)


@operation(
    "GET",
    ONE,
    scope=READ,
    group=GROUP,
    summary="Read a contact",
    answer=v1_records.Contact,
    versioned=True,
)
def get_contact(call: ApiCall, contact_id: str) -> v1_records.Contact:
    return views.contact(_one(call, contact_id))


@operation(
    "PATCH",
    ONE,
    scope=WRITE,
    group=GROUP,
    summary="Change, tag or block a contact",
    body=v1_records.ContactUpdate,
    answer=v1_records.Contact,
    versioned=True,
    audit="contact.blocked",
    audit_of="blocked",
)
def update_contact(
    call: ApiCall, contact_id: str, body: v1_records.ContactUpdate
) -> v1_records.Contact:
    from chalicelib import bindings_blocking

    ports, before = wiring.contact_ports(), _one(call, contact_id)
    call.match(views.contact(before))
    try:
        after = service.change(
            ports,
            account_id=call.account_id,
            contact_id=contact_id,
            name=body.name,
            email=body.email,
            phone=body.phone,
            description=body.description,
            language=body.language,
            attributes=None if body.attributes is None else dict(body.attributes),
            tags=tagging_of(call.account_id, body.add_tags, body.remove_tags),
            version=before.version if call.conditional else None,
            vouched=True,
        )
    except Conflict:
        raise Outdated("it has changed since you read it") from None
    if body.blocked is not None and body.blocked != after.blocked:
        alone = call.conditional and after.version == before.version
        after = service.set_blocked(
            ports,
            account_id=call.account_id,
            contact_id=after.id,
            blocked=body.blocked,
            mark=bindings_blocking.everywhere,
            version=before.version if alone else None,
        )
    return views.contact(after)


@operation(
    "DELETE",
    ONE,
    scope="erasure:write",
    group=GROUP,
    summary="Erase a contact for good",
    answer=v1_records.Job,
    versioned=True,
    audit="contact.erase_asked",
)
def erase_contact(call: ApiCall, contact_id: str) -> v1_records.Job:
    """With everything he wrote, in the background: follow the job. There is no way back."""
    from chalicelib import bindings_privacy
    from chalicelib.privacy import erasing

    contact = _one(call, contact_id)
    call.match(views.contact(contact))
    job = erasing.erase_job(
        account_id=call.account_id,
        agent_id=_starter(call),
        contact_id=contact.merged_into or contact.id,
        now=system_clock(),
    )
    return views.job(bindings_privacy.start_job(job))


@operation(
    "GET",
    f"{ONE}/conversations",
    scope="conversations:read",
    group=GROUP,
    summary="List a contact's newest 50 conversations",
    answer=v1.ConversationList,
)
def list_conversations_of_contact(call: ApiCall, contact_id: str) -> v1.ConversationList:
    from chalicelib.conversations import service as conversations

    found = conversations.history(
        wiring.conversation_ports(), account_id=call.account_id, contact_id=contact_id
    )
    if not found:
        _one(call, contact_id)
    return v1.ConversationList(data=[views.conversation(each) for each in found])


@operation(
    "POST",
    f"{ONE}/merge",
    scope=WRITE,
    group=GROUP,
    summary="Make another contact part of this one",
    body=v1_records.ContactMerge,
    answer=v1_records.Job,
    problems=((409, "conflict"),),
    audit="contact.merged",
)
def merge_contacts(call: ApiCall, contact_id: str, body: v1_records.ContactMerge) -> v1_records.Job:
    """The two contacts first, their conversations in the background: follow the job."""
    from chalicelib.entry._http import checked_id
    from chalicelib.jobs import service as jobs

    job = merging.job(
        wiring.merge_ports(),
        account_id=call.account_id,
        contact_id=contact_id,
        agent_id=_starter(call),
        other_id=checked_id(body.other_id),
        theirs=body.take,
        now=system_clock(),
    )
    return views.job(jobs.start(wiring.job_ports(), job=job))


@operation(
    "GET",
    "/jobs/{job_id}",
    scope="contacts:read",
    group=GROUP,
    summary="Follow a job that this token started",
    answer=v1_records.Job,
)
def get_job(call: ApiCall, job_id: str) -> v1_records.Job:
    from chalicelib.jobs import service as jobs

    job = jobs.get(wiring.job_ports(), account_id=call.account_id, job_id=job_id)
    if job.agent_id != _starter(call):
        raise NotFound("no such job")
    return views.job(job)


def _starter(call: ApiCall) -> str:
    """Nobody's id: no screen is told."""
    return f"token-{call.token.id}"


def _one(call: ApiCall, contact_id: str) -> Contact:
    return service.get(wiring.contact_ports(), account_id=call.account_id, contact_id=contact_id)
