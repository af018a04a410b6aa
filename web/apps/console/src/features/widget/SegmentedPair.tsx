import css from "./Preview.module.css";

interface Props<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: NoInfer<T>; label: string }[];
  change: (value: NoInfer<T>) => void;
}

/** A few choices beside each other, one of them taken. */
export function SegmentedPair<T extends string>({ label, value, choices, change }: Props<T>) {
  return (
    <div className={css.segments} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => change(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </div>
  );
}
