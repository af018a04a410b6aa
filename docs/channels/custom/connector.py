"""A connector for an API channel, in plain Python 3: nothing to install.

    TERTULIA_ADDRESS=https://... TERTULIA_KEY=whsec_... python connector.py 8080

Give http://<this machine>:8080/ as "Your address" (over TLS, in earnest), press Connect, and write:
each line is what a customer says, and what the team answers is printed.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOLERANCE = 300  # seconds that a clock may be wrong


class Refused(Exception):
    """An event that is not taken, ever. The agent reads why."""


def sign(key, id, stamp, body):
    """Standard Webhooks: HMAC-SHA256 of id, time and the very bytes of the body."""
    secret = base64.b64decode(key.removeprefix("whsec_"))
    signed = b".".join([id.encode(), stamp.encode(), body])
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def is_genuine(key, headers, body, now):
    """headers: anything with `get` that minds no case."""
    id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdecimal() or abs(now - int(stamp)) > TOLERANCE:
        return False
    right = sign(key, id, stamp, body)
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(right.encode(), each.encode()) for each in given)


class Connector:
    """address, key: as the channel's page shows them, once. on_event: is handed what the team
    writes and does, {"sender", "recipient": {"id"}, "message": {"type", ...}}; what it raises is
    answered with 500, so that the event comes again, and Refused with 422, so that it does not."""

    def __init__(self, address, key, on_event):
        self.address = address
        self.key = key
        self.on_event = on_event
        self.taken = set()  # ids of events; in earnest: in your database

    # --- from a customer to the team

    def say(self, sender, message, **event):
        """sender: {"id", "name", "photo": where it is, ...}. Returns the HTTP status; 200 once
        it is safe with us."""
        if message.get("type") not in ABOUT_ANOTHER:
            message = {"id": uuid.uuid4().hex, **message}
        event = {"id": uuid.uuid4().hex, **event, "sender": sender, "message": message}
        body = json.dumps(event).encode()
        for wait in (0, 1, 5, 30):
            time.sleep(wait)
            status = self._post(event["id"], body)
            if status and status < 500 and status != 429:
                break  # taken, or refused for good; the same id makes a repeat harmless
        return status

    def _post(self, id, body):
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "webhook-id": id,
            "webhook-timestamp": stamp,
            "webhook-signature": sign(self.key, id, stamp, body),
        }
        request = urllib.request.Request(self.address, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return answer.status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return 0

    def is_anybody_there(self):
        """Whether an agent is online now; False too while the channel is paused."""
        try:
            with urllib.request.urlopen(f"{self.address}/status", timeout=15) as answer:
                return answer.read() == b"1"
        except OSError:
            return False

    # --- from the team to a customer

    def take(self, headers, body):
        """What to answer a POST of Tertulia's with: a status and a text."""
        if not is_genuine(self.key, headers, body, time.time()):
            return 401, "wrong signature"
        event = json.loads(body)
        message = event["message"]
        id = event.get("id") or message["id"]  # where `message` is about another one, its own
        if message["type"] == "ping" or id in self.taken:
            return 200, ""
        try:
            self.on_event(event)
        except Refused as refusal:
            return 422, str(refusal)
        except Exception as problem:
            print(f"not taken, will come again: {problem!r}", file=sys.stderr)
            return 500, "try again"
        self.taken.add(id)
        return 200, ""

    def receipt(self, event, state, **more):
        """Tell what became of a message of the team: delivered, read or failed (with a reason)."""
        message = {"type": state, "id": event["message"]["id"], **more}
        return self.say(event["recipient"], message)


ABOUT_ANOTHER = {"delivered", "read", "seen", "failed", "edit", "delete", "reaction"}
"""Whose `id` is that of another message."""


def serve(connector, port=0, host=""):
    """Take events in the background. Returns the server: `server_port`, `shutdown()`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, words = connector.take(self.headers, body)
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((host, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main():
    customer = {"id": "guest-1", "name": "Guest"}

    def show(event):
        message = event["message"]
        if message["type"] in ("typein", "seen"):
            return  # in earnest: show it for ten seconds; mark the customer's messages as seen
        if message["type"] == "reaction":
            print(f"{event['sender']['name']}: {message['emoji'] or 'no reaction'}")
            return
        words = message.get("text") or message.get("file") or message["type"]
        print(f"{event['sender']['name'] or 'Bot'}: {words}")
        for button in message.get("keyboard", []):
            print(f"  [{button['text']}]")
        # Not in this call: Tertulia waits for our answer first.
        threading.Thread(target=connector.receipt, args=(event, "read")).start()

    connector = Connector(os.environ["TERTULIA_ADDRESS"], os.environ["TERTULIA_KEY"], show)
    serve(connector, int(sys.argv[1]))
    if not connector.is_anybody_there():
        print("Nobody is online just now; what you write is answered later.")
    for line in sys.stdin:
        if line.strip():
            status = connector.say(customer, {"type": "text", "text": line.strip()})
            if status != 200:
                print(f"not taken: {status}", file=sys.stderr)


if __name__ == "__main__":
    main()
