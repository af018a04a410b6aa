// Inbound webhooks: addresses that other systems call, samples, and the ledger.
import type {
  InletChange,
  InletEntry,
  InletLedger,
  InletList,
  InletSamples,
  InletView,
  NewInlet,
} from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;
const part = encodeURIComponent;
const at = (id: string) => `/inbound-webhooks/${part(id)}`;

export const inlets = () => request<InletList>("GET", "/inbound-webhooks");

export const addInlet = (body: NewInlet) => request<InletView>("POST", "/inbound-webhooks", body);

export const changeInlet = (id: string, body: InletChange) => request<InletView>("PATCH", at(id), body);

export const removeInlet = (id: string) => request<void>("DELETE", at(id));

export const renewAddress = (id: string) => request<InletView>("POST", `${at(id)}/address`);

export const samples = (id: string) => request<InletSamples>("GET", `${at(id)}/samples`);

export const calls = (id: string, cursor: string) =>
  request<InletLedger>("GET", `${at(id)}/calls?${new URLSearchParams({ cursor })}`);

export const replay = (id: string, entry: string) =>
  request<InletEntry>("POST", `${at(id)}/calls/${part(entry)}/replay`);
