/** Times, dates and sizes in the visitor's words. */

export function clockTime(moment: string, language: string): string {
  return new Date(moment).toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
}

const dayOf = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** "Today", "Yesterday", "Monday" within a week, else the date. */
export function dayName(moment: string, now: number, language: string): string {
  const date = new Date(moment);
  const days = Math.round((dayOf(new Date(now)) - dayOf(date)) / 86_400_000);
  if (days < 2 && days >= 0) {
    const word = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
    return word[0]!.toUpperCase() + word.slice(1);
  }
  if (days > 0 && days < 7) return date.toLocaleDateString(language, { weekday: "long" });
  const year = date.getFullYear() === new Date(now).getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(language, { day: "numeric", month: "long", year });
}

/** Bytes, as "820 B", "1.4 MB". */
export function fileSize(bytes: number, language: string): string {
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  const digits = step && amount < 10 ? 1 : 0;
  return `${amount.toLocaleString(language, { maximumFractionDigits: digits })} ${["B", "kB", "MB", "GB"][step]}`;
}

/** Two letters for a face without a photo. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1)![0]! : "";
  return ((words[0]?.[0] ?? "") + last).toUpperCase();
}

/** "{name} is typing" with its value. */
export const fill = (text: string, value: string | number): string => text.replace("{}", String(value));
