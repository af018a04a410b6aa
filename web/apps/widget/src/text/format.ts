/** Times, dates and sizes in the visitor's words. */

export function clockTime(moment: string, language: string): string {
  return new Date(moment).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
}

const dayOf = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "Today", "Yesterday", else the date. */
export function dayName(moment: string, now: number, language: string): string {
  const date = new Date(moment);
  const days = Math.round((dayOf(new Date(now)) - dayOf(date)) / 86_400_000);
  if (days === 0 || days === 1) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return word[0]!.toUpperCase() + word.slice(1);
  }
  return date.toLocaleDateString(language, { dateStyle: "long" });
}

/** Bytes, as "82 kB", "1.4 MB". */
export function fileSize(bytes: number, language: string): string {
  const large = bytes >= 1e6;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: large ? "megabyte" : "kilobyte",
    maximumFractionDigits: large ? 1 : 0,
  }).format(Math.max(1, bytes / (large ? 1e6 : 1e3)));
}

/** Two letters for a face without a photo. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1)![0]! : "";
  return ((words[0]?.[0] ?? "") + last).toUpperCase();
}

/** "{name} is typing" with its value. */
export const fill = (text: string, value: string | number): string => text.replace("{}", String(value));
