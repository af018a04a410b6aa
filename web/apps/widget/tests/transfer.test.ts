/** Files: addresses are asked for in one request, and each once. */
import { expect, it, vi } from "vitest";
import type { Chat } from "../src/chat";
import { Transfer } from "../src/parts/files/transfer";
import { message, state } from "./make";

it("asks once for the address of each file that has none", async () => {
  vi.useFakeTimers();
  const media = ["k1", "k2", "k2"].map((key) => ({ mime: "image/png", key }));
  const messages = [1, 2].map((seq) => message(seq, { content: { kind: "image", media } }));
  const links = vi.fn(async (keys: string[]) => ({ links: Object.fromEntries(keys.map((key) => [key, `https://${key}`])) }));
  const chat = { state: state({ messages }), client: { links }, redraw: vi.fn() } as unknown as Chat;
  const transfer = new Transfer(chat);
  transfer.fetchLinks();
  transfer.fetchLinks();
  await vi.advanceTimersByTimeAsync(100);
  expect(links.mock.calls).toEqual([[["k1", "k2"]]]);
  expect(transfer.links).toEqual({ k1: "https://k1", k2: "https://k2" });
  vi.useRealTimers();
});
