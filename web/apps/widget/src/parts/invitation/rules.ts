/** Whether an invitation fits now. Pure; its cases are tests/invitations.json, which the server's
 * tests read too. */
import type { Condition, WidgetInvitation } from "@tertulia/protocol";

/** What is known at this moment. Seconds, except since_*: minutes (null = never); minute: of the
 * day in the account's time zone; scroll: percent of the page that has been on the screen. */
export interface Now {
  time_on_page: number;
  time_on_site: number;
  pages: number;
  scroll: number;
  exit_intent: boolean;
  url: string;
  referrer: string;
  utm: Record<string, string>;
  country: string;
  language: string;
  visits: number;
  agents_online: boolean;
  minute: number;
  since_close: number | null;
  since_invitation: number | null;
}

const NUMBERS = ["time_on_page", "time_on_site", "pages", "scroll"] as const;

export function holds({ field, op, value }: Condition, now: Now): boolean {
  if ((NUMBERS as readonly string[]).includes(field)) return compare(now[field as "scroll"], op, value);
  // Never is longer ago than anything.
  if (field === "since_close" || field === "since_invitation") return compare(now[field] ?? Infinity, op, value);
  if (field === "url" || field === "referrer") return text(now[field], op, value);
  if (field.startsWith("utm_")) return text(now.utm[field.slice(4)] ?? "", op, value);
  if (field === "country") return within(value, (one) => one === now.country.toLowerCase()) === (op === "in");
  if (field === "language") return within(value, speaks(now.language.toLowerCase())) === (op === "in");
  if (field === "visitor") return now.visits > 1 === (value === "returning");
  if (field === "agents_online") return now.agents_online === (value === "yes");
  if (field === "exit_intent") return now.exit_intent;
  if (field === "hours") return between(now.minute, value);
  return false; // a newer server's; this page does not know it
}

const compare = (number: number, op: string, value: string) =>
  op === "at_least" ? number >= +value : number <= +value;

function text(said: string, op: string, value: string): boolean {
  const [held, wanted] = [said.toLowerCase(), value.toLowerCase()];
  if (op === "equals") return held === wanted;
  if (op === "pattern") return matches(held, wanted.split("*"));
  return held.includes(wanted) === (op === "contains");
}

/** The pieces between the stars, in order; without a regular expression, which could run for ever. */
function matches(held: string, pieces: string[]): boolean {
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (pieces.length < 2) return held === first;
  if (held.length < first.length + last.length || !held.startsWith(first) || !held.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    at = held.indexOf(piece, at);
    if (at < 0) return false;
    at += piece.length;
  }
  return at <= held.length - last.length;
}

const within = (list: string, fits: (one: string) => boolean) =>
  list.split(",").some((one) => fits(one.trim().toLowerCase()));

/** "pt" is spoken by who speaks "pt-BR", not the other way round. */
const speaks = (language: string) => (one: string) => language === one || language.startsWith(`${one}-`);

const minutes = (clock: string) => {
  const [hours, rest] = clock.split(":");
  return +hours! * 60 + +rest!;
};

function between(minute: number, value: string): boolean {
  const [from, to] = value.split("-").map(minutes) as [number, number];
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** The first of them that fits. Who was invited lately is left alone. */
export function choose(invitations: readonly WidgetInvitation[], now: Now): WidgetInvitation | undefined {
  return invitations.find(({ conditions = [], match, repeat_minutes = 1440 }) => {
    if ((now.since_invitation ?? Infinity) < repeat_minutes) return false;
    return match === "any" ? conditions.some((one) => holds(one, now)) : conditions.every((one) => holds(one, now));
  });
}
