"""All that is known of one contact, as a ZIP: a job in short steps, as erasing is.

`data.json` holds the contact, what stands beside him, and his conversations with every message,
note and quiet line; `files/` what was sent, up to a size; what is larger is named with a link.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.contacts.codec import contact_view
from chalicelib.conversations import codec
from chalicelib.conversations.model import Conversation, Message
from chalicelib.jobs.model import Job
from chalicelib.privacy.ports import PrivacyPorts
from chalicelib.shared.errors import NotFound
from chalicelib.shared.ids import derived_id

KIND = "take_out"
MESSAGES_A_STEP = 300
MOST_BYTES = 60 * 1024 * 1024  # of files in the archive: it is put together in memory
_HIDDEN = frozenset({"raw", "data"})  # what providers sent in their own form

Phase = Callable[[PrivacyPorts, Job, dict[str, Any]], Job]


def take_out_job(*, account_id: str, agent_id: str, contact_id: str, now: datetime) -> Job:
    minute = now.strftime("%Y-%m-%dT%H:%M")
    return Job(
        id=derived_id(account_id, KIND, contact_id, agent_id, minute),
        account_id=account_id,
        kind=KIND,
        agent_id=agent_id,
        created_at=now,
        given={"contact_id": contact_id},
    )


def step(p: PrivacyPorts, before: Job) -> Job:
    found = dict(before.found)
    after = PHASES[found.setdefault("phase", "gather")](p, before, found)
    return after if after.state is not before.state else replace(after, at=before.at + 1)


def _gather(p: PrivacyPorts, job: Job, found: dict[str, Any]) -> Job:
    """The contact, and whoever became part of him."""
    account = job.account_id
    todo: list[str] = [job.given["contact_id"]]
    people, beside, ids = [], {}, set()
    while todo:
        contact_id = todo.pop()
        if contact_id in beside:
            continue
        trail = p.store.trail(account, contact_id)
        contact = p.store.contact(account, contact_id)
        if contact:
            people.append(contact_view(contact))
        beside[contact_id] = p.store.beside(account, contact_id)
        ids |= set(trail.conversation_ids)
        todo += trail.part_ids
    part = _put(p, job, {"contacts": people, "beside": beside})
    more = {"phase": "conversations", "parts": [part], "conversations": sorted(ids)}
    return replace(job, found={**found, **more})


def _conversations(p: PrivacyPorts, job: Job, found: dict[str, Any]) -> Job:
    left: list[str] = found["conversations"]
    if not left:
        return replace(job, found={**found, "phase": "finish"})
    head = p.store.head(job.account_id, left[0])
    after = found.get("after", 0)
    page = p.store.messages(job.account_id, left[0], after=after, limit=MESSAGES_A_STEP)
    if head is None:
        return replace(job, found={**found, "conversations": left[1:], "after": 0})
    part = _put(p, job, {"conversation": _head(head), "messages": [_message(m) for m in page]})
    more: dict[str, Any] = {"parts": [*found["parts"], part], "after": page[-1].seq if page else 0}
    if len(page) < MESSAGES_A_STEP:
        more |= {"conversations": left[1:], "after": 0}
        job = job.counted({"conversations": 1})
    return replace(job.counted({"messages": len(page)}), found={**found, **more})


def _finish(p: PrivacyPorts, job: Job, found: dict[str, Any]) -> Job:
    parts = [json.loads(p.fetch(key)) for key in found["parts"]]
    talks: dict[str, dict[str, Any]] = {}
    for part in parts[1:]:
        talk = talks.setdefault(
            part["conversation"]["id"], {**part["conversation"], "messages": []}
        )
        talk["messages"] += part["messages"]
    document = {**parts[0], "conversations": list(talks.values()), "files": []}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for media in _files(talks):
            document["files"].append(_packed_file(p, packed, media))
        text = json.dumps(document, ensure_ascii=False, indent=1)
        packed.writestr("data.json", text)
    key = f"jobs/{job.account_id}/{job.id}/contact.zip"
    p.put(key, archive.getvalue(), "application/zip")
    return replace(job, total=job.at + 1, found={"file": key}).done()


def _packed_file(
    p: PrivacyPorts, archive: zipfile.ZipFile, media: Mapping[str, Any]
) -> dict[str, str]:
    """Where it lies in the archive, or a link that works for an hour if it is too large for it."""
    key = str(media["key"])
    held = sum(each.file_size for each in archive.infolist())
    if held + int(media.get("size") or 0) > MOST_BYTES:
        return {"key": key, "link": p.link(key)}
    try:
        body = p.fetch(key)
    except NotFound:
        return {"key": key, "missing": "it was never uploaded, or is gone"}
    place = f"files/{'/'.join(key.split('/')[2:])}"
    archive.writestr(place, body)
    return {"key": key, "file": place}


def _files(talks: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for talk in talks.values():
        for message in talk["messages"]:
            for media in message["content"].get("media", ()):
                if media.get("key"):
                    found[media["key"]] = media
    return list(found.values())


def _put(p: PrivacyPorts, job: Job, part: Mapping[str, Any]) -> str:
    key = f"jobs/{job.account_id}/{job.id}/part-{job.at:06d}.json"
    p.put(key, json.dumps(part, ensure_ascii=False).encode(), "application/json")
    return key


def _head(head: Conversation) -> dict[str, Any]:
    names = ("id", "channel_kind", "channel_id", "opened_at", "last_at", "status", "rating")
    return {name: codec.pack(getattr(head, name)) for name in (*names, "tags", "attributes")}


def _message(message: Message) -> dict[str, Any]:
    packed: dict[str, Any] = codec.pack(message)
    content = {name: value for name, value in packed["content"].items() if name not in _HIDDEN}
    kept = ("seq", "author", "visibility", "at", "reactions", "edited_at", "deleted_at")
    return {**{name: packed[name] for name in kept if name in packed}, "content": content}


PHASES: Mapping[str, Phase] = {
    "gather": _gather,
    "conversations": _conversations,
    "finish": _finish,
}
