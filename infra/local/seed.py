"""The demo account: `python -m infra.local.seed`, with a stack's environment, prints it as JSON.

Repeatable: what is there already stays as its people have made it since.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chalicelib.accounts.model import AccountPage, ChannelRecord
    from chalicelib.accounts.ports import AccountPorts

PASSWORD = "tertulia-demo-1"
DEMO_PHONE_NUMBER_ID = "100000000000001"
DEMO_INSTAGRAM_ID = "17841400000000005"


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    role: str


OWNER = Person("Olivia Owner", "owner@demo.example", "owner")
AGENTS = (
    Person("Ana Ribeiro", "ana@demo.example", "agent"),
    Person("Ben Carter", "ben@demo.example", "agent"),
)
#: Credentials of the demo's providers. They open nothing but the emulators.
CHANNELS: tuple[tuple[str, str, dict[str, str], dict[str, str]], ...] = (
    (
        "website",
        "Café Tertulia",
        {
            "title": "Café Tertulia",
            "greeting": "Hello! Ask us anything about coffee, tea and your order.",
            "colour": "#0b7285",
        },
        {},
    ),
    ("telegram", "Telegram", {}, {"token": "700000001:demo-tertulia-telegram-token"}),
    (
        "whatsapp",
        "WhatsApp",
        {"phone_number_id": DEMO_PHONE_NUMBER_ID, "waba_id": "100000000000002"},
        {
            "access_token": "demo-tertulia-whatsapp-token",
            "app_secret": "d3a0" * 8,
            "verify_token": "demo-verify-token",
        },
    ),
    (
        "messenger",
        "Messenger",
        {"page_id": "100000000000003"},
        {
            "access_token": "demo-tertulia-messenger-token",
            "app_secret": "d3a1" * 8,
            "verify_token": "demo-verify-token",
        },
    ),
    (
        "instagram",
        "Instagram",
        {"page_id": "100000000000004"},
        {
            "access_token": "demo-tertulia-instagram-token",
            "app_secret": "d3a2" * 8,
            "verify_token": "demo-verify-token",
        },
    ),
    ("viber", "Viber", {}, {"token": "445da6az1s345z78-demo0tertulia0viber-token"}),
    ("vk", "VK", {}, {"access_token": "vk1.a.demo-tertulia-vk-token"}),
)


def seed(ports: AccountPorts) -> AccountPage:
    from chalicelib.accounts import channels, service
    from chalicelib.accounts.model import Role

    owner = service.create_account(
        ports,
        name="Café Tertulia",
        owner_name=OWNER.name,
        email=OWNER.email,
        password=PASSWORD,
    )
    account = owner.account_id
    team = [
        service.add_agent(
            ports,
            account_id=account,
            name=person.name,
            email=person.email,
            role=Role(person.role),
            password=PASSWORD,
        )
        for person in AGENTS
    ]
    page = ports.store.page(account)
    there = {queue.name: queue.id for queue in page.queues}
    for name, members in (("Sales", team[:1]), ("Support", team)):
        if name not in there:
            ids = tuple(agent.id for agent in members)
            there[name] = service.add_queue(ports, account_id=account, name=name, member_ids=ids).id
    kinds = {channel.kind for channel in page.channels}
    for kind, name, settings, secrets in CHANNELS:
        if kind not in kinds:
            channels.add_channel(
                ports,
                account_id=account,
                kind=kind,
                name=name,
                settings=settings,
                secrets=secrets,
                queue_id=there["Support"],
            )
    return ports.store.page(account)


def connect(ports: AccountPorts, page: AccountPage) -> None:
    """Set the providers' webhooks; only when emulators stand in for the providers."""
    from chalicelib.accounts import channels

    for channel in page.channels:
        if channel.kind in ("website", "custom"):
            continue
        channels.connect(ports, account_id=channel.account_id, channel_id=channel.id)
        if channel.kind in ("messenger", "instagram"):
            _tell_dashboard(ports.base_urls[channel.kind], channels.webhook_url(ports, channel))


def _tell_dashboard(emulator: str, webhook: str) -> None:
    """An owner pastes the address and the token into Meta's form; the stand-in takes them here."""
    told = {"url": webhook, "verify_token": "demo-verify-token"}
    _tell(f"{emulator}/_control/webhook", told)


def connect_own_app(ports: AccountPorts, page: AccountPage) -> None:
    """The shop's own app, beside the providers' stand-ins: new keys each time, and it is told."""
    from chalicelib.accounts import channel_keys, channels

    app = ports.base_urls["viber"].removesuffix("viber") + "custom"
    account, settings = page.account.id, {"url": f"{app}/messages"}
    known = next((each for each in page.channels if each.kind == "custom"), None)
    channel = known or channels.add_channel(
        ports, account_id=account, kind="custom", name="Shop app", settings=settings, secrets={}
    )
    channels.change_channel(ports, account_id=account, channel_id=channel.id, settings=settings)
    keys = channel_keys.renew(ports, account_id=account, channel_id=channel.id)
    _tell(f"{app}/_control/channel", {"address": keys.address, "key": keys.signing_key})
    channels.connect(ports, account_id=account, channel_id=channel.id)


def _tell(url: str, what: Mapping[str, str]) -> None:
    from urllib.request import Request, urlopen

    headers = {"Content-Type": "application/json"}
    request = Request(url, data=json.dumps(what).encode(), headers=headers, method="POST")
    urlopen(request, timeout=30).close()


def draw(page: AccountPage) -> None:
    """A flow to look at, if there is none: a draft, which no contact meets."""
    from chalicelib import wiring
    from chalicelib.flows import service, templates

    flows, account = wiring.flow_ports(), page.account.id
    if service.catalogue(flows, account_id=account):
        return
    first = templates.gallery(page.account.language)[0]
    owner = next(agent.id for agent in page.agents if agent.email == OWNER.email)
    service.add(flows, account_id=account, name=first.name, graph=first.graph, by=owner)


def told(ports: AccountPorts, page: AccountPage) -> dict[str, object]:
    """What `.local/stack.json` says of the account."""
    people = (OWNER, *AGENTS)
    return {
        "accounts": [
            {"email": person.email, "password": PASSWORD, "role": person.role} for person in people
        ],
        "channels": [_channel(ports, channel) for channel in page.channels],
    }


def _channel(ports: AccountPorts, channel: ChannelRecord) -> dict[str, object]:
    from chalicelib.accounts import channels

    opened = channels.get_channel(ports, channel_id=channel.id)
    return {
        "id": channel.id,
        "kind": channel.kind,
        "webhook": channels.webhook_url(ports, channel),
        "secrets": {name: opened.secrets[name] for name in channel.secret_names},
    }


def admit_mail() -> None:
    """On AWS the owner of an address clicks on a link; the emulator believes us."""
    from chalicelib.settings import settings
    from chalicelib.shared import aws

    client, here = aws.mail(), settings()
    for identity in filter(None, (here.mail_sender, here.mail_domain)):
        with contextlib.suppress(client.exceptions.AlreadyExistsException):
            client.create_email_identity(EmailIdentity=identity)


def main() -> None:
    import sys

    from chalicelib import wiring

    admit_mail()
    ports = wiring.account_ports()
    page = seed(ports)
    if "--connect" in sys.argv:
        connect(ports, page)
        connect_own_app(ports, page)
        page = ports.store.page(page.account.id)
    draw(page)
    new = False
    if "--past" in sys.argv:
        from infra.local import past_keeping

        new = past_keeping.write(page) > 0
    print(json.dumps({**told(ports, page), "new": new}))


if __name__ == "__main__":
    main()
