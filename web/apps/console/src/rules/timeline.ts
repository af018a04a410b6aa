// From messages to what stands on the screen: days, runs of one author, folded events, the line
// above what is new.
import type { MessageView, Pending } from "@tertulia/protocol";
import { isHandOff } from "./bots";
import { dayKey } from "./time";

/** first, last: of a run by one author within RUN; names and times are shown once a run. */
export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "new"; key: string }
  | { kind: "message"; key: string; message: MessageView; first: boolean; last: boolean }
  | { kind: "pending"; key: string; pending: Pending; first: boolean; last: boolean }
  | { kind: "events"; key: string; events: MessageView[] }
  | { kind: "handOff"; key: string; message: MessageView };

const RUN = 5 * 60_000;

/** readAtOpening: `inbound` when this agent last read, or null for no line. */
export function timeline(
  messages: readonly MessageView[],
  pending: readonly Pending[],
  readAtOpening: number | null,
): Item[] {
  const items: Item[] = [];
  let day = "";
  let lineDrawn = readAtOpening === null;
  for (const message of messages) {
    if (dayKey(message.at) !== day) {
      day = dayKey(message.at);
      items.push({ kind: "day", key: `day-${day}`, at: message.at });
    }
    if (!lineDrawn && isNew(message, readAtOpening ?? 0)) {
      items.push({ kind: "new", key: "new" });
      lineDrawn = true;
    }
    if (isHandOff(message)) items.push({ kind: "handOff", key: `m-${message.seq}`, message });
    else if (message.visibility === "event") pushEvent(items, message);
    else items.push(messageItem(message));
  }
  items.push(...pending.map(pendingItem));
  return markRuns(items);
}

const messageItem = (message: MessageView): Item => ({
  kind: "message",
  // A pending message keeps its key when it is stored, so that it does not blink.
  key: message.client_id || `m-${message.seq}`,
  message,
  first: true,
  last: true,
});

const pendingItem = (pending: Pending): Item => ({
  kind: "pending",
  key: pending.client_id,
  pending,
  first: true,
  last: true,
});

function isNew(message: MessageView, read: number): boolean {
  return message.author.kind === "contact" && (message.inbound ?? 0) > read;
}

function pushEvent(items: Item[], event: MessageView): void {
  const before = items.at(-1);
  if (before?.kind === "events") before.events.push(event);
  else items.push({ kind: "events", key: `e-${event.seq}`, events: [event] });
}

function markRuns(items: Item[]): Item[] {
  for (let i = 1; i < items.length; i++) {
    const before = items[i - 1]!;
    const item = items[i]!;
    if (!isSpoken(before) || !isSpoken(item)) continue;
    if (!sameRun(spoken(before), spoken(item))) continue;
    before.last = false;
    item.first = false;
  }
  return items;
}

type Spoken = Extract<Item, { kind: "message" | "pending" }>;
const isSpoken = (item: Item): item is Spoken => item.kind === "message" || item.kind === "pending";
const spoken = (item: Spoken): MessageView =>
  item.kind === "message" ? item.message : item.pending.message;

function sameRun(a: MessageView, b: MessageView): boolean {
  return (
    a.author.kind === b.author.kind &&
    (a.author.id ?? "") === (b.author.id ?? "") &&
    a.visibility === b.visibility &&
    Date.parse(b.at) - Date.parse(a.at) < RUN
  );
}
