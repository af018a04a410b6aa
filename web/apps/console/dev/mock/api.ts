import type { ConversationView, SendRequest } from "@tertulia/protocol";
import { agents, append, channels, contacts, conversations, me, messages, queues } from "./data";
import { push } from "./push";

export interface MockRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  // Whatever the console sends; the real API checks it.
  body: any;
  origin: string;
}
export interface Answer {
  status: number;
  value?: unknown;
  type?: string;
}

let signedIn = true;
const TAGS = [{ id: "order", name: "Order", colour: "teal" }, { id: "vip", name: "VIP", colour: "red" }];
const ok = (value: unknown): Answer => ({ status: 200, value });
const problem = (status: number, code: string, detail: string, field = ""): Answer => ({
  status,
  value: { type: "about:blank", title: code, status, code, detail, field },
});
const session = { access_token: "mock", expires_in: 3600 };

type Route = [method: string, path: RegExp, run: (request: MockRequest, id: string, more: string) => Answer];

const routes: Route[] = [
  ["POST", /^\/auth\/sign-in$/, ({ body }) => {
    if (body.password === "wrong") return problem(401, "unauthenticated", "wrong e-mail or password");
    signedIn = true;
    return ok(session);
  }],
  ["POST", /^\/auth\/refresh$/, () => (signedIn ? ok(session) : problem(401, "unauthenticated", ""))],
  ["POST", /^\/auth\/sign-out$/, () => {
    signedIn = false;
    return { status: 204, value: "" };
  }],
  ["GET", /^\/me$/, () => ok({ account: { id: "ac", name: "Aurora", language: "en" }, me, agents, queues, channels, tags: TAGS })],
  ["GET", /^\/views$/, () => ok({ views: [] })],
  ["PATCH", /^\/me$/, ({ body }) => {
    Object.assign(me, body);
    push({ type: "presence", agent_id: me.id, presence: me.presence ?? "online" });
    return ok(me);
  }],
  ["GET", /^\/conversations$/, ({ query }) => list(query)],
  ["GET", /^\/conversations\/([^/]+)$/, (_, id) => detail(id)],
  ["PATCH", /^\/conversations\/([^/]+)$/, ({ body }, id) => change(id, body)],
  ["GET", /^\/conversations\/([^/]+)\/messages$/, ({ query }, id) => page(id, query)],
  ["POST", /^\/conversations\/([^/]+)\/messages$/, ({ body }, id) => post(id, body)],
  ["POST", /^\/conversations\/([^/]+)\/messages\/(\d+)\/retry$/, (_, id, seq) => deliver(id, Number(seq), "sent")],
  ["POST", /^\/conversations\/([^/]+)\/read$/, ({ body }, id) => {
    const row = conversations.get(id)!;
    conversations.set(id, { ...row, reads: { ...row.reads, [me.id]: body.inbound } });
    return { status: 204, value: "" };
  }],
  ["GET", /^\/contacts\/([^/]+)$/, (_, id) => ok(contacts.get(id))],
  ["PATCH", /^\/contacts\/([^/]+)$/, ({ body }, id) => {
    const held = contacts.get(id)!;
    if (body.version !== held.version) return problem(409, "conflict", "somebody was faster");
    const saved = { ...held, ...body, version: (held.version ?? 0) + 1 };
    contacts.set(id, saved);
    return ok(saved);
  }],
  ["GET", /^\/contacts\/([^/]+)\/conversations$/, (_, id) =>
    ok({ conversations: [...conversations.values()].filter((row) => row.contact_id === id) })],
  ["POST", /^\/uploads$/, ({ body, origin }) => ok({ key: `media/${body.name}`, url: `${origin}/api/bucket`, fields: { key: body.name } })],
  ["POST", /^\/bucket$/, () => ({ status: 204, value: "" })],
  ["POST", /^\/media\/links$/, ({ body, origin }) =>
    ok({ links: Object.fromEntries(body.keys.map((key: string) => [key, `${origin}/api/picture?${encodeURIComponent(key)}`])) })],
  ["GET", /^\/picture$/, () => ({ status: 200, type: "image/svg+xml", value: PICTURE })],
  ["GET", /^\/channels$/, () => ok(channels)],
  ["POST", /^\/channels$/, ({ body }) => {
    if (body.secrets?.token && !/^\d+:/.test(body.secrets.token)) {
      return problem(422, "invalid_input", "must be a token as BotFather gives it", "secrets.token");
    }
    const made = { id: `ch-${channels.length}`, ...body, secrets_set: Object.keys(body.secrets), health: "unverified" as const };
    channels.push(made);
    return ok(made);
  }],
  ["PATCH", /^\/channels\/([^/]+)$/, ({ body }, id) => ok(Object.assign(channels.find((one) => one.id === id)!, body))],
  ["POST", /^\/channels\/([^/]+)\/connect$/, (_, id) => ok(Object.assign(channels.find((one) => one.id === id)!, { health: "ok" }))],
  ["POST", /^\/sockets\/ticket$/, ({ origin }) => ok({ url: `${origin.replace("http", "ws")}/mock-socket` })],
  // For scripts that look at the screens: what others do.
  ["POST", /^\/mock\/inbound\/([^/]+)$/, ({ body }, id) => {
    const message = append(id, { content: { kind: "text", text: body.text } });
    push({ type: "message.created", message });
    return ok(message);
  }],
  ["POST", /^\/mock\/push$/, ({ body }) => {
    push(body);
    return ok({});
  }],
];

export function answer(request: MockRequest): Answer {
  for (const [method, path, run] of routes) {
    const match = method === request.method && path.exec(request.path);
    if (match) return run(request, match[1] ?? "", match[2] ?? "");
  }
  return problem(404, "not_found", `no ${request.method} ${request.path}`);
}

function list(query: URLSearchParams): Answer {
  const view = query.get("view");
  const key = (row: ConversationView) => (view === "all" ? row.last_at : row.opened_at) + row.id;
  const rows = [...conversations.values()]
    .filter((row) => row.status === query.get("status"))
    .filter((row) => (view === "mine" ? row.assignee_id === me.id : view === "all" || !row.assignee_id))
    .sort((a, b) => (key(a) < key(b) ? 1 : -1));
  const from = Number(query.get("cursor") || 0);
  const to = from + Number(query.get("limit") ?? 30);
  return ok({ conversations: rows.slice(from, to), cursor: to < rows.length ? String(to) : "" });
}

function detail(id: string): Answer {
  const row = conversations.get(id);
  if (!row) return problem(404, "not_found", "");
  const all = messages.get(id)!;
  return ok({ conversation: row, messages: all.slice(-50), more: all.length > 50, contact: contacts.get(row.contact_id) });
}

function page(id: string, query: URLSearchParams): Answer {
  const all = messages.get(id)!;
  const before = query.get("before");
  const found = before ? all.filter(({ seq }) => seq < Number(before)) : all.filter(({ seq }) => seq > Number(query.get("after")));
  const shown = before ? found.slice(-50) : found.slice(0, 50);
  return ok({ messages: shown, more: found.length > shown.length });
}

function change(id: string, body: Partial<ConversationView>): Answer {
  const row = { ...conversations.get(id)!, ...body, version: conversations.get(id)!.version + 1 };
  conversations.set(id, row);
  const name = body.status
    ? `conversation.${body.status === "open" ? "reopened" : body.status}`
    : body.assignee_id !== undefined
      ? body.assignee_id ? "conversation.assigned" : "conversation.unassigned"
      : body.queue_id !== undefined ? "conversation.queued" : "conversation.prioritised";
  const data = Object.fromEntries(Object.entries(body).map(([field, value]) => [field === "snoozed_until" ? "until" : field, String(value)]));
  const message = append(id, { author: { kind: "agent", id: me.id, name: me.name }, visibility: "event", content: { kind: "event", event: name, data } });
  const after = conversations.get(id)!;
  push({ type: "conversation.updated", conversation: after }, { type: "message.created", message });
  return ok(after);
}

function post(id: string, body: SendRequest): Answer {
  if (body.content.text?.includes("fail")) return problem(503, "try_again", "");
  const message = append(id, {
    author: { kind: "agent", id: me.id, name: me.name },
    content: body.content,
    client_id: body.client_id,
    reply_to: body.reply_to,
    visibility: body.note ? "note" : "public",
    delivery: { state: body.note ? "none" : "queued" },
  });
  push({ type: "message.created", message });
  if (!body.note) {
    setTimeout(() => deliver(id, message.seq, "sent"), 400);
    setTimeout(() => deliver(id, message.seq, "delivered"), 900);
  }
  return ok(message);
}

function deliver(id: string, seq: number, state: "sent" | "delivered"): Answer {
  const all = messages.get(id)!;
  const at = all.findIndex((message) => message.seq === seq);
  const message = { ...all[at]!, delivery: { state }, rev: (all[at]!.rev ?? 0) + 1 };
  all[at] = message;
  push({ type: "message.updated", message });
  return ok(message);
}

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="600" viewBox="0 0 900 600"><rect width="900" height="600" fill="#e9e2d6"/><rect y="420" width="900" height="180" fill="#cdbfa9"/><rect x="180" y="290" width="540" height="34" rx="8" fill="#8a5a33"/><path d="M220 324 200 500M680 324l20 176" stroke="#6f4525" stroke-width="22" stroke-linecap="round"/><circle cx="470" cy="240" r="46" fill="#6a8f5c"/><rect x="446" y="250" width="48" height="42" rx="6" fill="#d8d2c8"/></svg>`;
