"""The emulated VK against the product's own adapter: each keeps the other true."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chalicelib.channels import registry
from chalicelib.channels.abilities import Profiled
from chalicelib.channels.base import (
    InboundEvent,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    Verdict,
)
from chalicelib.shared.content import Content, Kind, Media, Option, text
from infra.local.emulators.samples import sample
from tests.contract.channels.outgoing import CONTENTS, media
from tests.unit.emulators.bench import Bench, run


async def guest(bench: Bench) -> str:
    assert await bench.connect() == [200]
    person = await bench.person(name="Ana Prado")
    await bench.act(person, "send", text="hi")
    bench.taken.clear()
    return person


@pytest.mark.feature("2.1")
def test_a_token_is_all_that_connecting_takes_and_a_second_time_uses_the_same_server() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        assert bench.channel.settings["group_name"] == "Café Tertulia"
        emulator = bench.emulator
        [server] = emulator.servers.values()  # type: ignore[union-attr]
        assert (server.status, server.url) == ("ok", bench.hook)
        assert "message_new" in server.events
        await bench.connect()
        assert len(emulator.servers) == 1  # type: ignore[union-attr]

    run("vk", scene)


def test_a_server_that_does_not_know_the_words_is_not_called() -> None:
    async def scene(bench: Bench) -> None:
        [request] = registry.get("vk").connect_requests(
            bench.channel, webhook_url=bench.hook, base_url=bench.base
        )
        while request:  # what the answers tell is not kept
            response = await bench.call(request)
            request = request.then(response) if request.then else None  # type: ignore[assignment]
        [server] = bench.emulator.servers.values()  # type: ignore[union-attr]
        assert server.status == "failed"

    run("vk", scene)


@pytest.mark.feature("2.1")
def test_what_people_do_arrives_with_the_secret_and_is_read() -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        person = await bench.person(name="Ana Prado")
        first = (await bench.act(person, "send", text="one"))["message_id"]
        for kind in ("image", "video", "voice", "file", "sticker", "location", "link", "market"):
            await bench.act(person, "send", kind=kind)
        await bench.act(person, "send", text="this", reply_to=first)
        await bench.act(person, "send", kind="unsupported")
        await bench.act(person, "edit", message_id=first, text="uno")
        await bench.act(person, "react", message_id=first, emoji="❤")
        await bench.act(person, "block", blocked=True)
        await bench.act(person, "inbox", text="we are on it")
        items = bench.read()
        said = [item for item in items if isinstance(item, InboundMessage)]
        assert [item.content.kind.value for item in said] == [
            *("text", "image", "video", "voice", "file", "sticker", "location", "text", "order"),
            *("text", "text"),
        ]
        assert [item.echo for item in said] == [False] * 10 + [True]
        assert said[9].reply_to == said[0].id == f"{person}:{first}"
        assert {item.sender.id for item in items} == {person}
        events = [item for item in items if isinstance(item, InboundEvent)]
        assert [(item.kind, item.target) for item in events] == [
            ("edit", f"{person}:{first}"),
            ("reaction", f"{person}:{first}"),
            ("blocked", ""),
        ]
        async with bench.session.get(said[1].content.media[0].url) as file:
            assert (await file.read()).startswith(b"\x89PNG")

    run("vk", scene)


def test_what_is_not_answered_with_ok_is_delivered_again() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        bench.words = ["OK", ""]
        await bench.act(person, "send", text="again")
        assert [json.loads(hook.body)["event_id"] for hook in bench.taken] == [
            json.loads(bench.taken[0].body)["event_id"]
        ] * 3

    run("vk", scene)


def test_a_message_comes_back_as_sent_and_is_read() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        await bench.control("idle", {})
        items = bench.read()
        named = [item for item in items if isinstance(item, InboundStatus)]
        assert [(x.id, x.state) for x in named] == [
            (sent.provider_id, "sent"),
            (sent.provider_id, "read"),
        ]
        marks = [item for item in items if isinstance(item, InboundWatermark)]
        assert [item.upto for item in marks] == [sent.provider_id]

    run("vk", scene)


@pytest.mark.parametrize("case", list(CONTENTS))
def test_every_content_is_taken(case: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        kind = "voice" if case == "voice" else "image"
        link = await bench.serve_file(sample(kind)[2], sample(kind)[1])
        results = await bench.send(person, _without_mp3(CONTENTS[case]), k=link)
        assert {result.verdict for result in results} == {Verdict.SENT}, results

    run("vk", scene)


def _without_mp3(content: Content) -> Content:
    if content.kind is not Kind.AUDIO:
        return content
    return replace(content, media=media("audio/mp4", "f.m4a"))


def test_files_go_up_in_three_steps_and_what_the_server_refuses_is_said() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        link = await bench.serve_file(sample("image")[2], "image/png")
        both = tuple(Media("image/png", f"{n}.png", 9, key="k") for n in range(2))
        [sent] = await bench.send(person, Content(Kind.IMAGE, "look", both), k=link)
        assert sent.verdict is Verdict.SENT
        last = (await bench.chat(person))[-1]
        assert (last["text"], len(last["files"])) == ("look", 2)
        song = Content(Kind.AUDIO, "", (Media("audio/mpeg", "a.mp3", 9, key="k"),))
        [refused] = await bench.send(person, song, k=link)
        assert (refused.verdict, refused.reason) == (Verdict.PERMANENT, "wrong_file_type")

    run("vk", scene)


def test_the_same_number_is_sent_once() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [first] = await bench.send(person, text("Hello"))
        bench.number -= 1
        [again] = await bench.send(person, text("Hello"))
        assert again == first
        assert [line["text"] for line in await bench.chat(person)] == ["hi", "Hello"]

    run("vk", scene)


def test_a_pressed_button_is_a_choice_and_an_answer_quotes() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        options = (Option("a", "Да"), Option("b", "Нет"), Option("", "Shop", url="https://e.org"))
        question = Content(Kind.OPTIONS, "Which?", options=options)
        [sent] = await bench.send(person, question, reply_to=f"{person}:1")
        line = (await bench.chat(person))[-1]
        assert line["reply_to"] == "1"
        await bench.control("idle", {})
        bench.taken.clear()
        number = sent.provider_id.partition(":")[2]
        await bench.act(person, "press", message_id=number, id=line["buttons"][0]["id"])
        [choice] = [x.content.choice for x in bench.read() if isinstance(x, InboundMessage)]
        assert choice == Option("a", "Да")

    run("vk", scene)


def test_refusals_are_vks_own() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        stranger = await bench.person(name="Never Wrote")
        [early] = await bench.send(stranger, text("hi"))
        assert (early.verdict, early.code) == (Verdict.PERMANENT, "901")
        await bench.act(person, "block", blocked=True)
        [blocked] = await bench.send(person, text("hi"))
        assert (blocked.verdict, blocked.code) == (Verdict.PERMANENT, "900")
        await bench.act(person, "block", blocked=False)
        await bench.control("fail", {"code": 9, "description": "Flood control"})
        [busy] = await bench.send(person, text("hi"))
        assert (busy.verdict, busy.retry_after, busy.reason) == (Verdict.RETRY, 60, "Flood control")
        bench.channel = replace(bench.channel, secrets={"access_token": "wrong"})
        [broken] = await bench.send(person, text("hi"))
        assert (broken.verdict, broken.code) == (Verdict.CREDENTIALS, "5")

    run("vk", scene)


def test_a_profile_is_told_of_a_person_and_of_nobody_else() -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        adapter = registry.get("vk")
        assert isinstance(adapter, Profiled)
        request = adapter.profile_request(bench.channel, person, base_url=bench.base)
        profile = adapter.read_profile(await bench.call(request))
        assert profile is not None
        assert (profile.name, profile.username) == ("Ana Prado", f"id{person}")
        async with bench.session.get(profile.photo) as photo:
            assert photo.status == 200
        nobody = adapter.profile_request(bench.channel, "7", base_url=bench.base)
        assert adapter.read_profile(await bench.call(nobody)) is None

    run("vk", scene)
