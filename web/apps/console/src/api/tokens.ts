// Tokens of the public API (docs/api-v1.md).
import type { ApiTokenList, ApiTokenMade, ApiTokenRequest } from "@tertulia/protocol";
import { client } from "./session";

const { request } = client;

export const tokens = () => request<ApiTokenList>("GET", "/api-tokens");

export const addToken = (body: ApiTokenRequest) => request<ApiTokenMade>("POST", "/api-tokens", body);

export const revokeToken = (id: string) => request<void>("DELETE", `/api-tokens/${encodeURIComponent(id)}`);
