"""The emulated Send API against the product's own adapters: each keeps the other true."""

from __future__ import annotations

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import (
    InboundEvent,
    InboundMessage,
    InboundStatus,
    InboundWatermark,
    ProviderRequest,
    Verdict,
)
from chalicelib.shared.content import Content, Kind, Media, Option, text
from infra.local.emulators.samples import sample
from tests.contract.channels.outgoing import CONTENTS
from tests.unit.emulators.bench import Bench, run

KINDS = ["messenger", "instagram"]
pytestmark = pytest.mark.parametrize("kind", KINDS)


async def connected(bench: Bench) -> None:
    assert await bench.connect() == [200, 200]
    await bench.control("webhook", {"url": bench.hook, "verify_token": "demo-verify-token"})


async def guest(bench: Bench) -> str:
    await connected(bench)
    person = await bench.person(name="Ana Prado")
    await bench.act(person, "send", text="hi")
    bench.taken.clear()
    return person


def test_the_dashboards_handshake_wants_the_verify_token(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        await bench.connect()
        wrong = {"url": bench.hook, "verify_token": "wrong-token"}
        assert (await bench.control("webhook", wrong))["error"]["code"] == 2200
        right = {"url": bench.hook, "verify_token": "demo-verify-token"}
        assert (await bench.control("webhook", right))["result"] is True

    run(kind, scene)


def test_what_people_do_arrives_signed_and_is_read(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        await connected(bench)
        person = await bench.person(name="Ana Prado")
        first = await bench.act(person, "send", text="one")
        await bench.act(person, "send_many", texts=["two", "three"])
        await bench.act(person, "send", kind="image", text="see")
        await bench.act(person, "edit", message_id=first["message_id"], text="uno")
        await bench.act(person, "react", message_id=first["message_id"], emoji="❤")
        await bench.act(person, "delete", message_id=first["message_id"])
        await bench.act(person, "send", kind="unsupported")
        await bench.act(person, "inbox", text="we are on it")
        items = bench.read()
        said = [item for item in items if isinstance(item, InboundMessage)]
        assert [item.content.text for item in said] == [
            *("one", "two", "three", "see", "we are on it"),
        ]
        assert [item.echo for item in said] == [False] * 4 + [True]
        assert {item.sender.id for item in items} == {person}
        events = [item for item in items if isinstance(item, InboundEvent)]
        assert [(item.kind, item.target) for item in events] == [
            (name, first["message_id"]) for name in ("edit", "reaction", "delete")
        ]
        async with bench.session.get(said[3].content.media[0].url) as file:
            assert (await file.read()).startswith(b"\x89PNG")

    run(kind, scene)


def test_a_message_comes_back_as_an_echo_and_is_delivered_and_read(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        [sent] = await bench.send(person, text("Hello"))
        assert sent.verdict is Verdict.SENT
        await bench.control("idle", {})
        items = bench.read()
        named = [item for item in items if isinstance(item, InboundStatus)]
        assert {item.id for item in named} == {sent.provider_id}
        marks = [item.state for item in items if isinstance(item, InboundWatermark)]
        if kind == "messenger":
            assert [item.state for item in named] == ["sent", "delivered"]
        else:  # its echo does not say whose it is
            assert [item.state for item in named] == ["read"]
            assert [item.echo for item in items if isinstance(item, InboundMessage)] == [True]
        assert marks == ["read"]

    run(kind, scene)


@pytest.mark.parametrize(
    "case", [case for case in CONTENTS if case not in ("video", "audio", "voice", "file")]
)
def test_every_content_is_taken(kind: str, case: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        link = await bench.serve_file(sample("image")[2], "image/png")
        results = await bench.send(person, CONTENTS[case], k=link)
        assert {result.verdict for result in results} == {Verdict.SENT}, results

    run(kind, scene)


def test_files_are_fetched_and_must_be_what_they_are_called(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        link = await bench.serve_file(sample("file")[2], "application/pdf")
        good = Content(Kind.FILE, "", (Media("application/pdf", "c.pdf", key="k"),))
        [sent] = await bench.send(person, good, k=link)
        assert sent.verdict is Verdict.SENT
        wrong = Content(Kind.IMAGE, "", (Media("image/png", "c.png", key="k"),))
        [refused] = await bench.send(person, wrong, k=link)
        assert (refused.verdict, refused.code) == (Verdict.PERMANENT, "100/2018047")

    run(kind, scene)


def test_a_pressed_quick_reply_and_a_pressed_button_are_choices(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        quick = Content(Kind.OPTIONS, "Which?", options=(Option("a", "Yes"), Option("b", "No")))
        shop = Option("", "Shop", url="https://e.org/")
        template = Content(Kind.OPTIONS, "See", options=(shop, Option("c", "Call me")))
        for content, chosen in ((quick, "a"), (template, "c")):
            [sent] = await bench.send(person, content)
            bench.taken.clear()
            await bench.act(person, "press", message_id=sent.provider_id, id=chosen)
            said = [item for item in bench.read() if isinstance(item, InboundMessage)]
            [choice] = [item.content.choice for item in said if not item.echo]
            assert choice is not None
            assert choice.id == chosen

    run(kind, scene)


def test_refusals_are_metas_own(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        await connected(bench)
        stranger = await bench.person(name="Never Wrote")
        [window] = await bench.send(stranger, text("hi"))
        assert (window.verdict, window.code) == (Verdict.PERMANENT, "10/2018278")
        [nobody] = await bench.send("1", text("hi"))
        assert (nobody.verdict, nobody.code) == (Verdict.PERMANENT, "100/2018001")
        person = await guest(bench)
        await bench.act(person, "block", blocked=True)
        [blocked] = await bench.send(person, text("hi"))
        assert (blocked.verdict, blocked.code) == (Verdict.PERMANENT, "551")
        await bench.act(person, "block", blocked=False)
        await bench.control("fail", {"code": 613, "status": 400, "times": 1})
        [busy] = await bench.send(person, text("hi"))
        assert (busy.verdict, busy.retry_after) == (Verdict.RETRY, 60)

    run(kind, scene)


def test_a_profile_is_told_of_who_wrote_and_of_nobody_else(kind: str) -> None:
    async def scene(bench: Bench) -> None:
        person = await guest(bench)
        stranger = await bench.person(name="Never Wrote")
        adapter = registry.get(kind)
        for id, name in ((person, "Ana Prado"), (stranger, "")):
            request = adapter.profile_request(bench.channel, id, base_url=bench.base)  # type: ignore[attr-defined]
            assert isinstance(request, ProviderRequest)
            profile = adapter.read_profile(await bench.call(request))  # type: ignore[attr-defined]
            assert (profile.name if profile else "") == name

    run(kind, scene)
