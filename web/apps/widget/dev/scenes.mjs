// What the pretended API knows at the start; the page's path picks one.
const agents = [{ name: "Rui Costa" }, { name: "Ana Souza" }, { name: "Tomás Vega" }];
const base = { channel_id: "demo", name: "Bean & Leaf", title: "Ask a barista", greeting: "Hi, I am Rui. Which coffee can I help you find?", colour: "#0f6b57", position: "right", language: "en", consent: "none", agents };

const LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(3);
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

function thread(lines) {
  return lines.map(([kind, minutes, content, more = {}], i) => ({
    conversation_id: "c1",
    seq: i + 1,
    author: kind === "me" ? { kind: "contact" } : { kind: "agent", id: kind, name: kind },
    content: typeof content === "string" ? { kind: "text", text: content } : content,
    visibility: "public",
    at: ago(minutes),
    rev: 1,
    ...more,
  }));
}

const rich = () =>
  thread([
    ["me", 1500, "Hello, do you ship to Coimbra?"],
    ["Rui Costa", 1498, "We do. It takes one working day.\nMore here: https://example.com/shipping (see the table)."],
    ["me", 30, "Good. My order is this one:"],
    ["me", 30, { kind: "image", media: [{ mime: "image/png", key: "media/a/1/bag.png", name: "bag.png", width: 640, height: 420, size: 88000 }] }],
    ["Rui Costa", 29, { kind: "file", media: [{ mime: "application/pdf", key: "media/a/2/invoice.pdf", name: "Invoice 2026-118.pdf", size: 182_400 }] }],
    ["Rui Costa", 29, "Here is the invoice.", { reactions: { me: "👍" } }],
    ["me", 6, "Thanks, and where is the shop?"],
    ["Ana Souza", 5, { kind: "location", location: { latitude: 40.2033, longitude: -8.4103, name: "Bean & Leaf", address: "Rua Ferreira Borges 12, Coimbra" } }],
    ["Ana Souza", 4, { kind: "options", text: "Shall I keep a bag for you?", options: [{ id: "y", title: "Yes, please" }, { id: "n", title: "No, thanks" }, { id: "l", title: "Ask me later" }] }],
  ]);

const scenes = {
  empty: () => ({ config: base, messages: [] }),
  rich: () => ({ config: base, messages: rich(), conversation: { id: "c1", seq: 9, status: "open", agent: agents[0], agent_read: 3, visitor_read: 6 } }),
  es: () => ({ config: { ...base, language: "es", title: "", colour: "#ffd166", position: "left", greeting: "Hola, soy Rui. ¿En qué te ayudo?" }, messages: rich().slice(0, 6), conversation: { id: "c1", seq: 6, status: "resolved", agent_read: 6, visitor_read: 6 } }),
  long: () => ({ config: { ...base, title: `${LONG}`, colour: "#d6336c" }, messages: thread([["me", 3, LONG], ["Maria do Carmo Albuquerque de Vasconcelos e Sousa Pinto", 2, `${LONG} https://example.com/${LONG}`], ["me", 2, { kind: "file", media: [{ mime: "x/y", key: "media/k", name: `${LONG}.pdf`, size: 99_000_000 }] }]]), conversation: { id: "c1", seq: 3, status: "open" } }),
  history: () => ({ config: base, messages: thread(Array.from({ length: 140 }, (_, i) => [i % 3 ? "Rui Costa" : "me", 3000 - i * 20, `Message number ${i + 1}`])), conversation: { id: "c1", seq: 140, status: "open", visitor_read: 140 } }),
  ask: () => ({ config: { ...base, consent: "ask" }, messages: [] }),
};

export const scene = (name) => (scenes[name] ?? scenes.empty)();
