// docs/api.md: what an agent does besides writing.
import type { MessageView } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const path = (conversation: string, seq: number): string =>
  `/conversations/${encodeURIComponent(conversation)}/messages/${seq}/reaction`;

export const react = (conversation: string, seq: number, emoji: string) =>
  request<MessageView>("PUT", path(conversation, seq), { emoji });

export const takeBack = (conversation: string, seq: number) =>
  request<MessageView>("DELETE", path(conversation, seq));
