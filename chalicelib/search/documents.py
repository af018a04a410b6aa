"""What of a message and of a contact can be searched for. Pure."""

from __future__ import annotations

from chalicelib.contacts.model import Contact
from chalicelib.conversations.model import Message, Visibility
from chalicelib.search.segments import Entry
from chalicelib.search.words import fold

MESSAGES, CONTACTS = "messages", "contacts"


def message_text(message: Message) -> str:
    """As people read it, for the snippet too: '' if there is nothing to be found."""
    if message.visibility is Visibility.EVENT or message.deleted_at:
        return ""
    content = message.content
    place = content.location
    parts = [
        content.text,
        *(media.name for media in content.media),
        *(f"{place.name} {place.address}" for place in (place,) if place),
        *(
            " ".join((card.name, card.organisation, *card.phones, *card.emails))
            for card in content.contacts
        ),
        *(option.title for option in content.options),
        content.choice.title if content.choice else "",
    ]
    return " · ".join(part.strip() for part in parts if part and part.strip())


def message_entry(message: Message) -> Entry:
    return Entry(f"{message.conversation_id}#{message.seq}", fold(message_text(message)))


def contact_text(contact: Contact) -> str:
    """Names of attributes are no words of the contact; their values are."""
    return " ".join(
        filter(
            None,
            (
                contact.name,
                contact.email,
                contact.phone,
                *contact.attributes.values(),
                contact.description,
            ),
        )
    )


def contact_entry(contact: Contact) -> Entry:
    return Entry(contact.id, fold(contact_text(contact)))


def place_of(identifier: str) -> tuple[str, int]:
    """A message's document id: conversation and seq."""
    conversation_id, _, seq = identifier.rpartition("#")
    return conversation_id, int(seq)
