// One thing of a list of the settings (a survey, an invitation) on a page of its own.
import { Button, TextInput } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { toast } from "../../ui/toasts";
import { problemsOf } from "./problems";
import settings from "./Settings.module.css";

export interface Part<Draft> {
  draft: Draft;
  change(changed: Partial<Draft>): void;
  problems: Record<string, string>; // by the field that the server named; "" = of no field
}

export interface Entry<Draft> extends Part<Draft> {
  busy: boolean;
  save(): Promise<void>;
}

/** list: where it goes once it is stored. store: writes it, and has the list fetched again. */
export function useEntry<Draft>(start: () => Draft, list: string, saved: string, store: (draft: Draft) => Promise<void>): Entry<Draft> {
  const [, go] = useLocation();
  const [draft, setDraft] = useState(start);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await store(draft);
      toast({ tone: "good", text: saved });
      go(list);
    } catch (error) {
      setProblems(problemsOf(error));
      setBusy(false);
    }
  };
  const change = (changed: Partial<Draft>) => setDraft((held) => ({ ...held, ...changed }));
  return { draft, change, problems, busy, save };
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
  const { draft, change, problems, busy, save } = entry;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <>
      <Link href={list} className={settings.back}>
        <IconChevronLeft size={16} /> {t(`${of}.back`)}
      </Link>
      <h1>{t(fresh ? `${of}.new` : `${of}.edit`)}</h1>
      {above}
      <form className={settings.form} onSubmit={submit} noValidate>
        {problems[""] && (
          <p className={settings.error} role="alert">
            {problems[""]}
          </p>
        )}
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
