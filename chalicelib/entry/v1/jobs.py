"""The public API over long work: contacts from a file, and following what a token started."""

from __future__ import annotations

from chalicelib import bindings, wiring
from chalicelib.contacts import importing
from chalicelib.entry.v1 import views
from chalicelib.entry.v1.call import ApiCall
from chalicelib.entry.v1.registry import CONFLICT
from chalicelib.entry.v1.resources import CONTACTS
from chalicelib.jobs import service
from chalicelib.jobs.model import Job
from chalicelib.media import links
from chalicelib.shared.clock import system_clock
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.wire import v1_records as v1


@CONTACTS.post(
    "/imports",
    example={
        "key": "jobs/01m821w6zt5s243sx4/uploads/5fJx0Zq",
        "fields": ["name", "phone", "attribute:plan", ""],
        "region": "BR",
    },
    creates=True,
    audit="contact.imported",
)
def import_contacts(call: ApiCall, body: v1.NewImport) -> v1.Job:
    """Import contacts from a CSV file.

    At most 10,000 rows and 10 MB, in the background: follow the job.
    """
    try:
        job = importing.job(
            bindings.fetch_job_file,
            account_id=call.account_id,
            agent_id=call.starter,
            client_id=call.client_id,
            now=system_clock(),
            key=body.key,
            fields=body.fields,
            on_duplicate=body.on_duplicate,
            region=body.region,
        )
    except NotFound:
        raise InvalidInput("this file was not uploaded", field="key") from None
    except InvalidInput as refusal:
        if refusal.field != "file":
            raise
        raise InvalidInput(refusal.detail, field="key") from None
    return views.job(service.start(wiring.job_ports(), job=job))


@CONTACTS.get("/jobs/{job_id}")
def get_job(call: ApiCall, job_id: str) -> v1.Job:
    """Follow a job that this token started."""
    return views.job(_own(call, job_id))


@CONTACTS.post("/jobs/{job_id}/retry", problems=CONFLICT)
def retry_job(call: ApiCall, job_id: str) -> v1.Job:
    """Go on with a job that got stuck.

    It failed as `stuck`. 409 for one that is over, or that failed for a reason of its own.
    """
    return views.job(service.retry(wiring.job_ports(), job=_own(call, job_id)))


@CONTACTS.get("/jobs/{job_id}/file")
def get_job_file(call: ApiCall, job_id: str) -> v1.JobFile:
    """Get the file of a job: the rows of an import that were refused, and why."""
    key = views.file_of(_own(call, job_id))
    if not key:
        raise NotFound("there is no file")
    return v1.JobFile(url=links.link(wiring.link_ports(), key))


def _own(call: ApiCall, job_id: str) -> Job:
    job = service.get(wiring.job_ports(), account_id=call.account_id, job_id=job_id)
    if job.agent_id != call.starter:
        raise NotFound("no such job")
    return job
