"""A conversation by mail: what is in it, what never is, and once for each time it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.conversations.model import Author, AuthorKind, Message, Visibility
from chalicelib.shared.content import Content, Kind, Location, Media, Option, text
from chalicelib.shared.errors import InvalidInput
from chalicelib.shared.ids import AccountId, ConversationId
from chalicelib.transcripts.model import Mail
from chalicelib.transcripts.service import (
    BeingSent,
    MailFailed,
    TranscriptPorts,
    Wish,
    send_transcript,
)

pytestmark = pytest.mark.feature("1.9")

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
VERA = Author(AuthorKind.CONTACT, name="Vera")
ANA = Author(AuthorKind.AGENT, "ana", "Ana")
PDF = Media("application/pdf", name="bill.pdf", key="media/acc/conv/x/bill.pdf")


def message(content: Content | str, author: Author = VERA, **more: object) -> Message:
    said = text(content) if isinstance(content, str) else content
    values = {"visibility": Visibility.PUBLIC, "seq": 1, **more}
    return Message(
        AccountId("acc"),
        ConversationId("conv"),
        author=author,
        content=said,
        at=NOW,
        dedup="",
        **values,  # type: ignore[arg-type]
    )


@dataclass
class World:
    now: datetime = NOW
    messages: Sequence[Message] = ()
    cut: bool = False
    fails: bool = False
    claims: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    def claim(self, account_id: str, key: str, now: float, stale_before: float) -> bool:
        since, sent = self.claims.get((account_id, key), (0.0, False))
        if sent or since >= stale_before:
            return False
        self.claims[account_id, key] = (now, False)
        return True

    def sent(self, account_id: str, key: str) -> bool:
        return self.claims.get((account_id, key), (0.0, False))[1]

    def done(self, account_id: str, key: str) -> None:
        self.claims[account_id, key] = (self.claims[account_id, key][0], True)

    def release(self, account_id: str, key: str) -> None:
        del self.claims[account_id, key]

    def send(self, mail: Mail) -> None:
        if self.fails:
            raise MailFailed
        self.mails.append(mail)

    @property
    def ports(self) -> TranscriptPorts:
        return TranscriptPorts(
            claims=self,
            history=lambda account, conversation: (self.messages, self.cut),
            links=lambda keys: {key: f"https://files.example/{key}?a=1&b=2" for key in keys},
            send=self.send,
            tell=lambda account, conversation, key, email: self.told.update({key: email}),
            clock=lambda: self.now,
        )


WISH = Wish("acc", "conv", "client-0001", "vera@example.com", "Café  Tertulia", "Europe/Lisbon")


def mail_of(*messages: Message, **wish: str) -> Mail:
    world = World(messages=messages)
    send_transcript(world.ports, wish=replace(WISH, **wish))
    (mail,) = world.mails
    return mail


def test_it_holds_what_both_said_in_order_with_times_of_the_accounts_zone() -> None:
    mail = mail_of(message("Do you ship?"), message("Yes, we do.", ANA))
    assert mail.to == "vera@example.com"
    assert mail.subject == "Your conversation with Café Tertulia"
    assert mail.text.split("\n\n")[1:] == [
        "2026-05-04 13:00  You\nDo you ship?",
        "2026-05-04 13:00  Ana\nYes, we do.\n",
    ]
    assert "Times are in Europe/Lisbon" in mail.text
    assert mail.html.index("Do you ship?") < mail.html.index("Yes, we do.")


def test_notes_events_and_what_was_taken_back_are_not_in_it() -> None:
    mail = mail_of(
        message("Hello"),
        message("He is difficult", ANA, visibility=Visibility.NOTE),
        message(
            Content(Kind.EVENT, event="conversation.rated", data={"comment": "meh"}),
            visibility=Visibility.EVENT,
        ),
        message("Swordfish", deleted_at=NOW),
    )
    for secret in ("difficult", "rated", "meh", "Swordfish"):
        assert secret not in mail.text + mail.html


def test_files_are_links_and_the_mail_says_how_long_they_work() -> None:
    lost = Media("image/png", name="old.png")
    mail = mail_of(message(Content(Kind.FILE, text="Here", media=(PDF, lost))))
    url = "https://files.example/media/acc/conv/x/bill.pdf"
    assert f"bill.pdf: {url}?a=1&b=2" in mail.text
    assert "old.png: this file is no longer there" in mail.text
    assert f'<a href="{url}?a=1&amp;b=2">bill.pdf</a>' in mail.html
    assert "Links to files work for one hour." in mail.text
    assert "one hour" not in mail_of(message("no files")).text


def test_whatever_people_write_is_text_in_the_html() -> None:
    hostile = '<script>alert(1)</script> "&" \u202e'
    mail = mail_of(message(hostile, replace(ANA, name="<b>Eve</b>")), site="<i>x</i>\r\nBcc: a@b.c")
    assert "<script" not in mail.html
    assert "<b>Eve" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.html
    assert "\n" not in mail.subject + mail.sender_name
    assert hostile in mail.text


def test_other_kinds_are_put_in_words() -> None:
    mail = mail_of(
        message(Content(Kind.LOCATION, location=Location(38.7223, -9.1393, name="Lisboa"))),
        message(Content(Kind.OPTIONS, text="Which?", options=(Option("1", "Tea"),)), ANA),
        message(Content(Kind.CHOICE, choice=Option("1", "Tea"))),
    )
    assert "Lisboa · 38.72230, -9.13930" in mail.text
    assert "Which?\n– Tea" in mail.text
    assert mail.text.endswith("You\nTea\n")


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("pt-BR", "Sua conversa com Café Tertulia"),
        ("pt-PT", "Sua conversa com Café Tertulia"),
        ("es-AR", "Tu conversación con Café Tertulia"),
        ("xx", "Your conversation with Café Tertulia"),
    ],
)
def test_it_speaks_the_visitors_language(language: str, subject: str) -> None:
    assert mail_of(message("x"), language=language).subject == subject


def test_an_unknown_zone_is_utc() -> None:
    assert "2026-05-04 12:00  You" in mail_of(message("x"), zone="Moon/Base").text


def test_it_says_what_it_leaves_out() -> None:
    world = World(messages=[message("x")], cut=True)
    send_transcript(world.ports, wish=WISH)
    assert "Only the newest messages are in this mail." in world.mails[0].text


# Once --------------------------------------------------------------------------------------------


def test_asked_twice_it_is_sent_once_and_agents_are_told() -> None:
    world = World(messages=[message("x")])
    for _ in range(3):
        send_transcript(world.ports, wish=WISH)
    assert (len(world.mails), world.told) == (1, {"client-0001": "vera@example.com"})
    send_transcript(world.ports, wish=replace(WISH, client_id="client-0002"))
    assert len(world.mails) == 2


def test_a_failed_one_can_be_asked_for_again() -> None:
    world = World(messages=[message("x")], fails=True)
    with pytest.raises(MailFailed):
        send_transcript(world.ports, wish=WISH)
    assert world.told == {}
    world.fails = False
    send_transcript(world.ports, wish=WISH)
    assert len(world.mails) == 1


def test_one_whose_sender_died_is_not_said_to_be_sent_and_is_sent_after_a_while() -> None:
    world = World(messages=[message("x")])
    world.claims["acc", "conv#client-0001"] = (NOW.timestamp(), False)
    with pytest.raises(BeingSent):  # somebody may be sending it
        send_transcript(world.ports, wish=WISH)
    assert (world.mails, world.told) == ([], {})
    world.now += timedelta(seconds=31)
    send_transcript(world.ports, wish=WISH)
    assert len(world.mails) == 1


def test_agents_are_told_of_one_whose_sender_died_behind_it() -> None:
    world = World(messages=[message("x")])
    world.claims["acc", "conv#client-0001"] = (NOW.timestamp(), True)
    send_transcript(world.ports, wish=WISH)
    assert (world.mails, world.told) == ([], {"client-0001": "vera@example.com"})


@pytest.mark.parametrize(
    "email", ["a@b.c\r\nBcc: x@y.z", "a@b.c,x@y.z", "<a@b.c>", "a b@c.d", "ä@b.c", "a@b@c.d", "a"]
)
def test_an_address_that_would_be_more_than_one_is_refused(email: str) -> None:
    world = World(messages=[message("x")])
    with pytest.raises(InvalidInput) as problem:
        send_transcript(world.ports, wish=replace(WISH, email=email))
    assert problem.value.field == "email"
    assert world.mails == []
