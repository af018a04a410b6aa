"""What a WhatsApp user wrote, in the neutral form.

Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/
reference/messages and its pages by type (text, image, ..., interactive, order); kept in step with
facebook/openapi business-messaging-api_v23.0.yaml, `IncomingMessage`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from chalicelib.channels import reading
from chalicelib.channels.reading import Json, WrongShape, get, text
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    Referral,
)


def content_of(message: Json) -> Content | None:
    """The content by the message's `type`; None for a type that is no content of its own."""
    kind = text(message, "type", "")
    read = _READERS.get(kind)
    if read is None or kind not in message:
        return None
    return read(message)


def with_circumstances(message: Json, content: Content) -> Content:
    """Forwarding, the product asked about, the advertisement, and a group's author."""
    context = reading.get_or_empty(message, "context")
    forwarded = reading.flag(context, "forwarded") or reading.flag(context, "frequently_forwarded")
    data = dict(content.data or {})
    if "referred_product" in context:
        product = get(context, "referred_product")
        data["catalog_id"] = text(product, "catalog_id", "")
        data["product_retailer_id"] = text(product, "product_retailer_id", "")
    if "group_id" in message:
        data["author_id"] = text(message, "from", "") or text(message, "from_user_id", "")
    return replace(
        content,
        forwarded=forwarded,
        data=data or None,
        referral=_referral(get(message, "referral")) if "referral" in message else None,
    )


def _referral(referral: Json) -> Referral:
    """Of a click-to-WhatsApp advertisement. id: the click's, without it the advertisement's."""
    return Referral(
        source=text(referral, "source_type", "ad"),
        title=text(referral, "headline", ""),
        body=text(referral, "body", ""),
        url=text(referral, "source_url", ""),
        id=text(referral, "ctwa_clid", "") or text(referral, "source_id", ""),
    )


def _text(message: Json) -> Content:
    return Content(Kind.TEXT, text(get(message, "text"), "body"))


def _media(kind: Kind, field: str) -> Callable[[Json], Content]:
    def read(message: Json) -> Content:
        file = get(message, field)
        media = Media(
            mime=text(file, "mime_type", "application/octet-stream"),
            name=text(file, "filename", ""),
            provider_id=text(file, "id"),
        )
        voice = kind is Kind.AUDIO and reading.flag(file, "voice")
        return Content(Kind.VOICE if voice else kind, text(file, "caption", ""), (media,))

    return read


def _location(message: Json) -> Content:
    place = get(message, "location")
    return Content(
        Kind.LOCATION,
        location=Location(
            latitude=reading.coordinate(place, "latitude", 90),
            longitude=reading.coordinate(place, "longitude", 180),
            name=text(place, "name", ""),
            address=text(place, "address", ""),
            url=text(place, "url", ""),
        ),
    )


def _contacts(message: Json) -> Content:
    cards = tuple(_card(each) for each in reading.objects(message, "contacts"))
    if not cards:
        raise WrongShape("no contact")
    return Content(Kind.CONTACT, contacts=cards)


def _card(contact: Json) -> ContactCard:
    name = get(contact, "name")
    parts = (text(name, "first_name", ""), text(name, "last_name", ""))
    phones = (text(each, "phone", "") for each in reading.objects(contact, "phones"))
    emails = (text(each, "email", "") for each in reading.objects(contact, "emails"))
    return ContactCard(
        name=text(name, "formatted_name", "") or " ".join(filter(None, parts)),
        phones=tuple(filter(None, phones)),
        emails=tuple(filter(None, emails)),
        organisation=text(reading.get_or_empty(contact, "org"), "company", ""),
    )


def _button(message: Json) -> Content:
    """A quick-reply button of a template."""
    button = get(message, "button")
    title = text(button, "text")
    choice = Option(id=text(button, "payload", title), title=title)
    return Content(Kind.CHOICE, title, choice=choice)


def _interactive(message: Json) -> Content:
    reply = get(message, "interactive")
    kind = text(reply, "type")
    if kind in ("button_reply", "list_reply"):
        chosen = get(reply, kind)
        title = text(chosen, "title")
        option = Option(text(chosen, "id"), title, text(chosen, "description", ""))
        return Content(Kind.CHOICE, title, choice=option)
    if kind == "nfm_reply":
        return _form(reply)
    raise WrongShape(f"an interactive {kind}")


def _form(reply: Json) -> Content:
    """A flow (or India's address form) that was filled in: its answers, a line each."""
    form = get(reply, "nfm_reply")
    name = text(form, "name", "flow")
    try:
        answers = reading.an_object(json.loads(text(form, "response_json")))
    except (ValueError, RecursionError) as error:
        raise WrongShape("response_json") from error
    plain = {
        reading.clean(key): reading.clean(value) if isinstance(value, str) else reading.dump(value)
        for key, value in answers.items()
    }
    lines = [f"{key}: {value}" for key, value in plain.items() if key != "flow_token"]
    return Content(
        Kind.CHOICE,
        "\n".join(lines) or text(form, "body", ""),
        choice=Option(id=plain.get("flow_token", name), title=text(form, "body", name)),
        data=plain,
        provider_kind="nfm_reply",
        raw=reading.dump(reply),
    )


def _order(message: Json) -> Content:
    """A cart. item_price is in whole units of the currency."""
    order = get(message, "order")
    lines = []
    for item in reading.objects(order, "product_items"):
        price, currency = reading.number(item, "item_price"), text(item, "currency")
        many = reading.count(item, "quantity")
        lines.append(f"{many} × {text(item, 'product_retailer_id')}: {price:g} {currency}")
    note = text(order, "text", "")
    return Content(
        Kind.ORDER,
        "\n".join(filter(None, [note, *lines])),
        data={"catalog_id": text(order, "catalog_id", "")},
        provider_kind="order",
        raw=reading.dump(order),
    )


_READERS: dict[str, Callable[[Json], Content]] = {
    "text": _text,
    "image": _media(Kind.IMAGE, "image"),
    "video": _media(Kind.VIDEO, "video"),
    "audio": _media(Kind.AUDIO, "audio"),
    "document": _media(Kind.FILE, "document"),
    "sticker": _media(Kind.STICKER, "sticker"),
    "location": _location,
    "contacts": _contacts,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
}
