"""Our Bot API calls and updates against another's types: the aiogram library (slow to import)."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from chalicelib.channels import registry
from chalicelib.channels.base import InboundMessage, ProviderRequest
from chalicelib.shared.content import Content, Kind
from tests.contract.channels.captured import CASES, CHANNELS, body_of
from tests.contract.channels.outgoing import CONTENTS, LINK, media

BASE = "https://api.telegram.org"


@pytest.fixture(scope="module")
def aiogram() -> Any:
    importlib.import_module("aiogram.methods")
    return importlib.import_module("aiogram")


def calls(case: str, **more: Any) -> list[ProviderRequest]:
    content = CONTENTS[case] if case in CONTENTS else UPLOADS[case]
    return list(
        registry.get("telegram").render(
            CHANNELS["telegram"],
            "5512345678",
            content,
            base_url=BASE,
            media_url={"k": LINK},
            **more,
        )
    )


UPLOADS = {
    "word": Content(Kind.FILE, "caption", media("application/msword", "c.doc")),
    "large video": Content(Kind.VIDEO, "", media("video/mp4", "v.mp4", 30_000_000)),
    "tgs": Content(Kind.STICKER, "", media("application/x-tgsticker")),
}


@pytest.mark.parametrize("case", [*CONTENTS, *UPLOADS])
def test_every_call_is_one_that_aiogram_knows(aiogram: Any, case: str) -> None:
    for request in calls(case, reply_to="5512345678:42"):
        name = request.url.rsplit("/", 1)[1]
        method = getattr(aiogram.methods, name[0].upper() + name[1:])
        fields = dict(request.json or {})
        if request.upload:
            upload = aiogram.types.BufferedInputFile(b"bytes", request.upload.name)
            fields[request.upload.form_name] = upload
        known = method.model_validate(fields)
        assert set(fields) <= set(method.model_fields)
        assert known.chat_id == 5512345678


def test_a_reply_names_its_message_once(aiogram: Any) -> None:
    first, *rest = calls("album", reply_to="5512345678:42")
    parameters = aiogram.types.ReplyParameters.model_validate(
        dict(first.json or {})["reply_parameters"]
    )
    assert (parameters.message_id, parameters.allow_sending_without_reply) == (42, True)
    assert all("reply_parameters" not in dict(each.json or {}) for each in rest)


@pytest.mark.parametrize("case", [case for kind, case in CASES if kind == "telegram"])
def test_our_captured_updates_are_true_to_the_types(aiogram: Any, case: str) -> None:
    """All but the ones that are wrong or of a future on purpose."""
    if "unknown" in case or "wrong" in case:
        pytest.skip("not to be known")
    body = body_of("telegram", case).decode()
    update = aiogram.types.Update.model_validate(json.loads(body))
    [item, *_] = registry.get("telegram").parse(body)
    assert update.event_type in json.loads(body)
    if isinstance(item, InboundMessage) and update.message:
        assert item.id == f"{update.message.chat.id}:{update.message.message_id}"
        assert item.sent_at == update.message.date
