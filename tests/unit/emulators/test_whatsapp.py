"""The emulated Cloud API against the product's own adapter: each keeps the other true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import (
    InboundEvent,
    InboundMessage,
    InboundStatus,
    ProviderRequest,
    Verdict,
)
from chalicelib.shared.content import (
    ContactCard,
    Content,
    Kind,
    Location,
    Media,
    Option,
    text,
)
from infra.local.emulators.samples import png, sample
from tests.unit.emulators.bench import Bench, run

WHATSAPP = registry.get("whatsapp")


async def guest(bench: Bench) -> str:
    await bench.connect()
    person = await bench.person(name="Ana Prado", phone="+34600000001")
    await bench.act(person, "send", text="hi")
    bench.taken.clear()
    return person


async def settled(bench: Bench) -> None:
    await bench.control("idle", {})


def test_connecting_makes_the_handshake_and_messages_arrive_signed() -> None:
    async def scene(bench: Bench) -> None:
        assert await bench.connect() == [200, 200, 200]
        person = await bench.person(name="Ana Prado")
        await bench.act(person, "send", text="one")
        await bench.act(person, "send_many", texts=["two", "three"])
        texts = [item.content.text for item in bench.read() if item.type == "message"]
        assert texts == ["one", "two", "three"]
        assert len(bench.taken) == 2

    run("whatsapp", scene)


def test_an_address_that_does_not_know_the_verify_token_is_not_taken() -> None:
    async def scene(bench: Bench) -> None:
        secrets = {**bench.channel.secrets, "verify_token": "right"}
        bench.channel = replace(bench.channel, secrets=secrets)
        url = f"{bench.base}/{bench.channel.settings['phone_number_id']}"
        wanted = {"override_callback_uri": bench.hook, "verify_token": "wrong"}
        token = bench.channel.secrets["access_token"]
        answer = await bench.call(
            ProviderRequest(
                "POST",
                url,
                headers={"Authorization": f"Bearer {token}"},
                json={"webhook_configuration": wanted},
            )
        )
        assert answer.status == 400

    run("whatsapp", scene)


def test_a_message_is_sent_delivered_and_read_in_that_order() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        await settled(bench)
        items = bench.read()
        assert [item.state for item in items if isinstance(item, InboundStatus)] == [
            "sent",
            "delivered",
            "read",
        ]
        assert {item.id for item in items} == {sent.provider_id}
        assert (await bench.chat(person))[-1]["state"] == "read"

    run("whatsapp", scene)


@pytest.mark.parametrize("kind", ["image", "video", "voice", "audio", "file", "sticker"])
def test_a_persons_file_is_read_and_its_bytes_need_the_token(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        await bench.act(person, "send", kind=kind, text="see")
        message = bench.read()[-1]
        assert isinstance(message, InboundMessage)
        assert message.content.kind.value == kind
        [media] = message.content.media
        ask = WHATSAPP.media_request(bench.channel, media.provider_id, base_url=bench.base)
        assert ask
        found = WHATSAPP.media_location(bench.channel, await bench.call(ask), base_url=bench.base)
        assert (await bench.call(found)).body == sample(kind)[2]
        assert (await bench.call(replace(found, headers={}))).status == 401

    run("whatsapp", scene)


def test_every_other_deed_of_a_person_is_read() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        await settled(bench)
        bench.taken.clear()
        first = (await bench.chat(person))[0]["id"]
        await bench.act(person, "send", text="yes", reply_to=sent.provider_id)
        await bench.act(person, "react", message_id=sent.provider_id, emoji="👍")
        await bench.act(person, "edit", message_id=first, text="hi there")
        await bench.act(person, "delete", message_id=first)
        for kind in ("location", "contact", "order", "unsupported"):
            await bench.act(person, "send", kind=kind)
        reply, reaction, edit, deletion, *rest = bench.read()
        assert isinstance(reply, InboundMessage)
        assert reply.reply_to == sent.provider_id
        assert isinstance(reaction, InboundEvent)
        assert (reaction.target, reaction.value) == (sent.provider_id, "👍")
        assert isinstance(edit, InboundEvent)
        assert (edit.kind, edit.target, edit.content) == ("edit", first, text("hi there"))
        assert isinstance(deletion, InboundEvent)
        assert (deletion.kind, deletion.target) == ("delete", first)
        assert [item.type for item in rest] == ["message"] * 3 + ["unsupported"]

    run("whatsapp", scene)


@pytest.mark.parametrize("many", [2, 3, 4, 10])
def test_a_pressed_button_or_row_is_a_choice(many: int) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        options = tuple(Option(f"o{n}", f"Option {n}") for n in range(many))
        await bench.send(person, Content(Kind.OPTIONS, "Which?", options=options))
        await settled(bench)
        line = (await bench.chat(person))[-1]
        await bench.act(person, "press", message_id=line["id"], id="o1")
        choice = bench.read()[-1]
        assert isinstance(choice, InboundMessage)
        assert choice.content.choice == Option("o1", "Option 1")
        assert choice.reply_to == line["id"]

    run("whatsapp", scene)


def test_every_kind_that_the_adapter_sends_is_taken() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        picture = await bench.serve_file(png(), "image/png")
        pdf = await bench.serve_file(sample("file")[2], "application/pdf")
        voice = await bench.serve_file(sample("voice")[2], "audio/ogg")
        photo = Media("image/png", "a.png", key="k1")
        eleven = tuple(Option(str(n), f"Option {n}") for n in range(11))
        contents = [
            text("x" * 9000),
            Content(Kind.IMAGE, "caption", (photo,)),
            Content(Kind.IMAGE, "y" * 1500, (photo, photo)),
            Content(Kind.FILE, "contract", (Media("application/pdf", "c.pdf", key="k2"),)),
            Content(Kind.VOICE, "", (Media("audio/ogg; codecs=opus", key="k3"),)),
            Content(Kind.LOCATION, location=Location(1.5, 2.5, "Corner", "Main street 1")),
            Content(Kind.CONTACT, contacts=(ContactCard("Rui Alves", ("+5511999990000",)),)),
            Content(Kind.OPTIONS, "Which?", options=eleven),
            Content(Kind.OPTIONS, "See", options=(Option("", "Shop", url="https://e.org"),)),
            Content(Kind.TEMPLATE, data={"name": "hello", "language": "en", "1": "Ana"}),
        ]
        results = [
            result
            for content in contents
            for result in await bench.send(person, content, k1=picture, k2=pdf, k3=voice)
        ]
        assert [result.reason for result in results] == [""] * len(results)
        await settled(bench)
        assert not [item for item in bench.read() if getattr(item, "state", "") == "failed"]
        kinds = sorted(line["kind"] for line in (await bench.chat(person))[1:])
        assert kinds == sorted(
            ["text"] * 3
            + ["image"] * 3
            + ["text", "file", "voice", "location", "contact"]
            + ["text"] * 3
        )

    run("whatsapp", scene)


def test_what_cannot_arrive_fails_later_with_the_providers_reason() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        silent = await bench.person(name="Never wrote")
        [late] = await bench.send(silent, text("Hello"))
        [lost] = await bench.send("49000000000", text("Hello"))
        assert late.verdict is Verdict.SENT
        await settled(bench)
        states = {
            item.id: (item.state, item.code)
            for item in bench.read()
            if isinstance(item, InboundStatus)
        }
        assert states == {
            late.provider_id: ("failed", "131047"),
            lost.provider_id: ("failed", "131026"),
        }

    run("whatsapp", scene)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 100),
        ({"messaging_product": "whatsapp", "to": "1", "type": "hologram"}, 100),
        ({"messaging_product": "whatsapp", "to": "1", "type": "text"}, 131008),
        (
            {"messaging_product": "whatsapp", "to": "1", "type": "text", "text": {"body": ""}},
            131009,
        ),
        ({"messaging_product": "whatsapp", "type": "text", "text": {"body": "a"}}, 100),
        (
            {
                "messaging_product": "whatsapp",
                "to": "1",
                "type": "text",
                "text": {"body": "a"},
                "x": 1,
            },
            100,
        ),
    ],
)
def test_a_wrong_body_is_refused(body: dict[str, object], code: int) -> None:
    async def scene(bench: Bench) -> None:
        url = f"{bench.base}/{bench.channel.settings['phone_number_id']}/messages"
        token = bench.channel.secrets["access_token"]
        request = ProviderRequest(
            "POST", url, headers={"Authorization": f"Bearer {token}"}, json=body
        )
        answer = await bench.call(request)
        result = WHATSAPP.read_response(answer)
        assert (answer.status, result.verdict, result.code) == (400, Verdict.PERMANENT, str(code))

    run("whatsapp", scene)


def test_errors_are_those_of_meta_and_are_understood() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        await bench.control("fail", {"status": 429, "code": 130429})
        assert (await bench.send(person, text("a")))[0].verdict is Verdict.RETRY
        await bench.control("fail", {"status": 400, "code": 131056})
        assert (await bench.send(person, text("a")))[0].retry_after == 6
        wrong = replace(bench.channel, secrets={**bench.channel.secrets, "access_token": "expired"})
        bench.channel = wrong
        [refused] = await bench.send(person, text("a"))
        assert (refused.verdict, refused.code) == (Verdict.CREDENTIALS, "190")

    run("whatsapp", scene)
