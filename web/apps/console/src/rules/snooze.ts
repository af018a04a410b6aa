// When a snoozed conversation comes back, in the reader's own zone.

export type SnoozePreset = "hour" | "threeHours" | "tomorrow" | "monday";
export const SNOOZE_PRESETS: readonly SnoozePreset[] = ["hour", "threeHours", "tomorrow", "monday"];

const MORNING = 9;

export function snoozeUntil(preset: SnoozePreset, now: Date): Date {
  const until = new Date(now);
  if (preset === "hour") until.setHours(until.getHours() + 1);
  else if (preset === "threeHours") until.setHours(until.getHours() + 3);
  else {
    until.setDate(until.getDate() + (preset === "tomorrow" ? 1 : daysToMonday(now)));
    until.setHours(MORNING, 0, 0, 0);
  }
  return until;
}

function daysToMonday(now: Date): number {
  return (8 - now.getDay()) % 7 || 7;
}

/** What <input type="datetime-local"> wants. */
export function localInput(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
