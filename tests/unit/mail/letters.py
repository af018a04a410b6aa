"""Letters as mail programs write them; people, addresses and ids are made up."""

from __future__ import annotations

import base64

HEAD = (
    b"Return-Path: <ana@example.com>\r\n"
    b"From: =?UTF-8?Q?Ana_Jos=C3=A9?= <Ana@Example.com>\r\n"
    b"To: Support <acc-mail@in.example.net>\r\n"
    b"Date: Mon, 4 May 2026 10:00:00 -0300\r\n"
)


def letter(body: bytes, *heads: str, first: bytes = HEAD) -> bytes:
    more = "".join(f"{head}\r\n" for head in heads).encode("utf-8", "surrogateescape")
    return first + more + b"MIME-Version: 1.0\r\n" + body.replace(b"\n", b"\r\n")


def text(words: str, *heads: str, charset: str = "utf-8") -> bytes:
    kind = f"Content-Type: text/plain; charset={charset}"
    return letter(b"\n" + words.encode(charset), kind, *heads)


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40

GMAIL = letter(
    b"""Content-Type: multipart/alternative; boundary="000"

--000
Content-Type: text/plain; charset="UTF-8"
Content-Transfer-Encoding: quoted-printable

Ol=C3=A1, it is still broken.

On Mon, May 4, 2026 at 9:00 AM Acme Support <
acc-mail+t@in.example.net> wrote:

> Did you try again?
>

--000
Content-Type: text/html; charset="UTF-8"

<div dir="ltr">Ol\xc3\xa1, it is <b>still</b> broken.</div><br>
<div class="gmail_quote"><div class="gmail_attr">On Mon, Acme wrote:<br></div>
<blockquote class="gmail_quote" style="margin:0">Did you try again?</blockquote></div>

--000--
""",
    "Message-ID: <CAF1@mail.gmail.com>",
    "In-Reply-To: <0100abc-1@email.amazonses.com>",
    "References: <first@mail.gmail.com> <0100abc-1@email.amazonses.com>",
    "Subject: Re: =?UTF-8?B?TcOhcXVpbmE=?=",
)

OUTLOOK = letter(
    b"""Content-Type: text/plain; charset="Windows-1252"
Content-Transfer-Encoding: 8bit

Thanks \x97 please cancel it.

________________________________
From: Acme Support <support@acme.example>
Sent: Monday, May 4, 2026 9:00 AM
To: Ana
Subject: Your order

Shall we cancel it?
""",
    "Message-ID: <AM0PR01@eurprd01.prod.outlook.com>",
    "Subject: RE: Your order",
)

WITH_FILES = letter(
    b"""Content-Type: multipart/mixed; boundary=mix

--mix
Content-Type: multipart/related; boundary=rel

--rel
Content-Type: text/html; charset=utf-8

<p>See <img src="cid:logo@1"> and the file.</p><script>alert(1)</script>
<img src="https://spy.example/pixel.gif"><a href="javascript:alert(1)">x</a>
--rel
Content-Type: image/png; name="logo.png"
Content-ID: <logo@1>
Content-Disposition: inline; filename="logo.png"
Content-Transfer-Encoding: base64

"""
    + base64.b64encode(PNG)
    + b"""
--rel--
--mix
Content-Type: application/pdf
Content-Disposition: attachment; filename*=UTF-8''or%C3%A7amento%2F..%2Fx.pdf
Content-Transfer-Encoding: base64

"""
    + base64.b64encode(b"%PDF-1.4 ...")
    + b"""
--mix
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
END:VCALENDAR
--mix
Content-Type: application/ms-tnef; name="winmail.dat"
Content-Transfer-Encoding: base64

eJ8+Ig==
--mix
Content-Type: message/rfc822

From: Bob <bob@example.com>
Subject: inner

Inner words.
--mix--
""",
    "Message-ID: <files@example.com>",
    "Subject: Files",
)

VACATION = text(
    "I am away until Monday.",
    "Message-ID: <away@example.com>",
    "Auto-Submitted: auto-replied",
    "Subject: Automatic reply: Your order",
)

LIST = text(
    "This week's news.",
    "Message-ID: <news@example.com>",
    "List-Id: <news.example.com>",
    "Precedence: bulk",
    "Subject: News",
)

BOUNCE = letter(
    b"""Content-Type: multipart/report; report-type=delivery-status; boundary=rep

--rep
Content-Type: text/plain

Your message could not be delivered.
--rep
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ana@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user here

--rep
Content-Type: message/rfc822

Message-ID: <0100abc-1@email.amazonses.com>
Subject: Your order

hello
--rep--
""",
    "Message-ID: <dsn@mx.example.com>",
    "Subject: Undelivered Mail",
    first=b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\n",
)

MALFORMED = {
    "nothing": b"",
    "no headers": b"just words",
    "only a head": b"From: ana@example.com\r\nSubject: x",
    "no end of a multipart": letter(
        b"\n--b\nContent-Type: text/plain\n\nHello", "Content-Type: multipart/mixed; boundary=b"
    ),
    "no boundary": letter(b"\nHello", "Content-Type: multipart/mixed"),
    "a boundary that never comes": letter(
        b"\nHello", "Content-Type: multipart/mixed; boundary=never"
    ),
    "broken base64": letter(
        b"\nSGVsbG8*&^%", "Content-Type: text/plain", "Content-Transfer-Encoding: base64"
    ),
    "an unknown encoding": letter(
        b"\nHello", "Content-Type: text/plain", "Content-Transfer-Encoding: x-rot"
    ),
    "an unknown charset": letter(b"\nHell\xf6", "Content-Type: text/plain; charset=x-none"),
    "a charset that is none": letter(b"\nHello\xff", "Content-Type: text/plain; charset=idna"),
    "broken encoded words": text("Hello", "Subject: =?utf-8?B?A?= =?x?Q?=ff?= =?utf-8?q?"),
    "deep multiparts": b"From: a@b.example\r\n"
    + b"".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode()
        for n in range(900)
    )
    + b"\r\nHello",
    "comments in comments": b"From: " + b"(" * 5000 + b"\r\n\r\nHello",
    "a long line": b"From: ana@example.com\r\n\r\n" + b"x" * 300_000,
    "many headers": b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\nHello",
    "a long subject": text("Hello", "Subject: " + "=?utf-8?q?a?= " * 5000),
    "NUL and escapes": b"From: ana@example.com\r\n\r\nHel\x00lo \x1b[31m \xed\xa0\x80",
    "many parts": letter(
        b"\n" + b"--b\nContent-Type: text/plain\n\nx\n" * 2000 + b"--b--",
        "Content-Type: multipart/mixed; boundary=b",
    ),
    "uuencode": letter(
        b"\nbegin 644 a.txt\n#0V%T\n`\nend\n", "Content-Transfer-Encoding: x-uuencode"
    ),
    "a header within a header": text("Hello", "Subject: x\r\n\tBcc: all@example.com"),
}
