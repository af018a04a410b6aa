import { Menu, Textarea, TextInput } from "@mantine/core";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { place } from "../../../ui/caret";
import { useGraph } from "../state";
import { begun, completed, variablesOf, type Known } from "../variables";
import { useWords } from "../words";
import { useLabel, type Bound } from "./basic";
import css from "./Field.module.css";
import { textOf } from "./lists";

interface Props extends Bound {
  rows?: number; // 1: one line
  most?: number;
  mono?: boolean;
  placeholder?: string;
}

type Input = HTMLTextAreaElement & HTMLInputElement;
const SHOWN = 8;

/** A text with variables: typed after "{{", or picked from the button's list. */
export function TemplateField({ form, name, hint, rows = 3, most = 4000, mono, placeholder, ...rest }: Props) {
  const label = useLabel({ name, ...rest });
  const id = useId();
  const ref = useRef<Input>(null);
  const value = textOf(form.data, name);
  const error = form.errorOf(name);
  const known = variablesOf(useGraph());
  const write = (text: string, caret: number) => {
    form.change({ [name]: text.slice(0, most) }, name);
    place(ref.current, caret);
  };
  const insert = (variable: string) => {
    const at = ref.current?.selectionStart ?? value.length;
    const { text, caret } = completed(value, at, at, variable);
    write(text, caret);
  };
  const suggest = useSuggestions(value, known, write);
  const shared = {
    id,
    value,
    placeholder,
    maxLength: most,
    name,
    error: !!error,
    dir: "auto" as const,
    "aria-describedby": error ? `${id}-error` : undefined,
    className: mono ? css.mono : undefined,
    spellCheck: mono ? false : undefined,
    ...suggest.field,
  };
  const change = (input: HTMLInputElement | HTMLTextAreaElement) => {
    form.change({ [name]: input.value }, name);
    suggest.look(input.value, input.selectionStart ?? 0);
  };
  return (
    <div>
      <div className={css.head}>
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
        <Insert known={known} insert={insert} label={label} />
      </div>
      {hint && <p className={css.hint}>{hint}</p>}
      <div className={css.wrap}>
        {rows === 1 ? (
          <TextInput {...shared} ref={ref} onChange={(event) => change(event.currentTarget)} />
        ) : (
          <Textarea {...shared} ref={ref} rows={rows} onChange={(event) => change(event.currentTarget)} />
        )}
        {suggest.list}
      </div>
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </div>
  );
}

function Insert({ known, insert, label }: { known: readonly Known[]; insert(name: string): void; label: string }) {
  const { t } = useWords();
  return (
    <Menu position="bottom-end" width={260} returnFocus={false}>
      <Menu.Target>
        <button type="button" className={css.insert} aria-label={t("field.insertInto", { label })} title={t("field.insert")}>
          {"{{ }}"}
        </button>
      </Menu.Target>
      <Menu.Dropdown className={`${css.variables} scroll`}>
        {known.map(({ name }) => (
          <Menu.Item key={name} onClick={() => insert(name)}>
            <span className={css.variable}>
              <code>{name}</code>
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The list that opens while one types "{{ na". */
function useSuggestions(value: string, known: readonly Known[], write: (text: string, caret: number) => void) {
  const { t } = useWords();
  const id = useId();
  const [at, setAt] = useState<{ from: number; typed: string; caret: number } | null>(null);
  const [active, setActive] = useState(0);
  const found = at ? known.filter(({ name }) => name.includes(at.typed)).slice(0, SHOWN) : [];
  const open = found.length > 0;
  const look = (text: string, caret: number) => {
    const seen = begun(text, caret);
    setAt(seen && { ...seen, caret });
    setActive(0);
  };
  const choose = (name: string) => {
    if (!at) return;
    const { text, caret } = completed(value, at.from, at.caret, name);
    setAt(null);
    write(text, caret);
  };
  const keys = (event: KeyboardEvent) => {
    if (!open) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setActive((active + step + found.length) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(found[active]!.name);
    else if (event.key === "Escape") setAt(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    look,
    field: {
      onKeyDown: keys,
      onBlur: () => setAt(null),
      ...(open ? { role: "combobox", "aria-expanded": true, "aria-controls": id, "aria-activedescendant": `${id}-${active}` } : {}),
    },
    list: open && (
      <div id={id} role="listbox" aria-label={t("field.insert")} className={`${css.suggest} scroll`}>
        {found.map(({ name }, i) => (
          <div
            key={name}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            data-active={i === active || undefined}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(name);
            }}
          >
            {name}
          </div>
        ))}
      </div>
    ),
  };
}
