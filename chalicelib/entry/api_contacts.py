"""The console's routes over contacts in number: lists, imports, exports, merges, the blacklist."""

from __future__ import annotations

from typing import Any

from chalice.app import Blueprint

from chalicelib.entry._cursor import pack, unpack
from chalicelib.entry._http import AgentCall, Answer, Routes, checked_id

blueprint = Blueprint(__name__)
routes = Routes(blueprint)


@routes.agent("GET", "/contacts")
def list_contacts(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import listing
    from chalicelib.contacts.codec import contact_view
    from chalicelib.wire.contacts import ContactsQuery

    asked = call.query(ContactsQuery)
    scope = (call.account_id, "contacts", asked.sort)
    found, cursor = listing.page(
        wiring.contact_pages(),
        account_id=call.account_id,
        sort=asked.sort,
        cursor=unpack(asked.cursor, *scope),
        limit=asked.limit,
    )
    return {"contacts": [contact_view(each) for each in found], "cursor": pack(cursor, *scope)}


@routes.agent("POST", "/contacts")
def create_contact(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import service
    from chalicelib.contacts.codec import contact_view
    from chalicelib.shared.clock import system_clock
    from chalicelib.wire.contacts import ContactRequest

    asked = call.body(ContactRequest)
    made = service.create(
        wiring.contact_ports(),
        account_id=call.account_id,
        client_id=f"{call.agent.id}#{asked.client_id}",
        now=system_clock(),
        name=asked.name,
        email=asked.email,
        phone=asked.phone,
        description=asked.description,
    )
    return contact_view(made)


@routes.agent("GET", "/contacts/{contact_id}/duplicates")
def list_duplicates(call: AgentCall, contact_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import handles, service
    from chalicelib.contacts.codec import contact_view

    contact = service.get(wiring.contact_ports(), **_ids(call, contact_id))
    found = handles.duplicates(wiring.handle_ports(), contact)
    return {"contacts": [contact_view(each) for each in found], "cursor": ""}


@routes.agent("POST", "/contacts/{contact_id}/merge")
def merge_contacts(call: AgentCall, contact_id: str) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import merging
    from chalicelib.shared.clock import system_clock
    from chalicelib.wire.contacts import MergeRequest

    asked = call.body(MergeRequest)
    return _started(
        merging.job(
            wiring.merge_ports(),
            **_ids(call, contact_id),
            agent_id=call.agent.id,
            other_id=checked_id(asked.other_id),
            theirs=asked.theirs,
            now=system_clock(),
        )
    )


@routes.agent("POST", "/contacts/{contact_id}/block")
def block_contact(call: AgentCall, contact_id: str) -> Answer:
    from chalicelib import bindings_blocking, wiring
    from chalicelib.contacts import service
    from chalicelib.contacts.codec import contact_view
    from chalicelib.wire.contacts import BlockRequest

    asked = call.body(BlockRequest)
    contact = service.set_blocked(
        wiring.contact_ports(),
        account_id=call.account_id,
        contact_id=checked_id(contact_id),
        blocked=asked.blocked,
        mark=bindings_blocking.everywhere,
    )
    return contact_view(contact)


# Imports and exports ---------------------------------------------------------------------------


@routes.administrator("POST", "/imports/uploads")
def upload(call: AgentCall) -> Answer:
    from chalicelib import wiring
    from chalicelib.contacts import importing
    from chalicelib.media import links
    from chalicelib.wire.contacts import ImportUpload

    asked = call.body(ImportUpload)
    made = links.upload(
        wiring.link_ports(),
        key=importing.new_key(call.account_id),
        mime=importing.MIME,
        size=importing.checked_size(asked.size),
    )
    return {"key": made.key, "url": made.url, "fields": made.fields}


@routes.administrator("POST", "/imports/preview")
def preview(call: AgentCall) -> Answer:
    from chalicelib import bindings
    from chalicelib.contacts import importing
    from chalicelib.wire.contacts import ImportPreviewRequest

    asked = call.body(ImportPreviewRequest)
    return importing.preview(bindings.fetch_job_file, account_id=call.account_id, key=asked.key)


@routes.administrator("POST", "/imports")
def start_import(call: AgentCall) -> Answer:
    from chalicelib import bindings
    from chalicelib.contacts import importing
    from chalicelib.shared.clock import system_clock
    from chalicelib.wire.contacts import ImportRequest

    asked = call.body(ImportRequest)
    return _started(
        importing.job(
            bindings.fetch_job_file,
            account_id=call.account_id,
            agent_id=call.agent.id,
            client_id=asked.client_id,
            now=system_clock(),
            key=asked.key,
            fields=asked.fields,
            on_duplicate=asked.on_duplicate,
            region=asked.region,
        )
    )


@routes.administrator("POST", "/exports")
def start_export(call: AgentCall) -> Answer:
    from chalicelib.contacts import exporting
    from chalicelib.shared.clock import system_clock
    from chalicelib.wire.contacts import ExportRequest

    asked = call.body(ExportRequest)
    return _started(
        exporting.job(
            account_id=call.account_id,
            agent_id=call.agent.id,
            client_id=asked.client_id,
            now=system_clock(),
        )
    )


@routes.agent("GET", "/jobs/{job_id}")
def show_job(call: AgentCall, job_id: str) -> Answer:
    from chalicelib.jobs.view import job_view

    return job_view(_own(call, job_id))


@routes.agent("GET", "/jobs")
def list_jobs(call: AgentCall) -> Answer:
    """`Jobs`: one's own of the last 30 days, the newest first."""
    from chalicelib import wiring
    from chalicelib.jobs import service
    from chalicelib.jobs.view import job_view

    found = service.own(wiring.job_ports(), account_id=call.account_id, agent_id=call.agent.id)
    return {"jobs": [job_view(job) for job in found]}


@routes.agent("POST", "/jobs/{job_id}/retry")
def retry_job(call: AgentCall, job_id: str) -> Answer:
    """`JobView`: one that got stuck goes on from where it stood. Repeatable."""
    from chalicelib import wiring
    from chalicelib.jobs import service
    from chalicelib.jobs.view import job_view

    return job_view(service.retry(wiring.job_ports(), job=_own(call, job_id)))


@routes.agent("GET", "/jobs/{job_id}/file")
def job_file(call: AgentCall, job_id: str) -> Answer:
    """What an export made, or the refused rows of an import."""
    from chalicelib import wiring
    from chalicelib.media import links
    from chalicelib.shared.errors import NotFound

    found = _own(call, job_id).found
    key = found.get("file") or found.get("report")
    if not key:
        raise NotFound("there is no file")
    return {"url": links.link(wiring.link_ports(), key)}


def _own(call: AgentCall, job_id: str) -> Any:
    """Raises NotFound for a colleague's job too: its file may hold more than one may see."""
    from chalicelib import wiring
    from chalicelib.jobs import service
    from chalicelib.shared.errors import NotFound

    ports = wiring.job_ports()
    job = service.get(ports, account_id=call.account_id, job_id=checked_id(job_id))
    if job.agent_id != call.agent.id:
        raise NotFound("no such job")
    return job


def _started(job: Any) -> dict[str, Any]:
    from chalicelib import wiring
    from chalicelib.jobs import service
    from chalicelib.jobs.view import job_view

    return job_view(service.start(wiring.job_ports(), job=job))


def _ids(call: AgentCall, contact_id: str) -> dict[str, str]:
    return {"account_id": call.account_id, "contact_id": checked_id(contact_id)}
