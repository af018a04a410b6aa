// One thing of a list of the settings (a survey, an invitation) on a page of its own.
import { Button, TextInput } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { Problem } from "./Problem";
import settings from "./Settings.module.css";
import { useSaving } from "./useSaving";

export interface Part<Draft> {
  draft: Draft;
  change(changed: Partial<Draft>): void;
  problems: Record<string, string>; // by the field that the server named; "" = of no field
}

export interface Entry<Draft> extends Part<Draft> {
  busy: boolean;
  submit(event: FormEvent<HTMLElement>): void;
}

/** list: where it goes once it is stored. store: writes it, and has the list fetched again. */
export function useEntry<Draft extends object>(start: () => Draft, list: string, saved: string, store: (draft: Draft) => Promise<void>): Entry<Draft> {
  const [, go] = useLocation();
  const save = async (draft: Draft) => {
    await store(draft);
    go(list);
  };
  const { values: draft, errors: problems, change, busy, submit } = useSaving(start, save, saved);
  return { draft, change, problems, busy, submit };
}

interface Props<Draft> {
  of: "surveys" | "invitations"; // whose words
  list: string;
  fresh: boolean; // not stored yet
  entry: Entry<Draft>;
  above?: ReactNode;
  remove?: ReactNode;
  children: ReactNode;
}

export function EntryForm<Draft extends { name: string }>({ of, list, fresh, entry, above, remove, children }: Props<Draft>) {
  const { t } = useTranslation();
  const { draft, change, problems, busy, submit } = entry;
  return (
    <>
      <Link href={list} className={settings.back}>
        <IconChevronLeft size={16} /> {t(`${of}.back`)}
      </Link>
      <h1>{t(fresh ? `${of}.new` : `${of}.edit`)}</h1>
      {above}
      <form className={settings.form} onSubmit={submit} noValidate>
        <Problem text={problems[""]} />
        <TextInput
          label={t(`${of}.name`)}
          description={t(`${of}.nameHint`)}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value } as Partial<Draft>)}
          error={problems.name}
          maxLength={80}
          required
        />
        {children}
        <div className={settings.buttons}>
          <Button type="submit" loading={busy}>
            {t(`${of}.save`)}
          </Button>
          {remove}
        </div>
      </form>
    </>
  );
}
