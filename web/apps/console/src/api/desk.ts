// docs/api.md: handing on, mentions, and what stands beside.
import type {
  BesidePage,
  ConversationView,
  MentionPage,
  OfferList,
  TransferRequest,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const path = (id: string): string => `/conversations/${encodeURIComponent(id)}`;

export const transfer = (id: string, body: TransferRequest) =>
  request<ConversationView>("POST", `${path(id)}/transfer`, body);

export const accept = (id: string) => request<ConversationView>("POST", `${path(id)}/accept`);

export const decline = (id: string, reason = "") =>
  request<ConversationView>("POST", `${path(id)}/decline`, { reason });

export const follow = (id: string, following: boolean) =>
  request<ConversationView>("POST", `${path(id)}/follow`, { following });

export const offers = () => request<OfferList>("GET", "/offers");

export const mentions = (cursor: string) =>
  request<MentionPage>("GET", `/mentions?cursor=${encodeURIComponent(cursor)}&limit=50`);

export const readMentions = (id: string) =>
  request<void>("POST", "/mentions/read", { conversation_id: id });

export const beside = (kind: "notes" | "files", contact: string, cursor: string) =>
  request<BesidePage>(
    "GET",
    `/contacts/${encodeURIComponent(contact)}/${kind}?cursor=${encodeURIComponent(cursor)}&limit=30`,
  );
