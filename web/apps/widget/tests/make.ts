/** Messages and conversations for tests. */
import type { MessageView, WidgetConversation, WidgetSession } from "@tertulia/protocol";
import { START, type State } from "../src/state/state";

export function message(seq: number, change: Partial<MessageView> = {}): MessageView {
  return {
    conversation_id: "c1",
    seq,
    author: { kind: "agent", name: "Rui" },
    content: { kind: "text", text: `Message ${seq}` },
    visibility: "public",
    at: new Date(Date.UTC(2026, 0, 5, 10, 0, seq)).toISOString(),
    rev: 1,
    ...change,
  };
}

export const conversation = (change: Partial<WidgetConversation> = {}): WidgetConversation => ({
  id: "c1",
  seq: 0,
  status: "open",
  ...change,
});

export const session = (change: Partial<WidgetSession> = {}): WidgetSession => ({
  token: "t",
  config: { channel_id: "ch", name: "Shop" },
  contact: { id: "p1" },
  ...change,
});

export const state = (change: Partial<State> = {}): State => ({ ...START, ...change });
