import type { JobView, Received, Shelf } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const path = (channelId: string): string => `/channels/${encodeURIComponent(channelId)}/shelf`;

/** What the channel keeps because nobody could read it. */
export const shelf = (channelId: string) => request<Shelf>("GET", path(channelId));

/** What a provider sent of one message, for administrators. */
export const received = (conversationId: string, seq: number) =>
  request<Received>("GET", `/conversations/${encodeURIComponent(conversationId)}/messages/${seq}/raw`);

export const readAgain = (channelId: string, clientId: string) =>
  request<JobView>("POST", `${path(channelId)}/read-again`, { client_id: clientId });
