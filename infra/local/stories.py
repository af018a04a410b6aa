"""`python -m infra.local.stories`: a running local stack gets a day's worth of conversations,
with a photo, tags, notes and what else an inbox has. What README's pictures show.

A new stack is given them by itself. Without the providers' stand-ins all write on the shop's site.
Doing it twice makes them twice.
"""

from __future__ import annotations

import argparse
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import hypot
from pathlib import Path
from typing import Any
from unicodedata import normalize

from infra.local.emulators.samples import png

Json = dict[str, Any]
PATIENCE_S = 60


@dataclass(frozen=True, slots=True)
class Caller:
    base: str
    token: str = ""

    def __call__(self, method: str, path: str, body: Json | None = None) -> Json:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = json.dumps(body).encode() if body is not None else None
        asked = urllib.request.Request(self.base + path, data, headers, method=method)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            text = answer.read()
        return dict(json.loads(text)) if text.startswith(b"{") else {}

    def post_photo(self, path: str, caption: str, photo: bytes) -> None:
        """As a form, by RFC 7578."""
        mark = uuid.uuid4().hex
        part = f'--{mark}\r\nContent-Disposition: form-data; name="'
        head = f'{part}file"; filename="cup.png"\r\nContent-Type: image/png\r\n\r\n'
        words = f'\r\n{part}text"\r\n\r\n{caption}\r\n--{mark}--\r\n'
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        body = head.encode() + photo + words.encode()
        asked = urllib.request.Request(self.base + path, body, headers, method="POST")
        urllib.request.urlopen(asked, timeout=30).close()


@dataclass(slots=True)
class Stage:
    """The stack and its people. ids: of agents, queues and tags, by name."""

    told: Json
    ana: Caller
    ben: Caller
    owner: Caller
    ids: dict[str, str]

    def agent_says(self, who: Caller, conversation: str, text: str, note: bool = False) -> None:
        content = _text(text)
        if note:
            content["mentions"] = [id for name, id in self.ids.items() if f"@{name}" in text]
        body = {"client_id": uuid.uuid4().hex, "content": content, "note": note}
        who("POST", f"/conversations/{conversation}/messages", body)

    def writes(self, provider: str, name: str, *texts: str, photo: bytes = b"") -> str:
        """A new person of that provider; photo: of what he wrote last. Returns the conversation."""
        if provider not in self.told["emulators"]:
            return self.visits(name, *texts)
        control = Caller(f"{self.told['emulators'][provider]}/_control")
        person = control("POST", "/people", {"name": name})["id"]
        for number, text in enumerate(texts, 1):
            if photo and number == len(texts):
                control.post_photo(f"/people/{person}/send", text, photo)
            else:
                control("POST", f"/people/{person}/send", {"text": text})
        return self.conversation(texts[-1])

    def visits(self, name: str, *texts: str, **visit: str) -> str:
        """A newcomer on the shop's site. Returns the conversation."""
        api = str(self.told["api"])
        channel = next(one["id"] for one in self.told["channels"] if one["kind"] == "website")
        session = Caller(api)(
            "POST",
            f"/widget/{channel}/session",
            {"token": "", "visit": {"language": "en", **visit}},
        )
        visitor = Caller(api, session["token"])
        for text in texts:
            body = {"client_id": uuid.uuid4().hex, "content": _text(text)}
            visitor("POST", "/widget/messages", body)
        found = self.conversation(texts[-1])
        contact = self.ana("GET", f"/conversations/{found}")["contact"]["id"]
        plain = normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        known = {"name": name, "email": f"{plain.replace(' ', '@')}.example"}
        self.ana("PATCH", f"/contacts/{contact}", known)
        return found

    def conversation(self, text: str) -> str:
        def look() -> str | None:
            rows = self.ana("GET", "/conversations?view=all&status=open")["conversations"]
            return next((row["id"] for row in rows if row["last"]["text"] == text), None)

        return _eventually(look)

    def change(self, conversation: str, **change: Any) -> None:
        self.ana("PATCH", f"/conversations/{conversation}", change)


def _text(text: str) -> Json:
    return {"kind": "text", "text": text}


def _eventually(look: Callable[[], str | None]) -> str:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    raise SystemExit("The stack did not answer in time.")


def stage(told: Json) -> Stage:
    def sign_in(start: str) -> Caller:
        one = next(each for each in told["accounts"] if each["email"].startswith(start))
        api = str(told["api"])
        body = {"email": one["email"], "password": one["password"]}
        return Caller(api, Caller(api)("POST", "/auth/sign-in", body)["access_token"])

    owner = sign_in("owner")
    for name, colour in (("Order", "blue"), ("VIP", "purple"), ("Refund", "red"), ("Café", "teal")):
        try:
            owner("POST", "/tags", {"name": name, "colour": colour})
        except urllib.error.HTTPError as problem:
            if problem.code != 409:  # it is there
                raise
    me = owner("GET", "/me")
    ids = {one["name"]: one["id"] for one in [*me["agents"], *me["queues"], *me["tags"]]}
    return Stage(told, sign_in("ana"), sign_in("ben"), owner, ids)


def tell(on: Stage) -> None:
    """The oldest first; the last one stands at the top. Olivia is who looks: two are hers."""
    ids = on.ids
    kenji = on.writes("messenger", "Kenji Watanabe", "Do you rent out the roastery for a birthday?")
    on.change(kenji, queue_id=ids["Sales"], assignee_id=ids["Olivia Owner"], add_tags=[ids["Café"]])
    on.agent_says(on.owner, kenji, "We do, Kenji, on Sundays. I write to you tomorrow.")
    tomorrow = (datetime.now(UTC) + timedelta(hours=18)).isoformat()
    on.change(kenji, status="snoozed", snoozed_until=tomorrow)
    lost = on.writes("whatsapp", "Miguel Torres", "Buenos días, ¿mi pedido 4471 ya salió?")
    on.change(lost, queue_id=ids["Support"], assignee_id=ids["Ben Carter"], add_tags=[ids["Order"]])
    on.agent_says(on.ben, lost, "Buenos días, Miguel. Sí, salió ayer; llega mañana por la mañana.")
    on.writes("telegram", "Lena Fischer", "Hi! Which of your teas have no caffeine at all?")
    on.visits(
        "Tom Becker",
        "Is the Saturday tasting already full?",
        url="https://cafe-tertulia.example/tastings",
        title="Tastings",
    )
    broken = on.writes(
        "whatsapp",
        "Priya Nair",
        "The cup of the set I bought last week came like this, with a crack",
        photo=picture(),
    )
    on.change(broken, priority="high", queue_id=ids["Support"], add_tags=[ids["Refund"]])
    first = on.writes(
        "telegram", "Ana Souza", "Oi! Vocês têm o Cerrado em grão?", "O pacote de 1 kg, por favor"
    )
    on.change(first, queue_id=ids["Sales"], assignee_id=ids["Ana Ribeiro"])
    waits = on.writes("instagram", "Sofía Marín", "¡Hola! ¿La suscripción se puede regalar?")
    on.change(waits, queue_id=ids["Sales"], assignee_id=ids["Olivia Owner"])
    _emma(on)


def _emma(on: Stage) -> None:
    ids = on.ids
    words = "I am after 2 kg of the Ethiopian for a small café in Porto."
    emma = on.visits(
        "Emma Clarke",
        "Hello, do you ship to Portugal?",
        words,
        url="https://cafe-tertulia.example/coffee",
        title="Coffee",
        referrer="https://www.google.com/",
    )
    on.change(
        emma,
        queue_id=ids["Sales"],
        assignee_id=ids["Olivia Owner"],
        add_tags=[ids["Order"], ids["Café"]],
        attributes={"order": "A-4488"},
    )
    on.agent_says(on.owner, emma, "Hi Emma, we do, every Tuesday and Thursday.")
    price = "Two kilos of Guji come to *€58*, delivery included. Shall I put it together?"
    on.agent_says(on.owner, emma, price)
    note = "@Ben Carter she asks about café volumes. Is the 10% card still on?"
    on.agent_says(on.owner, emma, note, note=True)
    on.agent_says(on.ben, emma, "It is, until the end of the month.", note=True)


def picture(width: int = 480, height: int = 320) -> bytes:
    """A cup of coffee on a table, from above; cracked."""
    middle, edge = (width / 2, height / 2), height / 2

    def paint(x: int, y: int) -> tuple[int, int, int]:
        off = hypot(x - middle[0], y - middle[1]) / edge
        crack = abs(x - middle[0] - 14 * ((y // 9) % 2) - y / 5) < 2
        light = 1 - 0.25 * (x + y) / (width + height)
        if off < 0.42:
            tone = (74, 44, 26) if off < 0.36 else (112, 70, 40)
        elif off < 0.52:
            tone = (90, 90, 96) if crack and y < middle[1] else (244, 240, 232)
        elif off < 0.88:
            tone = (226, 220, 208) if off > 0.56 else (186, 176, 160)
        else:
            tone = (150, 108, 72) if (y + (x // 60) * 7) % 46 > 2 else (118, 82, 52)
        red, green, blue = (int(each * light) for each in tone)
        return red, green, blue

    return png(width, height, paint)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.local.stories", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(".local"), help="of the running stack")
    told = json.loads((parser.parse_args().folder / "stack.json").read_text())
    tell(stage(told))


if __name__ == "__main__":
    main()
