"""The emulated Viber against the product's own adapter: each keeps the other true."""

from __future__ import annotations

import json

import pytest

from chalicelib.channels import registry
from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import (
    InboundEvent,
    InboundMessage,
    InboundStatus,
    Verdict,
)
from chalicelib.shared.content import Content, Kind, Media, Option, text
from infra.local.emulators.samples import sample
from tests.contract.channels.outgoing import CONTENTS
from tests.unit.emulators.bench import Bench, run


async def guest(bench: Bench) -> str:
    assert await bench.connect() == [200, 200]
    person = await bench.person(name="Ana Prado")
    await bench.act(person, "send", text="hi")
    bench.taken.clear()
    return person


@pytest.mark.feature("2.1")
def test_what_people_do_arrives_signed_and_is_read() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        person = await bench.person(name="Ana Prado")
        await bench.act(person, "send", text="one")
        for kind in ("image", "video", "file", "sticker", "location", "contact", "url"):
            await bench.act(person, "send", kind=kind)
        await bench.act(person, "send", kind="unsupported")
        await bench.act(person, "block", blocked=True)
        items = bench.read()
        said = [item for item in items if isinstance(item, InboundMessage)]
        assert [item.content.kind.value for item in said] == [
            *("text", "image", "video", "file", "sticker", "location", "contact", "text"),
        ]
        assert {item.sender.id for item in items} == {person}
        assert said[0].sender.name == "Ana Prado"
        assert [item.kind for item in items if isinstance(item, InboundEvent)] == [
            *("joined", "blocked"),
        ]
        async with bench.session.get(said[1].content.media[0].url) as file:
            assert (await file.read()).startswith(b"\x89PNG")

    run("viber", scene)


def test_a_message_is_delivered_and_seen() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        await bench.control("idle", {})
        told = [item for item in bench.read() if isinstance(item, InboundStatus)]
        assert [(item.id, item.state) for item in told] == [
            (sent.provider_id, "delivered"),
            (sent.provider_id, "read"),
        ]

    run("viber", scene)


@pytest.mark.parametrize("case", [case for case in CONTENTS if case not in ("image", "album")])
def test_every_content_is_taken(case: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        link = await bench.serve_file(sample("file")[2], "application/pdf")
        results = await bench.send(person, CONTENTS[case], k=link)
        assert {result.verdict for result in results} == {Verdict.SENT}, results

    run("viber", scene)


def test_pictures_and_films_go_out_as_such_under_addresses_that_say_so() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        link = (await bench.serve_file(b"\xff\xd8\xff", "image/jpeg")).removesuffix("file")
        picture = Content(Kind.IMAGE, "see", (Media("image/jpeg", "a.jpg", 3, key="k"),))
        film = Content(Kind.VIDEO, "", (Media("video/mp4", "a.mp4", 3, key="k"),))
        for content, name in ((picture, "a.jpg"), (film, "a.mp4")):
            [sent] = await bench.send(person, content, k=f"{link}{name}")
            assert sent.verdict is Verdict.SENT, sent
        kinds = [line["kind"] for line in await bench.chat(person)]
        assert kinds[1:] == ["image", "video"]

    run("viber", scene)


def test_a_pressed_button_is_a_choice() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        options = (
            Option("a", "Yes & no <b>"),
            Option("b", "No"),
            Option("", "Shop", url="https://e.org"),
        )
        [sent] = await bench.send(person, Content(Kind.OPTIONS, "Which?", options=options))
        await bench.control("idle", {})
        bench.taken.clear()
        await bench.act(person, "press", message_id=sent.provider_id, id="Yes & no <b>")
        [choice] = [x.content.choice for x in bench.read() if isinstance(x, InboundMessage)]
        assert choice == Option("a", "Yes & no <b>")

    run("viber", scene)


def test_who_opens_the_chat_is_welcomed_in_the_answer_and_may_not_be_written_to_yet() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        person = await bench.person(name="Ana Prado")
        silent = await bench.act(person, "open", context="poster")
        assert (silent["status"], silent["answer"]) == (200, "ok")
        bench.channel.settings["welcome"] = "What can we do for you?"  # type: ignore[index]
        told = await bench.act(person, "open")
        assert json.loads(told["answer"])["text"] == "What can we do for you?"
        assert [line["text"] for line in await bench.chat(person)] == ["What can we do for you?"]
        [early] = await bench.send(person, text("hi"))
        assert (early.verdict, early.code) == (Verdict.PERMANENT, "6")
        opened = [item for item in bench.read() if isinstance(item, InboundEvent)]
        assert [item.value for item in opened] == ["poster", ""]

    run("viber", scene)


def test_refusals_are_vibers_own() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [nobody] = await bench.send("bm9ib2R5", text("hi"))
        assert (nobody.verdict, nobody.code) == (Verdict.PERMANENT, "5")
        await bench.act(person, "block", blocked=True)
        [blocked] = await bench.send(person, text("hi"))
        assert (blocked.verdict, blocked.code) == (Verdict.PERMANENT, "6")
        await bench.act(person, "block", blocked=False)
        await bench.control("fail", {"code": 12})
        [busy] = await bench.send(person, text("hi"))
        assert (busy.verdict, busy.retry_after) == (Verdict.RETRY, 60)
        await bench.control("fail", {"code": 2})
        [broken] = await bench.send(person, text("hi"))
        assert (broken.verdict, broken.reason) == (Verdict.CREDENTIALS, "invalidAuthToken")

    run("viber", scene)


def test_a_profile_tells_the_picture() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        adapter = registry.get("viber")
        assert isinstance(adapter, Profiled)
        request = adapter.profile_request(bench.channel, person, base_url=bench.base)
        profile = adapter.read_profile(await bench.call(request))
        assert profile is not None
        assert profile.name == "Ana Prado"
        async with bench.session.get(profile.photo) as photo:
            assert photo.status == 200
        nobody = adapter.profile_request(bench.channel, "x", base_url=bench.base)
        assert adapter.read_profile(await bench.call(nobody)) is None

    run("viber", scene)
