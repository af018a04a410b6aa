import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Period } from "../../api/surveys";
import { withEnd } from "./period";

interface Props {
  days: Period;
  longest: number; // days, as the server has it
  labels: Record<"first" | "last", string>;
  change(days: Period): void;
}

/** From one day to another. What is typed stays in its field while it is no date yet. */
export function OwnDays({ days, longest, labels, change }: Props) {
  const [typed, setTyped] = useState<Partial<Period>>({});
  const set = (end: "first" | "last", value: string) => {
    setTyped({ [end]: value });
    const changed = withEnd(days, end, value, longest);
    if (changed) change(changed);
  };
  return (["first", "last"] as const).map((end) => (
    <TextInput
      key={end}
      type="date"
      aria-label={labels[end]}
      value={typed[end] ?? days[end]}
      onChange={(event) => set(end, event.currentTarget.value)}
      onBlur={() => setTyped({})}
    />
  ));
}
