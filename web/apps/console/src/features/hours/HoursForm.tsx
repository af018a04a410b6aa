import { Button } from "@mantine/core";
import { useState, type FormEvent } from "react";
import * as api from "../../api/hours";
import { Confirm } from "../../ui/Confirm";
import { toast } from "../../ui/toasts";
import { problemsOf as refusalOf } from "../settings/problems";
import settings from "../settings/Settings.module.css";
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

export function HoursForm({ queue, name, initial }: { queue: string; name: string; initial: Draft }) {
  const { t } = useWords();
  const keep = useKeepHours();
  const [draft, setDraft] = useState(initial);
  const [refused, setRefused] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const problems = problemsOf(draft);
  const good = Object.keys(problems).length === 0;
  const errorOf = (field: string) => {
    const found = problems[field];
    return found ? t(found.key, found.values) : refused[field];
  };
  const change = (changed: Partial<Draft>) => {
    setRefused({});
    setDraft((held) => ({ ...held, ...changed }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!good) return toast({ tone: "bad", text: t("wrong") });
    setBusy(true);
    try {
      keep(queue, await api.saveHours(queue, requestOf(draft)));
      toast({ tone: "good", text: t("saved") });
    } catch (error) {
      setRefused(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  const part: Part = { draft, change, errorOf };
  const stray = Object.entries(refused).map(([field, words]) => (field ? `${field}: ${words}` : words));
  const changed = draft !== initial || initial.version === 0;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
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
