import type { ContactHits, MessageHits } from "@tertulia/protocol";
import { client } from "./session";

const query = (q: string, cursor: string, limit: number) =>
  new URLSearchParams({ q, cursor, limit: String(limit) }).toString();

export const searchMessages = (q: string, cursor = "", limit = 20) =>
  client.request<MessageHits>("GET", `/search/messages?${query(q, cursor, limit)}`);

export const searchContacts = (q: string, cursor = "", limit = 20) =>
  client.request<ContactHits>("GET", `/search/contacts?${query(q, cursor, limit)}`);
