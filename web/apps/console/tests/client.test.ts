import { describe, expect, test, vi } from "vitest";
import { ApiError, createClient, Unreachable } from "../src/api/client";

type Reply = { status: number; body?: unknown } | Error;

function harness(replies: Record<string, Reply[]>) {
  const calls: { path: string; authorization: string | null }[] = [];
  const timers: { run: () => void; wait: number }[] = [];
  const signedOut = vi.fn();
  const factorNeeded = vi.fn();
  const fetch = async (path: string, init: RequestInit) => {
    calls.push({ path, authorization: new Headers(init.headers).get("authorization") });
    const reply = replies[path]?.shift();
    if (!reply) throw new Error(`nothing prepared for ${path}`);
    if (reply instanceof Error) throw reply;
    const body = reply.body === undefined ? null : JSON.stringify(reply.body);
    return new Response(body, { status: reply.status });
  };
  const client = createClient({
    fetch: fetch as unknown as typeof globalThis.fetch,
    base: "",
    onSignedOut: signedOut,
    onFactorNeeded: factorNeeded,
    later: (run, wait) => void timers.push({ run, wait }),
  });
  return { client, calls, timers, signedOut, factorNeeded };
}
const session = (token: string) => ({ status: 200, body: { access_token: token, expires_in: 3600 } });

describe("the client of our API", () => {
  test("signs in, and sends the token with what follows", async () => {
    const { client, calls } = harness({ "/auth/sign-in": [session("t1")], "/me": [{ status: 200, body: { me: 1 } }] });
    await client.signIn("a@b.example", "secret");
    expect(await client.request("GET", "/me")).toEqual({ me: 1 });
    expect(calls[1]!.authorization).toBe("Bearer t1");
  });

  test("refreshes a minute before the token ends", async () => {
    const { client, timers, calls } = harness({ "/auth/sign-in": [session("t1")], "/auth/refresh": [session("t2")] });
    await client.signIn("a@b.example", "secret");
    expect(timers[0]!.wait).toBe(3_540_000);
    timers[0]!.run();
    await vi.waitFor(() => expect(calls.at(-1)!.path).toBe("/auth/refresh"));
  });

  test("answers a 401 by one refresh for all, and repeats each call once", async () => {
    const { client, calls } = harness({
      "/auth/sign-in": [session("old")],
      "/a": [{ status: 401 }, { status: 200, body: "a" }],
      "/b": [{ status: 401 }, { status: 200, body: "b" }],
      "/auth/refresh": [session("new")],
    });
    await client.signIn("a@b.example", "secret");
    expect(await Promise.all([client.request("GET", "/a"), client.request("GET", "/b")])).toEqual(["a", "b"]);
    expect(calls.filter(({ path }) => path === "/auth/refresh")).toHaveLength(1);
    expect(calls.at(-1)!.authorization).toBe("Bearer new");
  });

  test("says so when a second factor is asked for, whatever was called", async () => {
    const { client, factorNeeded } = harness({
      "/a": [{ status: 403, body: { code: "factor_needed", detail: "set it up first" } }],
      "/b": [{ status: 403, body: { code: "forbidden" } }],
    });
    await expect(client.request("GET", "/b")).rejects.toBeInstanceOf(ApiError);
    expect(factorNeeded).not.toHaveBeenCalled();
    await expect(client.request("GET", "/a")).rejects.toBeInstanceOf(ApiError);
    expect(factorNeeded).toHaveBeenCalledOnce();
  });

  test("says so when the session is over", async () => {
    const { client, signedOut } = harness({
      "/auth/sign-in": [session("old")],
      "/a": [{ status: 401, body: { code: "unauthenticated" } }],
      "/auth/refresh": [{ status: 401 }],
    });
    await client.signIn("a@b.example", "secret");
    await expect(client.request("GET", "/a")).rejects.toMatchObject({ status: 401 });
    expect(signedOut).toHaveBeenCalledOnce();
  });

  test("a network that is down signs nobody out", async () => {
    const { client, signedOut } = harness({ "/auth/refresh": [new TypeError("failed to fetch"), { status: 503 }] });
    await expect(client.refresh()).rejects.toBeInstanceOf(Unreachable);
    await expect(client.refresh()).rejects.toBeInstanceOf(Unreachable);
    expect(signedOut).not.toHaveBeenCalled();
  });

  test("a refusal carries its code, its words and the field at fault", async () => {
    const body = { code: "invalid_input", detail: "must be a token", field: "secrets.token", title: "x", status: 422 };
    const { client } = harness({ "/channels": [{ status: 422, body }] });
    const error = await client.request("POST", "/channels", {}).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, detail: "must be a token", field: "secrets.token" });
  });
});
