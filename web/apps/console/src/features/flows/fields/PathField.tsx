import { Autocomplete } from "@mantine/core";
import "@mantine/core/styles/Combobox.css";
import { useGraph } from "../state";
import { variablesOf } from "../variables";
import { useLabel, type Bound } from "./basic";
import css from "./Field.module.css";
import { textOf } from "./lists";

/** A variable or a fact, by its path; suggested while one types. */
export function PathField({ form, name, hint, ...rest }: Bound) {
  const label = useLabel({ name, ...rest });
  const known = variablesOf(useGraph()).map((one) => one.name);
  return (
    <Autocomplete
      label={label}
      description={hint}
      className={css.mono}
      data={[...new Set(known)]}
      limit={12}
      value={textOf(form.data, name)}
      maxLength={120}
      error={form.errorOf(name)}
      name={name}
      onChange={(value) => form.change({ [name]: value.trim() }, name)}
    />
  );
}
