"""A shop's own app against the product's adapter: the documented connector between both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.channels.base import InboundMessage, Verdict
from chalicelib.shared.content import Content, Kind, Media, Option, text
from tests.unit.emulators.bench import OWN, Bench, run


async def shop(bench: Bench) -> str:
    """Connected, with somebody in it."""
    key = OWN[1]["signing_key"]
    await bench.control("channel", {"address": bench.hook, "key": key})
    bench.channel = replace(bench.channel, settings={"url": f"{bench.base}/messages"})
    assert await bench.connect() == [200]
    return await bench.person(name="Luz")


@pytest.mark.feature("2.1")
def test_every_kind_comes_in_signed() -> None:
    async def scene(bench: Bench) -> None:
        person = await shop(bench)
        bench.answers = [503]  # it comes again
        for kind in ("text", "image", "voice", "file", "location", "contact", "unsupported"):
            await bench.act(person, "send", kind=kind, text="Hola" if kind == "text" else "")
        items = bench.read()
        kinds = [x.content.kind.value for x in items if isinstance(x, InboundMessage)]
        assert kinds == ["text", "image", "voice", "file", "location", "contact"]
        assert items[-1].type == "unsupported"
        assert {item.sender.name for item in items} == {"Luz"}

    run("custom", scene)


def test_what_we_send_is_read_and_its_buttons_are_pressed() -> None:
    async def scene(bench: Bench) -> None:
        person = await shop(bench)
        await bench.act(person, "send", text="Hola")
        [sent] = await bench.send(person, text("Hi"))
        assert sent.verdict is Verdict.SENT
        where = await bench.serve_file(b"%PDF-1.4", "application/pdf")
        file = Content(Kind.FILE, media=(Media("application/pdf", "a.pdf", 8, url=where),))
        await bench.send(person, file)
        options = (Option("yes", "Yes"), Option("", "Shop", url="https://e.org/"))
        await bench.send(person, Content(Kind.OPTIONS, "Shall we?", options=options))
        await bench.control("idle", {})
        lines = await bench.chat(person)
        assert [(line["kind"], line["state"]) for line in lines[1:]] == [
            ("text", "read"),
            ("file", "read"),
            ("text", "read"),
        ]
        last = lines[-1]
        assert [button["id"] for button in last["buttons"]] == ["yes", ""]
        await bench.act(person, "press", message_id=last["id"], id="yes")
        pressed = bench.read()[-1]
        assert isinstance(pressed, InboundMessage)
        assert pressed.content.choice == Option("yes", "Yes")
        states = [item.state for item in bench.read() if item.type == "status"]
        assert sorted(states) == ["delivered"] * 3 + ["read"] * 3

    run("custom", scene)


def test_what_it_refuses_and_what_is_forged() -> None:
    async def scene(bench: Bench) -> None:
        person = await shop(bench)
        [gone] = await bench.send("u-nobody", text("Hi"))
        assert (gone.verdict, gone.reason) == (
            Verdict.PERMANENT,
            "this customer takes no messages",
        )
        await bench.control("fail", {"status": 503, "description": "maintenance"})
        [later] = await bench.send(person, text("Hi"))
        assert (later.verdict, later.reason) == (Verdict.RETRY, "maintenance")
        key = {**OWN[1], "signing_key": "whsec_" + "A" * 32}
        bench.channel = replace(bench.channel, secrets=key)
        [forged] = await bench.send(person, text("Hi"))
        assert (forged.verdict, forged.reason) == (Verdict.CREDENTIALS, "wrong signature")

    run("custom", scene)


def test_people_edit_delete_react_and_leave() -> None:
    async def scene(bench: Bench) -> None:
        person = await shop(bench)
        id = (await bench.act(person, "send", text="Hola"))["message_id"]
        await bench.act(person, "edit", message_id=id, text="Hola!")
        await bench.act(person, "react", message_id=id, emoji="❤")
        await bench.act(person, "delete", message_id=id)
        await bench.act(person, "block", blocked=True)
        events = [item for item in bench.read() if item.type == "event"]
        assert [event.kind for event in events] == ["edit", "reaction", "delete", "blocked"]
        assert [event.target for event in events] == [id, id, id, ""]

    run("custom", scene)
