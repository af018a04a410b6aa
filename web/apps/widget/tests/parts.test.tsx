/** Parts: fetched once, when they are wished for, and drawn where they want to be. */
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Chat } from "../src/chat";
import { define, Parts } from "../src/lazy/parts";
import { NAMES, PARTS } from "../src/lazy/registry";
import { h } from "../src/ui/draw";
import { message, state } from "./make";

let scripts: HTMLScriptElement[];
let chat: Chat;
let parts: Parts;

beforeEach(() => {
  vi.stubGlobal("__PARTS__", Object.fromEntries(NAMES.map((name) => [name, `${name}.0123456789.js`])));
  scripts = [];
  const boot = {
    adopt: vi.fn(),
    fetch: (file: string) => {
      const script = document.createElement("script");
      script.dataset.file = file;
      scripts.push(script);
      return script;
    },
  };
  chat = { boot, state: state(), redraw: vi.fn() } as unknown as Chat;
  parts = new Parts(chat);
});

const arrive = (name: "emoji" | "menu" | "es") => {
  define(name, () => ({ over: () => <p>{name}</p>, stop: stopped }), `.${name}{}`);
  scripts.at(-1)?.onload!(new Event("load"));
};
const stopped = vi.fn();

describe("a part", () => {
  it("that cannot be fetched is refused, and asked for again by the next call", async () => {
    const first = parts.load("es");
    scripts[0]!.onerror!("404");
    await expect(first).rejects.toBeTruthy();
    const second = parts.load("es");
    expect(scripts).toHaveLength(2);
    arrive("es");
    await expect(second).resolves.toBeTruthy();
  });

  it("is fetched once, however often it is asked for", async () => {
    const asked = [parts.load("menu"), parts.load("menu")];
    expect(scripts.map((script) => script.dataset.file)).toEqual(["menu.0123456789.js"]);
    expect(parts.get("menu")).toBeUndefined();
    arrive("menu");
    const [one, other] = await Promise.all(asked);
    expect(one).toBe(other);
    expect(parts.get("menu")).toBe(one);
    expect(chat.boot.adopt).toHaveBeenCalledWith(".menu{}");
    expect(chat.redraw).toHaveBeenCalled();
  });

  it("draws only in its own place, and ends with the widget", async () => {
    const asked = parts.load("menu");
    arrive("menu");
    await asked;
    expect(parts.draw("over")).toHaveLength(1);
    expect(parts.draw("panel")).toEqual([]);
    parts.stop();
    expect(stopped).toHaveBeenCalled();
  });

  it("is not fetched before it is wished for, and after a failure not at each change", () => {
    parts.follow();
    expect(scripts).toEqual([]);
    chat.state = state({ emoji: true });
    parts.follow();
    parts.follow();
    expect(scripts).toHaveLength(1);
  });
});

describe("the wishes", () => {
  it.each([
    ["words alone", { content: { kind: "text", text: "Hi" } }, false],
    ["a picture", { content: { kind: "image", media: [{ mime: "image/png" }] } }, true],
    ["a place", { content: { kind: "location", location: { latitude: 1, longitude: 2 } } }, true],
    ["a card", { content: { kind: "contact", contacts: [{ name: "Rui" }] } }, true],
  ] as const)("for %s in the thread", (_, content, wished) => {
    expect(PARTS.files.when!(state({ messages: [message(1, content as never)] }))).toBe(wished);
    expect(PARTS.files.when!(state({ past: [message(1, content as never)] }))).toBe(wished);
  });
});
