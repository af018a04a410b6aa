// A connector for an API channel, in plain JavaScript (Node 18 or later): nothing to install.
//
//   TERTULIA_ADDRESS=https://... TERTULIA_KEY=whsec_... node connector.mjs 8080
//
// Each line of the input is what a customer says; what the team answers is printed.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

const { TERTULIA_ADDRESS: address, TERTULIA_KEY: key } = process.env;
const customer = { id: "guest-1", name: "Guest" };
const taken = new Set(); // ids of messages; in earnest: in your database

// Standard Webhooks: HMAC-SHA256 of id, time and the very bytes of the body.
function sign(id, stamp, body) {
  const secret = Buffer.from(key.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", secret).update(`${id}.${stamp}.`).update(body).digest("base64")}`;
}

function isGenuine(headers, body) {
  const stamp = headers["webhook-timestamp"] ?? "";
  if (!/^\d+$/.test(stamp) || Math.abs(Date.now() / 1000 - Number(stamp)) > 300) return false;
  const right = Buffer.from(sign(headers["webhook-id"] ?? "", stamp, body));
  return (headers["webhook-signature"] ?? "").split(" ").some((each) => {
    const given = Buffer.from(each);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

// From a customer to the team. A repeat with the same id changes nothing.
async function say(sender, message) {
  const id = randomUUID();
  const body = JSON.stringify({ id, sender, message });
  for (const wait of [0, 1, 5, 30]) {
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    const stamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      "Content-Type": "application/json; charset=utf-8",
      "webhook-id": id,
      "webhook-timestamp": stamp,
      "webhook-signature": sign(id, stamp, body),
    };
    const status = await fetch(address, { method: "POST", headers, body }).then((it) => it.status, () => 0);
    if (status && status < 500 && status !== 429) return status;
  }
  return 0;
}

// Whether an agent is online now; false too while the channel is paused.
const isAnybodyThere = () => fetch(`${address}/status`).then(async (it) => (await it.text()) === "1", () => false);

// From the team to a customer.
function take(event) {
  const { sender, recipient, message } = event;
  const id = event.id ?? message.id; // where `message` is about another one, its own
  if (message.type === "ping" || taken.has(id)) return;
  taken.add(id);
  if (message.type === "typein" || message.type === "seen") return; // in earnest: show it
  if (message.type === "reaction") {
    console.log(`${sender.name}: ${message.emoji || "no reaction"}`);
    return;
  }
  console.log(`${sender.name || "Bot"}: ${message.text ?? message.file ?? message.type}`);
  void say(recipient, { type: "read", id: message.id });
}

const server = createServer((request, response) => {
  const pieces = [];
  request.on("data", (piece) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces);
    const genuine = isGenuine(request.headers, body);
    if (genuine) take(JSON.parse(body.toString()));
    response.writeHead(genuine ? 200 : 401, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(genuine ? "" : "wrong signature");
  });
});
server.listen(Number(process.argv[2] ?? 8080), () => console.log(`listening on ${server.address().port}`));
if (!(await isAnybodyThere())) console.log("Nobody is online just now; what you write is answered later.");

createInterface({ input: process.stdin }).on("line", async (line) => {
  if (line.trim()) console.log(`said: ${await say(customer, { type: "text", id: randomUUID(), text: line.trim() })}`);
});
