"""The public API over contacts."""

from __future__ import annotations

from chalicelib import wiring
from chalicelib.contacts import handles, listing, merging, service
from chalicelib.contacts.model import Contact
from chalicelib.contacts.phone import canonical
from chalicelib.entry._changes import tagging_of
from chalicelib.entry._http import checked_id
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import CONTACTS
from chalicelib.shared.clock import system_clock
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Outdated
from chalicelib.wire import v1, v1_records

ONE = "/contacts/{contact_id}"


@CONTACTS.get("/contacts")
def list_contacts(call: ApiCall, query: v1_records.ContactsQuery) -> v1_records.ContactList:
    """List contacts, or find them."""
    asked = [name for name in ("q", "email", "phone", "external_id") if getattr(query, name)]
    if len(asked) > 1:
        raise InvalidInput("give one of q, email, phone and external_id", field=asked[1])
    if asked == ["q"]:
        return _searched(call, query)
    if asked:
        return v1_records.ContactList(data=[views.contact(each) for each in _known(call, query)])
    at = call.place(query.cursor, "v1 contacts", query.sort)
    found, cursor = listing.page(
        wiring.contact_pages(),
        account_id=call.account_id,
        sort=query.sort,
        cursor=at.position,
        limit=query.limit,
    )
    return v1_records.ContactList(
        data=[views.contact(each) for each in found], next_cursor=at.after(cursor)
    )


def _searched(call: ApiCall, query: v1_records.ContactsQuery) -> v1_records.ContactList:
    from chalicelib.search import service as search

    at = call.place(query.cursor, "v1 found contacts", query.q)
    found = search.search_contacts(
        wiring.search_ports(),
        account_id=call.account_id,
        text=query.q,
        cursor=at.position,
        limit=query.limit,
    )
    return v1_records.ContactList(
        data=[views.contact(each) for each in found.hits],
        next_cursor=at.after(found.cursor),
    )


def _known(call: ApiCall, query: v1_records.ContactsQuery) -> list[Contact]:
    phone = canonical(query.phone) if query.phone else ""
    if query.phone and not phone:
        raise InvalidInput("no possible phone number", field="phone")
    wanted = handles.handles_of(query.email, phone, query.external_id)
    return handles.known(wiring.handle_ports(), call.account_id, wanted)


@CONTACTS.post(
    "/contacts",
    example={
        "name": "Ana Prado",
        "phone": "+55 11 98765-4321",
        "attributes": {"external_id": "42"},
    },
    creates=True,
    versioned=True,
)
def create_contact(call: ApiCall, body: v1_records.NewContact) -> v1_records.Contact:
    """Add a contact.

    Not looked for first: ask by e-mail, phone or external_id whether he is there.
    """
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


@CONTACTS.get(ONE, versioned=True)
def get_contact(call: ApiCall, contact_id: str) -> v1_records.Contact:
    """Read a contact."""
    return views.contact(_one(call, contact_id))


@CONTACTS.patch(ONE, versioned=True, audit="contact.blocked", audit_of="blocked")
def update_contact(
    call: ApiCall, contact_id: str, body: v1_records.ContactUpdate
) -> v1_records.Contact:
    """Change, tag or block a contact."""
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
    if body.blocked is not None:  # also as it is: a crash may have kept it from the channels
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


@CONTACTS.delete(ONE, scope="erasure:write", versioned=True, audit="contact.erase_asked")
def erase_contact(call: ApiCall, contact_id: str) -> v1_records.Job:
    """Erase a contact for good.

    With everything he wrote, in the background: follow the job. There is no way back.
    """
    from chalicelib import bindings_privacy
    from chalicelib.privacy import erasing

    contact = _one(call, contact_id)
    call.match(views.contact(contact))
    job = erasing.erase_job(
        account_id=call.account_id,
        agent_id=call.starter,
        contact_id=contact.merged_into or contact.id,
        now=system_clock(),
    )
    return views.job(bindings_privacy.start_job(job))


@CONTACTS.get(f"{ONE}/conversations", scope="conversations:read")
def list_conversations_of_contact(call: ApiCall, contact_id: str) -> v1.ConversationList:
    """List a contact's newest 50 conversations."""
    from chalicelib.conversations import service as conversations

    found = conversations.history(
        wiring.conversation_ports(), account_id=call.account_id, contact_id=contact_id
    )
    if not found:
        _one(call, contact_id)
    return v1.ConversationList(data=[views.conversation(each) for each in found])


@CONTACTS.post(f"{ONE}/merge", problems=CONFLICT, audit="contact.merged")
def merge_contacts(call: ApiCall, contact_id: str, body: v1_records.ContactMerge) -> v1_records.Job:
    """Make another contact part of this one.

    The two contacts first, their conversations in the background: follow the job.
    """
    from chalicelib.jobs import service as jobs

    _one(call, contact_id)
    try:
        other = _one(call, checked_id(body.other_id))
    except NotFound:
        raise InvalidInput("there is no such contact", field="other_id") from None
    job = merging.job(
        wiring.merge_ports(),
        account_id=call.account_id,
        contact_id=contact_id,
        agent_id=call.starter,
        other_id=other.id,
        theirs=body.take,
        now=system_clock(),
    )
    return views.job(jobs.start(wiring.job_ports(), job=job))


def _one(call: ApiCall, contact_id: str) -> Contact:
    return service.get(wiring.contact_ports(), account_id=call.account_id, contact_id=contact_id)
