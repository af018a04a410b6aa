// docs/api.md, one function a row.
import type {
  AgentView,
  Bootstrap,
  ChannelChange,
  ChannelRequest,
  ChannelView,
  ContactChange,
  ContactHistory,
  ContactView,
  ConversationChange,
  ConversationDetail,
  ConversationPage,
  ConversationView,
  MediaLinks,
  MessagePage,
  MessageView,
  SendRequest,
  SocketTicket,
  UploadRequest,
  UploadTicket,
} from "@tertulia/protocol";
import { partsOf, type ListKey } from "../rules/lists";
import { client } from "./session";

const { request } = client;
const path = (id: string): string => `/conversations/${encodeURIComponent(id)}`;

export const bootstrap = () => request<Bootstrap>("GET", "/me");

export const changeMe = (change: { presence?: AgentView["presence"]; name?: string }) =>
  request<AgentView>("PATCH", "/me", change);

export function listPage(key: ListKey, cursor: string, limit = 30) {
  const { view, status, order = "newest", filter } = key;
  if (filter) return request<ConversationPage>("POST", "/conversations/filter", { filter, cursor, limit });
  const { kind, of } = partsOf(view);
  const query = new URLSearchParams({ view: kind, of, status, order, cursor, limit: String(limit) });
  return request<ConversationPage>("GET", `/conversations?${query}`);
}

export const conversation = (id: string) => request<ConversationDetail>("GET", path(id));

export const changeConversation = (id: string, change: ConversationChange) =>
  request<ConversationView>("PATCH", path(id), change);

export const messagesBefore = (id: string, seq: number) =>
  request<MessagePage>("GET", `${path(id)}/messages?before=${seq}&limit=50`);

export const messagesAfter = (id: string, seq: number) =>
  request<MessagePage>("GET", `${path(id)}/messages?after=${seq}&limit=50`);

export const sendMessage = (id: string, body: SendRequest) =>
  request<MessageView>("POST", `${path(id)}/messages`, body);

export const retryMessage = (id: string, seq: number) =>
  request<MessageView>("POST", `${path(id)}/messages/${seq}/retry`);

export const markRead = (id: string, inbound: number) =>
  request<void>("POST", `${path(id)}/read`, { inbound });

export const contact = (id: string) =>
  request<ContactView>("GET", `/contacts/${encodeURIComponent(id)}`);

export const changeContact = (id: string, change: ContactChange) =>
  request<ContactView>("PATCH", `/contacts/${encodeURIComponent(id)}`, change);

export const contactHistory = (id: string) =>
  request<ContactHistory>("GET", `/contacts/${encodeURIComponent(id)}/conversations`);

export const uploadTicket = (body: UploadRequest) =>
  request<UploadTicket>("POST", "/uploads", body);

export const mediaLinks = (keys: string[]) =>
  request<MediaLinks>("POST", "/media/links", { keys });

export const channels = () => request<ChannelView[]>("GET", "/channels");

export const addChannel = (body: ChannelRequest) =>
  request<ChannelView>("POST", "/channels", body);

export const changeChannel = (id: string, change: ChannelChange) =>
  request<ChannelView>("PATCH", `/channels/${encodeURIComponent(id)}`, change);

export const removeChannel = (id: string) =>
  request<void>("DELETE", `/channels/${encodeURIComponent(id)}`);

export const connectChannel = (id: string) =>
  request<ChannelView>("POST", `/channels/${encodeURIComponent(id)}/connect`);

export const socketTicket = () => request<SocketTicket>("POST", "/sockets/ticket");
