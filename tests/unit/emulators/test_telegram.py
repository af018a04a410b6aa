"""The emulated Bot API against the product's own adapter: each keeps the other true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import InboundEvent, InboundMessage, Verdict
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

TELEGRAM = registry.get("telegram")


async def guest(bench: Bench) -> str:
    """A person who has written "hi"."""
    await bench.connect()
    person = await bench.person(name="Ana Prado")
    await bench.act(person, "send", text="hi")
    return person


def test_connecting_sets_the_webhook_and_what_a_person_writes_arrives_signed() -> None:
    async def scene(bench: Bench) -> None:
        assert await bench.connect() == [200, 200]
        person = await bench.person(name="Ana Prado")
        await bench.act(person, "send", text="one")
        await bench.act(person, "send", text="two")
        items = bench.read()
        assert [item.content.text for item in items if item.type == "message"] == ["one", "two"]
        assert {item.sender.id for item in items} == {person}

    run("telegram", scene)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("image", Kind.IMAGE),
        ("video", Kind.VIDEO),
        ("voice", Kind.VOICE),
        ("audio", Kind.AUDIO),
        ("file", Kind.FILE),
        ("sticker", Kind.STICKER),
    ],
)
def test_a_persons_file_is_read_and_its_bytes_can_be_fetched(kind: str, expected: Kind) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        await bench.act(person, "send", kind=kind, text="see")
        message = bench.read()[-1]
        assert isinstance(message, InboundMessage)
        assert message.content.kind is expected
        [media] = message.content.media
        ask = TELEGRAM.media_request(bench.channel, media.provider_id, base_url=bench.base)
        assert ask
        found = TELEGRAM.media_location(bench.channel, await bench.call(ask), base_url=bench.base)
        assert (await bench.call(found)).body == sample(kind)[2]

    run("telegram", scene)


def test_every_other_deed_of_a_person_is_read() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        mine = sent.provider_id.split(":")[1]
        await bench.act(person, "send", text="yes", reply_to=mine)
        await bench.act(person, "react", message_id=mine, emoji="👍")
        first = (await bench.chat(person))[0]["id"]
        await bench.act(person, "edit", message_id=first, text="hi there")
        for kind in ("location", "venue", "contact", "poll", "dice"):
            await bench.act(person, "send", kind=kind, text="Where?")
        await bench.act(person, "block")
        items = bench.read()[1:]
        reply, reaction, edit, *rest = items
        assert isinstance(reply, InboundMessage)
        assert reply.reply_to == sent.provider_id
        assert isinstance(reaction, InboundEvent)
        assert (reaction.target, reaction.value) == (sent.provider_id, "👍")
        assert isinstance(edit, InboundEvent)
        assert edit.content == text("hi there")
        kinds = [item.content.kind for item in rest if isinstance(item, InboundMessage)]
        assert kinds == [Kind.LOCATION, Kind.LOCATION, Kind.CONTACT, Kind.TEXT, Kind.TEXT]
        assert isinstance(items[-1], InboundEvent)
        assert items[-1].kind == "blocked"
        [refused] = await bench.send(person, text("Still there?"))
        assert (refused.verdict, refused.code) == (Verdict.PERMANENT, "403")

    run("telegram", scene)


def test_a_pressed_button_is_a_choice_and_its_spinner_can_be_stopped() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        options = (Option("y", "Yes"), Option("n", "No"), Option("", "Site", url="https://e.org"))
        await bench.send(person, Content(Kind.OPTIONS, "Shall we call?", options=options))
        line = (await bench.chat(person))[-1]
        assert [button["title"] for button in line["buttons"]] == ["Yes", "No", "Site"]
        await bench.act(person, "press", message_id=line["id"], id="n")
        choice = bench.read()[-1]
        assert isinstance(choice, InboundMessage)
        assert choice.content.choice == Option("n", "No")
        [call] = TELEGRAM.acknowledge(bench.channel, choice, base_url=bench.base)
        assert (await bench.call(call)).status == 200

    run("telegram", scene)


def test_every_kind_that_the_adapter_sends_is_taken() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        picture = await bench.serve_file(png(), "image/png")
        word = await bench.serve_file(b"PK\x03\x04word", "application/msword")
        photo = Media("image/png", "a.png", key="k1")
        contents = [
            text("x" * 9000),
            Content(Kind.IMAGE, "caption", (photo,)),
            Content(Kind.IMAGE, "y" * 1500, (photo, photo)),
            Content(Kind.FILE, "contract", (Media("application/msword", "c.doc", key="k2"),)),
            Content(Kind.LOCATION, location=Location(1.5, 2.5)),
            Content(Kind.LOCATION, location=Location(1.5, 2.5, "Corner", "Main street 1")),
            Content(Kind.CONTACT, contacts=(ContactCard("Rui Alves", ("+5511999990000",)),)),
        ]
        results = [
            result
            for content in contents
            for result in await bench.send(person, content, k1=picture, k2=word)
        ]
        assert {result.verdict for result in results} == {Verdict.SENT}
        assert len({result.provider_id for result in results}) == len(results)
        kinds = [line["kind"] for line in (await bench.chat(person))[1:]]
        album = ["image", "image", "text", "text"][:3]
        expected = ["text"] * 3 + ["image", *album, "file", "location", "location", "contact"]
        assert kinds == expected

    run("telegram", scene)


def test_errors_are_those_of_telegram_and_are_understood() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        stranger = await bench.person(name="Nobody yet")
        verdicts = [
            (await bench.send("999", text("a")))[0],
            (await bench.send(stranger, text("a")))[0],
        ]
        assert [result.verdict for result in verdicts] == [Verdict.PERMANENT] * 2
        await bench.control("fail", {"status": 429, "retry_after": 7})
        [slow] = await bench.send(person, text("a"))
        assert (slow.verdict, slow.retry_after) == (Verdict.RETRY, 7)
        await bench.control("fail", {"status": 502})
        assert (await bench.send(person, text("a")))[0].verdict is Verdict.RETRY
        for token in ("700000001:wrong", "nonsense"):
            wrong = replace(bench.channel, secrets={"token": token})
            right, bench.channel = bench.channel, wrong
            assert (await bench.send(person, text("a")))[0].verdict is Verdict.CREDENTIALS
            bench.channel = right
        photo = Media("image/png", key="k1")
        [gone] = await bench.send(
            person, Content(Kind.IMAGE, "", (photo,)), k1=f"{bench.base}/nothing/here"
        )
        assert (gone.verdict, gone.code) == (Verdict.RETRY, "400")

    run("telegram", scene)


def test_a_webhook_that_fails_is_delivered_again_in_order_and_doubles_come_on_demand() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        person = await bench.person()
        bench.answers = [500, 503]
        await bench.control(f"people/{person}/send", {"text": "one"})
        await bench.act(person, "send", text="two")
        await bench.control("duplicates", {"copies": 3})
        await bench.act(person, "send", text="three")
        texts = [item.content.text for item in bench.read() if item.type == "message"]
        assert texts == ["one", "two", "three", "three", "three"]
        deliveries = (await bench.control("deliveries", method="GET"))["deliveries"]
        assert [each["status"] for each in deliveries][:3] == [500, 503, 200]

    run("telegram", scene)
