"""Quick responses: kept, and put into a conversation with their variables filled in."""

from __future__ import annotations

import re
from dataclasses import replace

from chalicelib.replies.model import FOLDER, SAMPLE, Draft, Filled, QuickResponse
from chalicelib.replies.ports import ReplyPorts
from chalicelib.shared.content import Media
from chalicelib.shared.errors import Conflict, InvalidInput, NotFound, Outdated
from chalicelib.shared.ids import AccountId, new_id

MOST_SHARED = 500
MOST_OWN = 200
MOST_TEXT = 8_000  # characters
MOST_FILES = 10
MOST_CARDS = 5

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


def catalogue(p: ReplyPorts, *, account_id: str, agent_id: str) -> list[QuickResponse]:
    """The shared ones and the agent's own, by code: one query each."""
    found = [*p.store.catalogue(account_id, ""), *p.store.catalogue(account_id, agent_id)]
    return sorted(found, key=lambda each: (each.code, each.owner_id))


def add(
    p: ReplyPorts, *, account_id: str, owner_id: str, draft: Draft, id: str = ""
) -> QuickResponse:
    """id: of whoever may repeat it; the same again makes nothing. Raises InvalidInput, naming the
    field and, in a text, the place."""
    now = p.clock()
    kept = _checked(p, account_id, draft)
    others = p.store.catalogue(account_id, owner_id)
    there = next((each for each in others if each.id == id), None)
    if there is not None:
        return there
    most = MOST_OWN if owner_id else MOST_SHARED
    if len(others) >= most:
        raise InvalidInput(f"there are {most} already", field="name")
    _refuse_same_code(others, kept.code, "")
    made = QuickResponse(
        id=id or new_id(now),
        account_id=AccountId(account_id),
        owner_id=owner_id,
        name=kept.name,
        code=kept.code,
        text=kept.text,
        media=kept.media,
        contacts=kept.contacts,
        updated_at=now,
    )
    p.store.add(made)
    return made


def change(
    p: ReplyPorts, *, account_id: str, owner_id: str, id: str, version: int, draft: Draft
) -> QuickResponse:
    """Replace what its author wrote. Raises NotFound, InvalidInput, or Conflict if somebody was
    faster than `version`."""
    before = _of(p, account_id, owner_id, id)
    kept = _checked(p, account_id, draft)
    _refuse_same_code(p.store.catalogue(account_id, owner_id), kept.code, id)
    after = replace(
        before,
        name=kept.name,
        code=kept.code,
        text=kept.text,
        media=kept.media,
        contacts=kept.contacts,
        updated_at=p.clock(),
        version=before.version + 1,
    )
    if before.version != version or not p.store.replace(before, after):
        raise Conflict("somebody changed this quick response meanwhile")
    return after


def remove(
    p: ReplyPorts,
    *,
    account_id: str,
    owner_id: str,
    id: str,
    read: QuickResponse | None = None,
) -> None:
    """read: only if it is still as that was read. Raises NotFound or Outdated."""
    found = read or _of(p, account_id, owner_id, id)
    if not p.store.remove(found, as_read=read is not None):
        raise Outdated("somebody changed this quick response meanwhile")


def find(p: ReplyPorts, *, account_id: str, agent_id: str, id: str) -> QuickResponse:
    """One that this agent may use: his own, or a shared one. Raises NotFound."""
    found = p.store.get(account_id, agent_id, id) or p.store.get(account_id, "", id)
    if found is None:
        raise NotFound("no such quick response")
    return found


def use(p: ReplyPorts, *, account_id: str, agent_id: str, id: str, conversation_id: str) -> Filled:
    """Fill it in for this conversation. Its files are copied, so that the conversation's are its
    own: they stay when the quick response goes. Raises NotFound."""
    from chalicelib.replies import templates

    response = find(p, account_id=account_id, agent_id=agent_id, id=id)
    values = p.values(account_id, agent_id, conversation_id)
    text, missing = templates.fill(response.text, values) if response.text else ("", ())
    copied = tuple(_copy(p, account_id, conversation_id, media) for media in response.media)
    return Filled(text, copied, response.contacts, missing)


def preview(
    p: ReplyPorts, *, account_id: str, agent_id: str, text: str, conversation_id: str
) -> Filled:
    """A text that is being written, as it would go out; without a conversation, to somebody made
    up. Raises InvalidInput (text) or NotFound."""
    from chalicelib.replies import templates

    templates.check(text)
    values = p.values(account_id, agent_id, conversation_id) if conversation_id else SAMPLE
    words, missing = templates.fill(text, values)
    return Filled(words, missing=missing)


def _copy(p: ReplyPorts, account_id: str, conversation_id: str, media: Media) -> Media:
    key = p.new_key(account_id, conversation_id, media.name or media.key.rsplit("/", 1)[-1])
    p.copy(media.key, key)
    return replace(media, key=key)


def _of(p: ReplyPorts, account_id: str, owner_id: str, id: str) -> QuickResponse:
    found = p.store.get(account_id, owner_id, id)
    if found is None:
        raise NotFound("no such quick response")
    return found


def _refuse_same_code(others: list[QuickResponse], code: str, own: str) -> None:
    if any(each.code == code and each.id != own for each in others):
        raise InvalidInput("another quick response has this shortcut", field="code")


def _checked(p: ReplyPorts, account_id: str, draft: Draft) -> Draft:
    name, code = draft.name.strip(), draft.code.strip().lower().removeprefix("/")
    if not name:
        raise InvalidInput("a name is needed", field="name")
    if not _CODE.fullmatch(code):
        raise InvalidInput("up to 32 of the letters a to z, digits, - and _", field="code")
    if not (draft.text.strip() or draft.media or draft.contacts):
        raise InvalidInput("write something, or attach something", field="text")
    if len(draft.text) > MOST_TEXT:
        raise InvalidInput(f"longer than {MOST_TEXT} characters", field="text")
    if "{{" in draft.text or "{%" in draft.text:
        from chalicelib.replies import templates

        templates.check(draft.text)
    _check_attachments(p, account_id, draft)
    return replace(draft, name=name, code=code)


def _check_attachments(p: ReplyPorts, account_id: str, draft: Draft) -> None:
    if len(draft.media) > MOST_FILES:
        raise InvalidInput(f"more than {MOST_FILES} files", field="media")
    for number, media in enumerate(draft.media):
        try:
            owner = p.owner_of(media.key)
        except InvalidInput:
            owner = ("", "")
        if owner != (account_id, FOLDER):
            raise InvalidInput("upload the file first", field=f"media.{number}.key")
    if len(draft.contacts) > MOST_CARDS:
        raise InvalidInput(f"more than {MOST_CARDS} contact cards", field="contacts")
    for number, card in enumerate(draft.contacts):
        if not card.name.strip():
            raise InvalidInput("a name is needed", field=f"contacts.{number}.name")
