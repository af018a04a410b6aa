"""What callers of the public API may send: checked as an agent's words are."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.channels import policy
from chalicelib.channels.base import Limits
from chalicelib.entry._content import AGENT_KINDS, accept, keys_of
from chalicelib.entry.v1.call import ApiCall
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
)
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.wire import v1

FOLDER = "api"  # of files that were uploaded for no conversation yet


def accepted(call: ApiCall, asked: v1.NewContent, *, limits: Limits, folders: set[str]) -> Content:
    """folders: whose files may go, beside those for no conversation yet. Raises InvalidInput."""
    if asked.kind == "template":
        return _template(asked, limits)
    if asked.template is not None:
        raise InvalidInput("only a template has one", field="content.template")
    return accept(
        _content(asked),
        kinds=AGENT_KINDS,
        owns=keys_of(call.account_id, {FOLDER, *folders}),
        limits=limits,
    )


def _content(asked: v1.NewContent) -> Content:
    place = asked.location
    return Content(
        kind=Kind(asked.kind),
        text=asked.text,
        media=files(asked.media),
        location=Location(**place.model_dump()) if place else None,
        contacts=cards(asked.contacts),
        options=tuple(Option(**each.model_dump()) for each in asked.options),
    )


def files(asked: list[v1.NewFile]) -> tuple[Media, ...]:
    return tuple(Media(**each.model_dump()) for each in asked)


def cards(asked: list[v1.NewCard]) -> tuple[ContactCard, ...]:
    return tuple(
        ContactCard(each.name, tuple(each.phones), tuple(each.emails), each.organisation)
        for each in asked
    )


def _template(asked: v1.NewContent, limits: Limits) -> Content:
    """What it says is only shown to agents: the provider has the words."""
    if asked.template is None:
        raise InvalidInput("say which template", field="content.template")
    named = {"name": asked.template.name, "language": asked.template.language}
    clash = next((each for each in asked.template.variables if each in named), None)
    if clash:
        raise InvalidInput("is no name for a variable", field=f"content.template.variables.{clash}")
    content = Content(
        kind=Kind.TEMPLATE, text=asked.text, data={**asked.template.variables, **named}
    )
    policy.check(limits, content)
    return content


def moved(call: ApiCall, content: Content, folder: str) -> Content:
    """Its files as the conversation's own: contacts see no others."""
    from chalicelib import bindings_composer
    from chalicelib.media.links import new_key, owner_of

    kept = []
    for number, media in enumerate(content.media):
        if owner_of(media.key)[1] != FOLDER:
            kept.append(media)
            continue
        key = new_key(call.account_id, folder, media.name or media.key.rsplit("/", 1)[-1])
        try:
            bindings_composer.copy_file(media.key, key)
        except NotFound:
            raise InvalidInput(
                "this file was not uploaded", field=f"content.media.{number}.key"
            ) from None
        kept.append(replace(media, key=key))
    return replace(content, media=tuple(kept))
