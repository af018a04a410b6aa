import { expect, test, vi } from "vitest";
import { post } from "../src/commands/uploadFile";

test("a file that was taken away before its upload began goes nowhere", async () => {
  const opened = vi.fn();
  vi.stubGlobal("XMLHttpRequest", class { upload = {}; open = opened; send = opened; });
  const stop = new AbortController();
  stop.abort();
  const ticket = { key: "k", url: "https://bucket", fields: {} };
  await expect(post(ticket as never, new File(["x"], "x.txt"), () => undefined, stop.signal)).rejects.toThrow();
  expect(opened).not.toHaveBeenCalled();
});
