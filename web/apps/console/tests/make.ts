import type { ContactView, ConversationView, MessageView } from "@tertulia/protocol";

export const row = (id: string, over: Partial<ConversationView> = {}): ConversationView => ({
  id,
  channel_id: "ch",
  channel_kind: "telegram",
  contact_id: `contact-of-${id}`,
  contact_name: "Ana",
  status: "open",
  opened_at: "2026-01-01T09:00:00.000Z",
  last_at: "2026-01-01T09:00:00.000Z",
  seq: 1,
  inbound: 1,
  last: { seq: 1 },
  version: 1,
  ...over,
});

export const message = (seq: number, over: Partial<MessageView> = {}): MessageView => ({
  conversation_id: "c",
  seq,
  author: { kind: "contact", id: "p", name: "Ana" },
  content: { kind: "text", text: `words ${seq}` },
  visibility: "public",
  at: new Date(Date.UTC(2026, 0, 1, 12, 0, seq)).toISOString(),
  inbound: seq,
  ...over,
});

export const contact = (id: string, over: Partial<ContactView> = {}): ContactView => ({
  id,
  name: "Ana",
  created_at: "2026-01-01T09:00:00.000Z",
  version: 1,
  ...over,
});
