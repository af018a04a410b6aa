import type { LetterView } from "@tertulia/protocol";
import { client } from "./session";

/** A whole letter; its pictures are links for an hour. */
export const letter = (conversationId: string, seq: number) =>
  client.request<LetterView>("GET", `/conversations/${encodeURIComponent(conversationId)}/messages/${seq}/letter`);
