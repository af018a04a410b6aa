// docs/api.md, "The team": one function a row.
import type {
  BroadcastPage,
  BroadcastRequest,
  BroadcastView,
  MediaLinks,
  TeamMessagePage,
  TeamMessageView,
  TeamRoomChange,
  TeamRoomRequest,
  TeamRoomView,
  TeamSendRequest,
  TeamView,
  UploadRequest,
  UploadTicket,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const room = (id: string): string => `/team/rooms/${encodeURIComponent(id)}`;

export const overview = () => request<TeamView>("GET", "/team");

export const openRoom = (body: TeamRoomRequest) => request<TeamRoomView>("POST", "/team/rooms", body);

export const changeRoom = (id: string, change: TeamRoomChange) =>
  request<TeamRoomView>("PATCH", room(id), change);

export const leaveRoom = (id: string) => request<void>("POST", `${room(id)}/leave`);

export const newest = (id: string) =>
  request<TeamMessagePage>("GET", `${room(id)}/messages?limit=50`);

export const before = (id: string, seq: number) =>
  request<TeamMessagePage>("GET", `${room(id)}/messages?before=${seq}&limit=50`);

export const after = (id: string, seq: number) =>
  request<TeamMessagePage>("GET", `${room(id)}/messages?after=${seq}&limit=100`);

export const say = (id: string, body: TeamSendRequest) =>
  request<TeamMessageView>("POST", `${room(id)}/messages`, body);

export const edit = (id: string, seq: number, text: string) =>
  request<TeamMessageView>("PATCH", `${room(id)}/messages/${seq}`, { text });

export const remove = (id: string, seq: number) =>
  request<TeamMessageView>("DELETE", `${room(id)}/messages/${seq}`);

export const markRead = (id: string, seq: number) => request<void>("POST", `${room(id)}/read`, { seq });

export const upload = (id: string, body: UploadRequest) =>
  request<UploadTicket>("POST", `${room(id)}/uploads`, body);

export const links = (id: string, keys: string[]) =>
  request<MediaLinks>("POST", `${room(id)}/links`, { keys });

export const broadcasts = (cursor: string) =>
  request<BroadcastPage>("GET", `/team/broadcasts?${new URLSearchParams({ cursor, limit: "20" })}`);

export const announce = (body: BroadcastRequest) =>
  request<BroadcastView>("POST", "/team/broadcasts", body);

export const acknowledge = (id: string) =>
  request<void>("POST", `/team/broadcasts/${encodeURIComponent(id)}/read`);

export const endBroadcast = (id: string) =>
  request<BroadcastView>("POST", `/team/broadcasts/${encodeURIComponent(id)}/end`);
