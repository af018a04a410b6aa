import { describe, expect, it } from "vitest";
import { table } from "../src/features/surveys/csv";
import { changeOf, draftOf, emptyDraft, question } from "../src/features/surveys/draft";
import { day, lastDays, withEnd } from "../src/features/surveys/period";
import { scoreText, tone } from "../src/features/surveys/score";

const NAMES = {
  agent: (id: string) => id && `Agent ${id}`,
  queue: (id: string) => id,
  channel: (id: string) => id,
  tag: (id: string) => `#${id}`,
};

describe("a survey's answers as a table", () => {
  const answer = {
    id: "a1",
    conversation_id: "k1",
    contact_id: "p1",
    contact_name: '=HYPERLINK("http://evil")',
    asked_at: "2026-06-01T09:00:00.000Z",
    by: "closing",
    score: "4",
    comment: 'He said "no", twice\nand left',
    agent_id: "rui",
    tag_ids: ["vip", "late"],
    answers: [{ question_id: "q1", value: "4", title: "-Good" }],
  };

  it("writes no formula, and quotes what holds commas, quotes and lines", () => {
    const text = table(["h"], [{ ...question("csat"), id: "q1" }], [answer], NAMES);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    expect(text).toContain(`'-Good`);
    expect(text).toContain('"He said ""no"", twice\nand left"');
    expect(text).toContain('"#vip, #late"');
    expect(text.split("\r\n")).toHaveLength(2);
  });
});

describe("the days of the results", () => {
  const late = Date.parse("2026-06-01T02:00:00Z"); // still the 31st of May in São Paulo

  it("are those of the account's zone", () => {
    expect(day(late, "America/Sao_Paulo")).toBe("2026-05-31");
    expect(lastDays(late, "America/Sao_Paulo", "week")).toEqual({ first: "2026-05-25", last: "2026-05-31" });
  });

  it("counts days on the calendar, also over a day of 23 hours", () => {
    const justAfterMidnight = Date.parse("2026-03-29T22:30:00Z"); // 00:30 of the 30th in Madrid
    expect(day(justAfterMidnight, "Europe/Madrid", 1)).toBe("2026-03-29");
    expect(day(justAfterMidnight, "Europe/Madrid", 2)).toBe("2026-03-28");
  });

  it("takes whole dates alone, and keeps them in order and within what a report may span", () => {
    const march = { first: "2026-03-01", last: "2026-03-31" };
    expect(withEnd(march, "first", "", 366)).toBeNull();
    expect(withEnd(march, "first", "0002-03-01", 366)).toBeNull();
    expect(withEnd(march, "first", "2026-03-15", 366)).toEqual({ first: "2026-03-15", last: "2026-03-31" });
    expect(withEnd(march, "last", "2026-02-10", 366)).toEqual({ first: "2026-02-10", last: "2026-02-10" });
    expect(withEnd(march, "first", "2024-03-01", 366)).toEqual({ first: "2024-03-01", last: "2025-03-01" });
    expect(withEnd(march, "last", "2030-01-31", 31)).toEqual({ first: "2030-01-01", last: "2030-01-31" });
  });
});

describe("a score", () => {
  it("is told as its kind is", () => {
    expect(scoreText("csat", 87.5, "en")).toBe("88%");
    expect(scoreText("nps", 31.2, "en")).toBe("+31");
    expect(scoreText("ces", 5.54, "pt-BR")).toBe("5,5");
    expect(scoreText("csat", null, "en")).toBe("–");
  });

  it("is good, fair or bad by its own scale", () => {
    expect(tone(question("nps"), "9")).toBe("good");
    expect(tone(question("nps"), "7")).toBe("fair");
    expect(tone(question("csat"), "2")).toBe("bad");
    expect(tone(question("choice"), "0")).toBe("plain");
  });
});

describe("a draft", () => {
  it("goes out and comes back as it was", () => {
    const draft = { ...emptyDraft(), name: " End ", questions: [{ ...question("choice"), text: "Why?", options: ["a", " ", "b"] }] };
    const sent = changeOf(draft);
    expect(sent.name).toBe("End");
    expect(sent.questions[0]!.options).toEqual(["a", "b"]);
    const view = { id: "s1", ...sent, version: 3, rule: draft.rule };
    expect(changeOf(draftOf(view))).toEqual({ ...sent, version: 3 });
  });
});
