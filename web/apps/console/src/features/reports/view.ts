// What one looks at, as the address has it: a link shows a colleague the same. Pure.
import type { By, Days, Only } from "../../api/reports";

export const SPANS = { today: 1, week: 7, month: 30, quarter: 90, year: 365 } as const;
export type Span = keyof typeof SPANS | "own";
export const BYS: readonly By[] = ["agent", "queue", "channel", "flow", "tag", "invitation"];
export const PAGES = ["overview", ...BYS, "hours", "live", "mails"] as const;
export type Page = (typeof PAGES)[number];

export interface View extends Days, Only {
  span: Span;
  working: boolean;
  shows: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const isPage = (name: string): name is Page => (PAGES as readonly string[]).includes(name);

/** today: the day that many days ago, in the account's zone. What makes no sense is left out. */
export function readView(search: string, today: (back: number) => string): View {
  const asked = new URLSearchParams(search);
  const [from, to, wish] = [asked.get("from") ?? "", asked.get("to") ?? "", asked.get("span") ?? ""];
  const own = DAY.test(from) && DAY.test(to) && from <= to;
  const span: Span = own ? "own" : wish in SPANS ? (wish as keyof typeof SPANS) : "month";
  const [of, value] = [(asked.get("of") ?? "") as By, (asked.get("value") ?? "").slice(0, 60)];
  const only: Only = BYS.includes(of) && value ? { of, value } : { of: "", value: "" };
  const days: Days = span === "own" ? { first: from, last: to } : { first: today(SPANS[span] - 1), last: today(0) };
  return { span, ...days, ...only, working: asked.get("time") === "working", shows: asked.get("shows") ?? "opened" };
}

export function writeView(view: View): string {
  const asked = new URLSearchParams();
  if (view.span === "own") {
    asked.set("from", view.first);
    asked.set("to", view.last);
  } else if (view.span !== "month") asked.set("span", view.span);
  if (view.of) {
    asked.set("of", view.of);
    asked.set("value", view.value);
  }
  if (view.working) asked.set("time", "working");
  if (view.shows !== "opened") asked.set("shows", view.shows);
  return asked.toString();
}
