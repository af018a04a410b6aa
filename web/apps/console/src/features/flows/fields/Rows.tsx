import { Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Data } from "../types";
import { useWords } from "../words";
import { useLabel, type Bound } from "./basic";
import css from "./Field.module.css";
import { changed, moved, rowsOf, without } from "./lists";

export interface RowForm {
  data: Data;
  change(change: Data, key?: string): void;
  errorOf(field: string): string | undefined;
}

interface Props extends Bound {
  most: number;
  add(rows: readonly Data[]): Data;
  addLabel: string;
  title(row: Data, at: number): string;
  children(row: RowForm, at: number): ReactNode;
}

/** A list of small forms that can be added to, put in another order and taken from. */
export function Rows({ form, name, hint, most, add, addLabel, title, children, ...rest }: Props) {
  const { t } = useWords();
  const label = useLabel({ name, ...rest });
  const rows = rowsOf(form.data, name);
  const error = form.errorOf(name);
  const put = (next: readonly Data[]) => form.change({ [name]: next });
  return (
    <div role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {hint && <p className={css.hint}>{hint}</p>}
      <div className={css.rows}>
        {rows.map((row, at) => (
          <div key={String(row.id ?? at)} className={css.row} data-testid={`row-${name}`}>
            <div className={css.rowHead}>
              <span dir="auto">{title(row, at)}</span>
              {at > 0 && (
                <Mini label={t("field.up")} run={() => put(moved(rows, at, -1))}>
                  <IconArrowUp size={15} />
                </Mini>
              )}
              {at < rows.length - 1 && (
                <Mini label={t("field.down")} run={() => put(moved(rows, at, 1))}>
                  <IconArrowDown size={15} />
                </Mini>
              )}
              <Mini label={`${t("remove")}: ${title(row, at)}`} run={() => put(without(rows, at))}>
                <IconTrash size={15} />
              </Mini>
            </div>
            {children(
              {
                data: row,
                change: (change, key) =>
                  form.change({ [name]: changed(rows, at, change) }, key === undefined ? undefined : `${name}.${at}.${key}`),
                errorOf: (field) => form.errorOf(`${name}.${at}.${field}`),
              },
              at,
            )}
          </div>
        ))}
      </div>
      {error && <p className={css.error}>{error}</p>}
      {rows.length < most && (
        <Button
          variant="default"
          size="xs"
          mt={rows.length > 0 ? 8 : 4}
          leftSection={<IconPlus size={14} />}
          data-testid={`add-${name}`}
          onClick={() => put([...rows, add(rows)])}
        >
          {addLabel}
        </Button>
      )}
    </div>
  );
}

function Mini({ label, run, children }: { label: string; run(): void; children: ReactNode }) {
  return (
    <button type="button" className={css.mini} aria-label={label} title={label} onClick={run}>
      {children}
    </button>
  );
}
