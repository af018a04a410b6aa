import type { ChannelKeys } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;

/** An API channel's address and signing key: made anew, and shown this once. */
export const newChannelKeys = (channel: string) =>
  request<ChannelKeys>("POST", `/channels/${encodeURIComponent(channel)}/keys`);
