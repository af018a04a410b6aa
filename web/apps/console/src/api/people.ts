// The account, its people and queues, and one's own sign-in: docs/api.md.
import type {
  AccountChange,
  AccountView,
  AgentChange,
  AgentView,
  FactorRuleState,
  FactorState,
  IdentityKey,
  Invitation,
  InviteRequest,
  NewFactor,
  QueueChange,
  QueueRequest,
  QueueView,
  UploadTicket,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const id = encodeURIComponent;

export const changeAccount = (change: AccountChange) => request<AccountView>("PATCH", "/account", change);

export const factorRule = () => request<FactorRuleState>("GET", "/account/factor");

export const changeFactorRule = (required: boolean) => request<FactorRuleState>("PUT", "/account/factor", { required });

export const invite = (body: InviteRequest) => request<Invitation>("POST", "/agents", body);

export const inviteAgain = (agent: string) => request<Invitation>("POST", `/agents/${id(agent)}/invite`);

export const changeAgent = (agent: string, change: AgentChange) =>
  request<AgentView>("PATCH", `/agents/${id(agent)}`, change);

export const addQueue = (body: QueueRequest) => request<QueueView>("POST", "/queues", body);

export const changeQueue = (queue: string, change: QueueChange) =>
  request<QueueView>("PATCH", `/queues/${id(queue)}`, change);

export const removeQueue = (queue: string) => request<void>("DELETE", `/queues/${id(queue)}`);

export interface MyChange {
  name?: string;
  photo?: string;
  preferences?: Record<string, string>;
}

export const changeMyself = (change: MyChange) => request<AgentView>("PATCH", "/me", change);

export const photoTicket = (mime: string, size: number) => request<UploadTicket>("POST", "/me/photo", { mime, size });

export const changePassword = (password: string, fresh: string) =>
  request<void>("POST", "/auth/password", { password, new_password: fresh });

export const signOutEverywhere = () => request<void>("POST", "/auth/sign-out-everywhere");

export const factor = () => request<FactorState>("GET", "/auth/factor");

export const newFactor = () => request<NewFactor>("POST", "/auth/factor/secret");

export const confirmFactor = (code: string) => request<void>("POST", "/auth/factor", { code });

export const dropFactor = (password: string, code: string) =>
  request<void>("POST", "/auth/factor/off", { password, code });

export const resetFactor = (agent: string) => request<void>("DELETE", `/agents/${id(agent)}/factor`);

export const forgot = (email: string) => request<void>("POST", "/auth/forgot", { email });

export const reset = (email: string, code: string, fresh: string) =>
  request<void>("POST", "/auth/reset", { email, code, new_password: fresh });

export const newIdentityKey = (channel: string) =>
  request<IdentityKey>("POST", `/channels/${id(channel)}/identity-key`);
