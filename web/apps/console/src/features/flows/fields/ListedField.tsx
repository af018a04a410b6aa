import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useLabel, type Bound } from "./basic";
import { listed, stringsOf } from "./lists";

/** Several short texts in one line, with commas between them. */
export function ListedField({ form, name, hint, numbers, ...rest }: Bound & { numbers?: boolean }) {
  const label = useLabel({ name, ...rest });
  const held = (form.data[name] as readonly unknown[] | undefined) ?? stringsOf(form.data, name);
  const shown = held.join(", ");
  const [text, setText] = useState(shown);
  const read = (typed: string): unknown[] =>
    numbers ? listed(typed).map(Number).filter((one) => Number.isInteger(one) && one >= 100 && one <= 599) : listed(typed);
  // Undo, or another node: the text follows, but not while what is typed means the same.
  useEffect(() => {
    if (read(text).join(", ") !== shown) setText(shown);
  }, [shown]);
  return (
    <TextInput
      label={label}
      description={hint}
      value={text}
      error={form.errorOf(name)}
      name={name}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const next = read(typed);
        if (next.join() !== held.join()) form.change({ [name]: next }, name);
      }}
      onBlur={() => setText(shown)}
    />
  );
}
