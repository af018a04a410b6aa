import { describe, expect, it } from "vitest";
import type { AgentView, ChannelView } from "@tertulia/protocol";
import { LIVES } from "../../widget/src/storage/keys";
import { storedKeys } from "../../widget/src/storage/purposes";
import { askedOf, configOf, idsOf, listOf, same, valuesOf } from "../src/features/widget/model";
import { asHtml, asText, inWords, WORDS } from "../src/features/widget/storage";
import { contrast, lostOn } from "../src/rules/contrast";
import { dragged, MIDDLE, squareOf } from "../src/rules/crop";

const channel: ChannelView = { id: "c", kind: "website", name: "Shop", settings: { title: "Hi", prechat: "required" } };

describe("a website's settings", () => {
  it("have every value, stored or not, and are the same until one is changed", () => {
    const values = valuesOf(channel);
    expect(values.settings.title).toBe("Hi");
    expect(values.settings.colour).toBe("#3b5bdb");
    expect(same(values, valuesOf(channel))).toBe(true);
    expect(same(values, { ...values, settings: { ...values.settings, sound: "off" } })).toBe(false);
  });

  it("turn the form's fields into a list and back", () => {
    expect(askedOf("name, email*")).toEqual({ name: "may", email: "must", phone: "no" });
    for (const list of ["", "name", "email*", "name*,email,phone*"]) expect(listOf(askedOf(list))).toBe(list);
    expect(idsOf(" q1, ,q2 ")).toEqual(["q1", "q2"]);
  });

  it("make what the widget is told, while they are being typed", () => {
    const values = valuesOf(channel);
    const agents = [
      { id: "a", name: "Ana", active: false },
      { id: "b", name: "Ben", photo: "media/acc/agent-b/x/photo.jpg" },
    ] as AgentView[];
    const typed = { ...values.settings, colour: "#12", offset_x: "9999", departments: "q2,gone", callback: "on" };
    const config = configOf({ ...values, settings: typed }, agents, [{ id: "q2", name: "Help" }]);
    expect(config.colour).toBe("#3b5bdb"); // half a colour is none yet
    expect(config.offset_x).toBe(200);
    expect(config.departments).toEqual([{ id: "q2", name: "Help" }]);
    expect(config.fields).toEqual([
      { name: "name", required: false },
      { name: "email", required: true },
    ]);
    expect(config.agents).toEqual([{ name: "Ben", photo: "photos/acc/agent-b/x/photo.jpg" }]);
    expect(config.callback_seconds).toBe(30);
  });
});

describe("colours", () => {
  it("are warned of where they are lost", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(lostOn("#3b5bdb")).toEqual([]);
    expect(lostOn("#ffff00")).toEqual(["white"]);
    expect(lostOn("#222222")).toEqual(["dark"]);
    expect(lostOn("#ff")).toEqual([]);
  });
});

describe("the table of what is stored", () => {
  const rows = storedKeys();

  it("has words in each language for every key that the widget may keep", () => {
    for (const language of ["es", "pt-BR"] as const)
      for (const key of Object.keys(LIVES)) expect(WORDS[language].purposes[key], `${language} ${key}`).toBeTruthy();
    for (const { life } of inWords(rows, "es")) expect(life).toMatch(/^\d+ (minutos?|horas?|días?)$/);
  });

  it("is copied whole, as text and as HTML in which nothing is markup but the table", () => {
    expect(asText(inWords(rows, "en"), "en").split("\n")).toHaveLength(rows.length + 1);
    const html = asHtml([{ key: "tertulia.<channel>.token", purpose: "<b>&", life: "1 day" }], "pt-BR");
    expect(html).toContain("<td>tertulia.&lt;channel&gt;.token</td><td>Armazenamento local</td><td>&lt;b&gt;&amp;</td>");
  });
});

describe("a square of a picture", () => {
  it("is the largest in the middle, and stays inside wherever it is dragged", () => {
    expect(squareOf(MIDDLE, 400, 200)).toEqual({ left: 100, top: 0, side: 200 });
    expect(squareOf({ zoom: 2, x: 1, y: 0 }, 400, 200)).toEqual({ left: 300, top: 0, side: 100 });
    expect(dragged(MIDDLE, 5, 5, 400, 200)).toEqual({ zoom: 1, x: 0, y: 0.5 });
    expect(dragged(MIDDLE, -0.25, 0, 400, 200).x).toBeCloseTo(0.75);
  });
});
