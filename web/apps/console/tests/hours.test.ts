import type { HoursView } from "@tertulia/protocol";
import { describe, expect, it } from "vitest";
import { breaks, draftOf, freshDraft, nextInterval, problemsOf, requestOf } from "../src/features/hours/draft";
import { SUGGESTIONS } from "../src/features/hours/suggestions";
import { enHours } from "../src/i18n/enHours";
import { esHours } from "../src/i18n/esHours";
import { ptBRHours } from "../src/i18n/ptBRHours";

const week = (monday: object[], tuesday: object[] = []) =>
  ({ ...freshDraft("UTC"), week: [monday, tuesday, [], [], [], [], []] }) as ReturnType<typeof freshDraft>;

describe("hours while they are edited", () => {
  it("tells the breaks of a day, whatever the order of its intervals", () => {
    const day = [
      { start: "14:00", end: "18:00" },
      { start: "09:00", end: "13:00" },
      { start: "18:00", end: "19:00" },
    ];
    expect(breaks(day)).toEqual([["13:00", "14:00"]]);
  });

  it.each([
    [[{ start: "18:00", end: "09:00" }], "schedule.week.0.0.end", "error.order"],
    [[{ start: "09:00", end: "09:00" }], "schedule.week.0.0.end", "error.order"],
    [[{ start: "09:00", end: "10:00", next_day: true }], "schedule.week.0.0.end", "error.long"],
    [[{ start: "09:00", end: "" }], "schedule.week.0.0.end", "error.time"],
    [[{ start: "09:00", end: "13:00" }, { start: "12:00", end: "14:00" }], "schedule.week.0.1.start", "error.overlap"],
    [[{ start: "12:00", end: "14:00" }, { start: "09:00", end: "13:00" }], "schedule.week.0.0.start", "error.overlap"],
    [[{ start: "09:00", end: "10:00" }, { start: "09:00", end: "10:00" }], "schedule.week.0.1.start", "error.overlap"],
  ])("explains what cannot be meant: %j", (day, field, key) => {
    const found = problemsOf(week(day));
    expect(Object.keys(found)).toEqual([field]);
    expect(found[field]?.key).toBe(key);
  });

  it("lets a night end on the next day, unless that one begins before", () => {
    const night = [{ start: "22:00", end: "04:00", next_day: true }];
    expect(problemsOf(week(night, [{ start: "04:00", end: "05:00" }]))).toEqual({});
    const found = problemsOf(week(night, [{ start: "03:00", end: "05:00" }]));
    expect(found["schedule.week.1.0.start"]).toEqual({ key: "error.overlapBefore", values: { time: "04:00" } });
  });

  it("adds an interval after the last one, within the day", () => {
    expect(nextInterval([])).toEqual({ start: "09:00", end: "18:00" });
    expect(nextInterval([{ start: "09:00", end: "13:00" }])).toEqual({ start: "14:00", end: "18:00", next_day: false });
    expect(nextInterval([{ start: "09:00", end: "22:00" }])).toEqual({ start: "23:00", end: "00:00", next_day: true });
  });

  it("shows midnight as the next day's, which a field for times can hold", () => {
    const schedule = { zone: "UTC", week: [[{ start: "20:00", end: "24:00" }], [], [], [], [], [], []] };
    const view = { version: 3, schedule, messages: {}, callback: false } as unknown as HoursView;
    const draft = draftOf(view);
    expect(draft.week[0]).toEqual([{ start: "20:00", end: "00:00", next_day: true }]);
    expect(problemsOf(draft)).toEqual({});
    expect(requestOf(draft).version).toBe(3);
  });

  it("suggests words for each closing in each language", () => {
    expect(Object.keys(SUGGESTIONS)).toEqual(["closed", "break", "holiday"]);
    for (const texts of Object.values(SUGGESTIONS)) expect(Object.keys(texts)).toEqual(["en", "es", "pt-BR"]);
  });

  it("says everything in three languages", () => {
    const keys = (words: object): string[] =>
      Object.entries(words).flatMap(([name, inner]) => (typeof inner === "object" ? keys(inner).map((one) => `${name}.${one}`) : name));
    const english = keys(enHours).sort();
    for (const words of [esHours, ptBRHours]) expect(keys(words).filter((name) => !name.endsWith("_many")).sort()).toEqual(english);
  });
});
