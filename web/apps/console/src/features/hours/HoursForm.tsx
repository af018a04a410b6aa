import { Button } from "@mantine/core";
import type { HoursView } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import * as api from "../../api/hours";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import settings from "../settings/Settings.module.css";
import { useSaving } from "../settings/useSaving";
import type { Steady } from "../settings/useSteady";
import { problemsOf, requestOf, type Draft } from "./draft";
import { Exceptions } from "./Exceptions";
import { Holidays } from "./Holidays";
import css from "./Hours.module.css";
import { Messages } from "./Messages";
import { Now } from "./Now";
import { useKeepHours } from "./useHours";
import { Week } from "./Week";
import { useWords } from "./words";
import { ZoneField } from "./ZoneField";

export interface Part {
  draft: Draft;
  change(changed: Partial<Draft>): void;
  errorOf(field: string): string | undefined;
}

interface Props {
  queue: string;
  name: string;
  initial: Draft;
  steady?: Steady<HoursView>; // of hours that are stored
  tell(unsaved: boolean): void;
}

export function HoursForm({ queue, name, initial, steady, tell }: Props) {
  const { t } = useWords();
  const keep = useKeepHours();
  const [removing, setRemoving] = useState(false);
  const save = async (draft: Draft) => {
    const saved = await api.saveHours(queue, requestOf(draft));
    keep(queue, saved);
    steady?.saved(saved);
  };
  const check = (draft: Draft) =>
    Object.fromEntries(Object.entries(problemsOf(draft)).map(([field, { key, values }]) => [field, t(key, values)]));
  const { values: draft, change: put, errors: refused, setErrors, busy, submit } = useSaving(initial, save, t("saved"), check);
  const problems = problemsOf(draft);
  const good = Object.keys(problems).length === 0;
  const errorOf = (field: string) => {
    const found = problems[field];
    return found ? t(found.key, found.values) : refused[field];
  };
  const change = (changed: Partial<Draft>) => {
    steady?.typed();
    setErrors({});
    put(changed);
  };
  const part: Part = { draft, change, errorOf };
  const stray = Object.entries(good ? refused : {}).map(([field, words]) => (field ? `${field}: ${words}` : words));
  const typed = JSON.stringify(draft) !== JSON.stringify(initial);
  const changed = typed || initial.version === 0;
  useEffect(() => {
    tell(typed);
    return () => tell(false);
  }, [tell, typed]);
  return (
    <form onSubmit={submit} noValidate>
      <Now schedule={requestOf(draft).schedule} good={good} />
      <section className={settings.box}>
        <h2>{t("week")}</h2>
        <p>{t("weekHint")}</p>
        <Week {...part} />
        <ZoneField {...part} />
      </section>
      <section className={settings.box}>
        <h2>{t("holidays")}</h2>
        <p>{t("holidaysHint")}</p>
        <Holidays {...part} />
      </section>
      <section className={settings.box}>
        <h2>{t("exceptions")}</h2>
        <p>{t("exceptionsHint")}</p>
        <Exceptions {...part} />
      </section>
      <section className={settings.box}>
        <h2>{t("messages")}</h2>
        <p>{t("messagesHint")}</p>
        <Messages {...part} />
      </section>
      {stray.length > 0 && (
        <p className={`${settings.error} ${css.stray}`} role="alert">
          {stray.join(" ")}
        </p>
      )}
      <div className={css.bar}>
        <Button type="submit" loading={busy} disabled={!changed} data-testid="save-hours">
          {t("save")}
        </Button>
        {initial.version > 0 && (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t(queue ? "remove" : "removeAll")}
          </Button>
        )}
        {changed && <span className={css.quiet}>{t("unsaved")}</span>}
      </div>
      {removing && (
        <Confirm
          title={t("removeTitle", { name })}
          text={t(queue ? "removeText" : "removeAllText")}
          yes={t(queue ? "remove" : "removeAll")}
          danger
          run={async () => {
            await api.removeHours(queue);
            keep(queue, null);
            toast({ tone: "good", text: t(queue ? "removed" : "removedAll") });
          }}
          close={() => setRemoving(false)}
        />
      )}
    </form>
  );
}
