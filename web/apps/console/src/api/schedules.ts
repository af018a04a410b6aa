// Messages to be sent later, and quick responses: docs/api.md.
import type {
  FilledResponse,
  QuickResponseList,
  QuickResponseRequest,
  QuickResponseView,
  ScheduleChange,
  ScheduleList,
  SchedulePage,
  ScheduleRequest,
  ScheduleView,
  UploadRequest,
  UploadTicket,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const of = (conversation: string): string => `/conversations/${encodeURIComponent(conversation)}/schedules`;
const one = (conversation: string, id: string): string => `${of(conversation)}/${encodeURIComponent(id)}`;
const reply = (id: string): string => `/replies/${encodeURIComponent(id)}`;

export const schedules = (conversation: string) => request<ScheduleList>("GET", of(conversation));

export const allSchedules = (state: "waiting" | "failed", cursor: string) =>
  request<SchedulePage>("GET", `/schedules?${new URLSearchParams({ state, cursor })}`);

export const addSchedule = (conversation: string, body: ScheduleRequest) =>
  request<ScheduleView>("POST", of(conversation), body);

export const changeSchedule = (conversation: string, id: string, change: ScheduleChange) =>
  request<ScheduleView>("PATCH", one(conversation, id), change);

export const cancelSchedule = (conversation: string, id: string) => request<void>("DELETE", one(conversation, id));

export const replies = () => request<QuickResponseList>("GET", "/replies");

export const addReply = (body: QuickResponseRequest) => request<QuickResponseView>("POST", "/replies", body);

export const changeReply = (id: string, body: QuickResponseRequest) =>
  request<QuickResponseView>("PATCH", reply(id), body);

export const removeReply = (id: string) => request<void>("DELETE", reply(id));

export const useReply = (id: string, conversation_id: string) =>
  request<FilledResponse>("POST", `${reply(id)}/use`, { conversation_id });

export const previewReply = (text: string) => request<FilledResponse>("POST", "/replies/preview", { text });

export const replyUpload = (body: UploadRequest) => request<UploadTicket>("POST", "/replies/uploads", body);
