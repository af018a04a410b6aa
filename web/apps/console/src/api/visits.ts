// Live visitors, callbacks and invitations (docs/api.md).
import type {
  CallbackPage,
  CallbackResult,
  CallbackView,
  InvitationChange,
  InvitationList,
  InvitationView,
  LiveVisitors,
  SendRequest,
  Started,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const part = encodeURIComponent;

export const liveVisitors = () => request<LiveVisitors>("GET", "/visitors/live");

export const speakFirst = (contact: string, body: SendRequest) =>
  request<Started>("POST", `/visitors/${part(contact)}/messages`, body);

export type CallbackFilter = "open" | "missed" | "done" | "all";

export function callbacks(status: CallbackFilter, cursor = "") {
  const query = new URLSearchParams({ status, cursor });
  return request<CallbackPage>("GET", `/callbacks?${query}`);
}

export const acceptCallback = (id: string) => request<CallbackView>("POST", `/callbacks/${part(id)}/accept`);

export const callbackOutcome = (id: string, result: CallbackResult) =>
  request<CallbackView>("POST", `/callbacks/${part(id)}/outcome`, result);

export const invitations = () => request<InvitationList>("GET", "/invitations");

export const addInvitation = (body: InvitationChange) => request<InvitationView>("POST", "/invitations", body);

export const changeInvitation = (id: string, body: InvitationChange) =>
  request<InvitationView>("PATCH", `/invitations/${part(id)}`, body);

export const removeInvitation = (id: string) => request<void>("DELETE", `/invitations/${part(id)}`);
