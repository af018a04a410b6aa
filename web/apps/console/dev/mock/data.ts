import type {
  AgentView,
  ChannelView,
  Content,
  ContactView,
  ConversationView,
  MessageView,
  QueueView,
} from "@tertulia/protocol";
import { previewOf } from "@tertulia/protocol";

export const agents: AgentView[] = [
  { id: "ag-rui", name: "Rui Costa", email: "rui@aurora.example", role: "owner", presence: "online" },
  { id: "ag-lucia", name: "Lucía Fernández", email: "lucia@aurora.example", role: "agent", presence: "busy" },
  { id: "ag-maya", name: "Maya Okafor", email: "maya@aurora.example", role: "agent", presence: "away" },
];
export const me = agents[0]!;
export const queues: QueueView[] = [
  { id: "q-sales", name: "Sales", member_ids: ["ag-rui", "ag-lucia"] },
  { id: "q-support", name: "Support", member_ids: ["ag-maya"] },
];
export const channels: ChannelView[] = [
  { id: "ch-web", kind: "website", name: "Aurora shop", settings: { title: "Aurora", colour: "#3b5bdb", language: "en", position: "right", domains: "aurora.example" }, health: "ok" },
  { id: "ch-tg", kind: "telegram", name: "Aurora bot", settings: { bot_username: "aurora_shop_bot" }, secrets_set: ["token"], health: "ok" },
  { id: "ch-wa", kind: "whatsapp", name: "WhatsApp Brasil", settings: { phone_number_id: "106540352242922", waba_id: "102290129340398" }, secrets_set: ["access_token", "app_secret", "verify_token"], health: "unverified", health_detail: "The webhook has not been verified by Meta.", webhook_url: "https://chat.aurora.example/api/hooks/whatsapp/ch-wa" },
];

const NAMES = ["Ana Souza", "Kenji Watanabe", "Chidi Eze", "Marta Ruiz", "Oliver Brandt", "Priya Natarajan", "João Pereira", "Sofia Rossi", "Liam O'Connor", "Yara Haddad", "Noah Williams", "Camila Torres", "Emeka Obi", "Hanna Lindqvist", "Diego Alvarez", "Zoe Papadaki", "Mateus Lima", "Fatima Zahra", "Tom Becker", "Inés Vidal", "Arjun Mehta", "Beatriz Ramos", "Lena Vogel", "Samir Khalil", "Grace Kim"];
const WORDS = [
  "Hi! Do you ship to Madeira, and how long does it take?",
  "The discount code from the newsletter does not work at checkout.",
  "My parcel says delivered, but nobody has seen it here.",
  "Could I change the size of the jacket in order 48213?",
  "Is the oak table still available in the smaller size?",
  "Thanks, that was quick. Have a nice day.",
  "I would like an invoice with my company's name on it.",
  "Can I return it in your shop in Porto?",
  "The app logs me out every time I open the basket.",
  "Do you have a phone number I could call?",
];

export const conversations = new Map<string, ConversationView>();
export const messages = new Map<string, MessageView[]>();
export const contacts = new Map<string, ContactView>();

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
const pick = <T>(from: readonly T[], i: number): T => from[i % from.length]!;

export function append(id: string, made: Partial<MessageView> & { content: Content }): MessageView {
  const list = messages.get(id)!;
  const row = conversations.get(id)!;
  const before = list.at(-1);
  const author = made.author ?? { kind: "contact" as const, id: row.contact_id, name: row.contact_name };
  const message: MessageView = {
    conversation_id: id,
    seq: (before?.seq ?? 0) + 1,
    author,
    visibility: "public",
    at: new Date().toISOString(),
    inbound: (before?.inbound ?? 0) + (author.kind === "contact" ? 1 : 0),
    ...made,
  };
  list.push(message);
  const waits = message.visibility !== "public" ? row.waiting_since : author.kind === "contact" ? (row.waiting_since ?? message.at) : null;
  conversations.set(id, { ...row, seq: message.seq, inbound: message.inbound!, last: previewOf(message), last_at: message.at, waiting_since: waits });
  return message;
}

const text = (words: string): Content => ({ kind: "text", text: words });
const mine = { kind: "agent", id: me.id, name: me.name } as const;
const lucia = { kind: "agent", id: "ag-lucia", name: "Lucía Fernández" } as const;

function make(i: number): void {
  const id = `cv-${i}`;
  const contactId = `ct-${i % 60}`;
  const kind = pick(["whatsapp", "website", "telegram", "website"], i);
  const anonymous = i % 9 === 4;
  const name = anonymous ? "" : pick(NAMES, i);
  const status = i < 92 ? "open" : pick(["resolved", "snoozed", "pending", "resolved"] as const, i);
  const opened = 6 + i * 41;
  conversations.set(id, {
    id,
    channel_id: kind === "whatsapp" ? "ch-wa" : kind === "telegram" ? "ch-tg" : "ch-web",
    channel_kind: kind,
    contact_id: contactId,
    contact_name: name,
    status,
    assignee_id: i % 3 === 0 ? me.id : i % 3 === 1 ? "" : "ag-lucia",
    queue_id: pick(["q-sales", "", "q-support"], i),
    priority: pick(["", "", "urgent", "", "high", ""] as const, i),
    snoozed_until: status === "snoozed" ? new Date(Date.now() + 86_400_000).toISOString() : null,
    opened_at: ago(opened),
    last_at: ago(opened),
    seq: 0,
    inbound: 0,
    last: {},
    reads: {},
    tags: i % 4 === 0 ? ["order"] : [],
    version: 1,
  });
  messages.set(id, []);
  if (!contacts.has(contactId)) contacts.set(contactId, contact(contactId, name, i, kind));
  const turns = i % 7 === 0 ? 3 : 2;
  for (let n = 0; n < turns; n++) {
    append(id, { content: text(pick(WORDS, i + n * 3)), at: ago(opened - n * 2) });
    if (n < turns - 1) append(id, { author: pick([mine, lucia], i), content: text("Of course, let me look that up for you."), at: ago(opened - n * 2 - 1), delivery: { state: "read" } });
  }
  const row = conversations.get(id)!;
  conversations.set(id, { ...row, reads: { [me.id]: i % 5 === 0 ? 0 : row.inbound } });
}

function contact(id: string, name: string, i: number, kind: string): ContactView {
  return {
    id,
    name,
    email: name ? `${name.split(" ")[0]!.toLowerCase().normalize("NFD").replace(/\W/g, "")}@mail.example` : "",
    phone: kind === "whatsapp" ? "+55 11 91234-5678" : "",
    created_at: ago(60 * 24 * (30 + i)),
    language: "pt-BR",
    attributes: i % 2 ? { plan: "Business", customer_no: String(10234 + i) } : {},
    version: 1,
    visitor:
      kind === "website"
        ? {
            first_seen_at: ago(60 * 24 * 12),
            last_seen_at: ago(1),
            visits_count: 4,
            pages_count: 11,
            online: true,
            country: "PT",
            city: "Funchal",
            language: "pt-BR",
            browser: "Firefox 141",
            os: "Windows 11",
            device: "Desktop",
            referrer: "https://www.google.com/search?q=oak+table",
            utm: { source: "newsletter", campaign: "autumn" },
            pages: ["", "tables", "tables/oak", "tables/oak-small", "shipping", "basket", "checkout"].map((page, n) => ({
              url: `https://www.aurora.example/${page}`,
              title: page ? page.split("/").at(-1)!.replace("-", " ").replace(/^./, (letter) => letter.toUpperCase()) : "Aurora · Home",
              at: ago(14 - n * 2),
            })),
          }
        : null,
  };
}

for (let i = 0; i < 140; i++) make(i);

/** One conversation that holds a bit of everything, and is long enough to scroll. */
function showcase(): void {
  const id = "cv-0";
  messages.set(id, []);
  conversations.set(id, { ...conversations.get(id)!, seq: 0, inbound: 0, waiting_since: null });
  for (let n = 0; n < 230; n++) {
    const ours = n % 3 === 2;
    append(id, {
      ...(ours ? { author: pick([mine, lucia], n), delivery: { state: "read" } } : {}),
      content: text(`${pick(WORDS, n)} (${n + 1})`),
      at: ago(60 * 24 * 6 - n * 30),
    });
  }
  const event = (name: string, minutes: number, data: Record<string, string> = {}) =>
    append(id, { author: mine, visibility: "event", content: { kind: "event", event: name, data }, at: ago(minutes) });
  event("conversation.queued", 95, { queue_id: "q-sales" });
  event("conversation.assigned", 94, { assignee_id: "ag-lucia" });
  event("conversation.prioritised", 93, { priority: "high" });
  event("conversation.assigned", 92, { assignee_id: me.id });
  append(id, { content: { ...text("Olá! I saw your oak table. Do you ship to Madeira?"), referral: { source: "Instagram ad", title: "Autumn oak", body: "20% off until Sunday", url: "https://instagram.com/p/abc" } }, at: ago(48) });
  append(id, { content: { kind: "image", text: "This one, in the small size", media: [{ mime: "image/svg+xml", name: "table.svg", size: 52_000, key: "media/table", width: 900, height: 600 }] }, at: ago(47) });
  append(id, { author: lucia, delivery: { state: "read" }, content: text("Yes, we do. Delivery takes 5 to 7 working days, see https://aurora.example/shipping (islands too)."), at: ago(45), reactions: { "contact:ct-0": "👍" }, reply_to: 235 });
  append(id, { author: lucia, visibility: "note", content: text("Regular customer, third order this year.\nHe gets free shipping if the basket is over 200 €."), at: ago(44) });
  append(id, { content: { kind: "voice", media: [{ mime: "audio/ogg", key: "media/voice", duration: 17, size: 30_000 }] }, at: ago(30) });
  append(id, { content: { kind: "location", location: { latitude: 32.6669, longitude: -16.9241, name: "Rua da Carreira 18", address: "9000-042 Funchal" } }, at: ago(29) });
  append(id, { author: mine, delivery: { state: "delivered" }, content: { kind: "options", text: "Which finish would you like?", options: [{ id: "1", title: "Natural" }, { id: "2", title: "Dark oiled" }, { id: "3", title: "White" }] }, at: ago(26) });
  append(id, { content: { kind: "choice", choice: { id: "2", title: "Dark oiled" } }, at: ago(25) });
  append(id, { author: mine, delivery: { state: "sent" }, content: { kind: "file", text: "", media: [{ mime: "application/pdf", name: "Offer 48213.pdf", size: 184_320, key: "media/offer" }] }, at: ago(22) });
  append(id, { author: mine, delivery: { state: "failed", reason: "Message undeliverable: the number is not on WhatsApp", code: "131026" }, content: text("You can also reach us at help@aurora.example."), at: ago(21) });
  append(id, { content: { kind: "contact", contacts: [{ name: "Pedro Nunes", phones: ["+351 912 345 678"], emails: ["pedro@mail.example"], organisation: "Obra Nova" }] }, at: ago(9) });
  append(id, { content: { kind: "unsupported", provider_kind: "ephemeral", raw: '{"type":"ephemeral","timestamp":"1712"}' }, at: ago(8) });
  append(id, { content: text("Great, and could I have the invoice in my company's name? 🙂"), at: ago(3), edited_at: ago(2) });
  const row = conversations.get(id)!;
  conversations.set(id, { ...row, opened_at: ago(2), reads: { [me.id]: row.inbound - 1 }, priority: "high", tags: ["order", "vip"], assignee_id: me.id });
}
showcase();
