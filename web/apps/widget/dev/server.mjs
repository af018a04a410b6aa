// The widget without the product behind it: serves the built files, demo pages and a pretended API.
//   npm run build && node dev/server.mjs [port]      For looking at the widget; never shipped.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { scene } from "./scenes.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = resolve(here, "../../../dist/widget");
const port = Number(process.argv[2] ?? 4790);
const visitors = new Map();
const files = new Map();

const page = (name) => `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Bean & Leaf</title><body style="margin:0;font:16px Georgia;background:#faf6ef;color:#3a2d22">
<main style="max-width:720px;margin:64px auto;padding:0 20px"><h1>Bean & Leaf</h1>
<p>Single-origin coffee, roasted on Mondays and at your door by Thursday.</p></main>
<script async src="/w/loader.js" data-channel="${name}"></script></body></html>`;

function visitor(token, name) {
  if (!visitors.has(token)) visitors.set(token, { ...scene(name), token, sockets: new Set() });
  return visitors.get(token);
}

function tell(who, ...events) {
  for (const socket of who.sockets) socket.write(frame(JSON.stringify({ type: "events", events })));
}

function frame(text) {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

function add(who, author, content, clientId = "") {
  const at = new Date().toISOString();
  who.conversation ??= { id: "c1", seq: 0, status: "open" };
  const seq = ++who.conversation.seq;
  const message = { conversation_id: who.conversation.id, seq, author, content, visibility: "public", at, client_id: clientId, rev: 1 };
  who.messages.push(message);
  tell(who, { type: "message.created", message });
  return message;
}

/** An agent who reads, thinks, types and answers. */
function answer(who, content) {
  const typing = (on) => tell(who, { type: "typing", conversation_id: "c1", author_kind: "agent", author_id: "a1", author_name: "Rui Costa", on });
  setTimeout(() => {
    who.conversation = { ...who.conversation, agent: who.config.agents[0], agent_read: who.conversation.seq };
    tell(who, { type: "widget.conversation", conversation: who.conversation });
    typing(true);
  }, 600);
  setTimeout(() => add(who, { kind: "agent", id: "a1", name: "Rui Costa" }, { kind: "text", text: `You said: ${content.text || content.kind}` }), 2200);
}

const routes = {
  "POST session": (who) => ({ token: who.token, config: who.config, contact: { id: "p1" }, conversation: who.conversation ?? null, messages: who.messages.slice(-30), more: who.messages.length > 30, agents_online: true }),
  "POST visit": () => null,
  "POST receipts": () => null,
  "PATCH contact": (who, body) => ({ id: "p1", ...body }),
  "POST messages": (who, body) => {
    const known = who.messages.find((m) => m.client_id === body.client_id);
    const message = known ?? add(who, { kind: "contact" }, body.content, body.client_id);
    if (!known) answer(who, body.content);
    return { message, conversation: who.conversation };
  },
  "GET messages": (who, _, query) => {
    const before = Number(query.get("before"));
    const all = who.messages.filter((m) => (before ? m.seq < before : m.seq > Number(query.get("after"))));
    const part = before ? all.slice(-30) : all.slice(0, 50);
    return { conversation: who.conversation ?? null, messages: part, more: part.length < all.length };
  },
  "POST uploads": (who, body) => ({ key: `media/${Math.random()}/${body.name}`, url: "/bucket", fields: { policy: "p" } }),
  "POST media/links": (_, body) => ({ links: Object.fromEntries(body.keys.map((key) => [key, `/bucket?key=${encodeURIComponent(key)}`])) }),
  "POST sockets/ticket": (who) => ({ url: `ws://127.0.0.1:${port}/socket?${who.token}` }),
};

async function serve(request, response) {
  const url = new URL(request.url, `http://127.0.0.1:${port}`);
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const send = (status, body, type) => response.writeHead(status, { "content-type": type }).end(body);
  if (url.pathname.startsWith("/w/")) return send(200, await readFile(join(dist, url.pathname.slice(3))), "text/javascript");
  if (url.pathname === "/bucket") return send(200, files.get(url.searchParams.get("key")) ?? (await readFile(join(here, "picture.svg"))), "image/svg+xml");
  if (!url.pathname.startsWith("/api/widget/")) return send(200, page(url.pathname.slice(1) || "empty"), "text/html");
  const [, , , ...rest] = url.pathname.split("/");
  const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : {};
  const opening = rest[1] === "session";
  const token = opening ? body.token || `${rest[0]}-${Math.random()}` : (request.headers.authorization ?? "").slice(7);
  const route = routes[`${request.method} ${opening ? "session" : rest.join("/")}`];
  const result = route?.(visitor(token, token.split("-")[0]), body, url.searchParams);
  send(result === undefined ? 404 : result === null ? 204 : 200, result ? JSON.stringify(result) : null, "application/json");
}

const server = createServer((request, response) => serve(request, response).catch((error) => response.writeHead(404).end(String(error))));
server.on("upgrade", (request, socket) => {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const who = visitor(new URL(request.url, "http://x").search.slice(1));
  who.sockets.add(socket);
  socket.on("data", () => {});
  socket.on("error", () => {});
  socket.on("close", () => who.sockets.delete(socket));
});
server.listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/`));
