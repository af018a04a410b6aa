/** The API over fetch: nothing that stalls holds up what waits behind it. */
import { afterEach, expect, it, vi } from "vitest";
import { createClient } from "../src/net/client";

afterEach(() => vi.restoreAllMocks());

it("gives up a request that is not answered, so that it is sent again", async () => {
  const clock = new AbortController();
  const asked = vi.spyOn(AbortSignal, "timeout").mockReturnValue(clock.signal);
  vi.stubGlobal("fetch", (_url: string, { signal }: RequestInit) =>
    new Promise((_done, fail) => signal?.addEventListener("abort", () => fail(signal.reason))),
  );
  const client = createClient({
    api: "",
    channel: "ch",
    visit: () => ({}) as never,
    token: () => "token",
    user: () => ({}),
    epoch: () => 0,
    opened: () => undefined,
  });
  const sending = client.send({ client_id: "w1", content: { kind: "text", text: "Hi" } } as never);
  const outcome = expect(sending).rejects.toThrow("too slow");
  expect(asked).toHaveBeenCalledWith(20_000);
  clock.abort(new Error("too slow"));
  await outcome;
});
