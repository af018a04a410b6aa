import { Button, NativeSelect } from "@mantine/core";
import { IconMail, IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReportMailView } from "@tertulia/protocol";
import { useId, useState } from "react";
import * as api from "../../api/reports";
import { useWorkspace } from "../../app/workspace";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { hourText } from "./format";
import css from "./Mails.module.css";
import { BYS } from "./view";
import { useWords } from "./words";

type Draft = Pick<ReportMailView, "id" | "every" | "hour" | "agent_ids"> & { by: api.By | ""; version: number };
const NEW: Draft = { id: "", by: "", every: "week", hour: 8, agent_ids: [], version: 0 };
const KEY = ["reports", "mails"];

/** What goes out by itself, every week or month. */
export function Mails() {
  const { t } = useWords();
  const [draft, setDraft] = useState<Draft | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: api.mails });
  if (error && !data) return <Failed title={t("mails.failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={4} />;
  if (!data.sends) return <Empty icon={<IconMail size={22} />} title={t("mails.none")} text={t("mails.off")} />;
  const close = () => setDraft(null);
  return (
    <section className={css.mails} data-testid="report-mails">
      <div className={css.head}>
        <p>{t("mails.lead")}</p>
        {!draft && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setDraft(NEW)}>
            {t("mails.add")}
          </Button>
        )}
      </div>
      {draft?.id === "" && <Form first={draft} close={close} />}
      {data.mails.length === 0 && !draft && <Empty icon={<IconMail size={22} />} title={t("mails.none")} text={t("mails.noneText")} />}
      <ul className={css.list}>
        {data.mails.map((one) => (
          <li key={one.id}>
            {draft?.id === one.id ? <Form first={draft} close={close} /> : <Line one={one} edit={() => setDraft({ ...NEW, ...one })} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ one, edit }: { one: ReportMailView; edit(): void }) {
  const { t, language } = useWords();
  const { agents } = useWorkspace();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api.removeMail(one.id),
    onSuccess: () => toast({ tone: "good", text: t("mails.removed") }),
    onError: (error) => toast({ tone: "bad", text: sayWhy(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const names = one.agent_ids.map((id) => agents.find((each) => each.id === id)?.name ?? t("gone"));
  return (
    <div className={css.line} data-testid="report-mail">
      <div>
        <strong>{t(`pages.${one.by || "overview"}`)}</strong>
        <p>
          {t(`mails.${one.every}`)}, {hourText(one.hour, language)}
        </p>
        <p>{names.join(", ")}</p>
        {one.active === false && <p className={css.off}>{t("mails.stopped")}</p>}
      </div>
      <div className={css.buttons}>
        <Button variant="default" onClick={edit}>
          {t("mails.change")}
        </Button>
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
          {t("mails.remove")}
        </Button>
      </div>
    </div>
  );
}

function Form({ first, close }: { first: Draft; close(): void }) {
  const { t, language } = useWords();
  const { agents } = useWorkspace();
  const queries = useQueryClient();
  const [draft, set] = useState(first);
  const [tried, setTried] = useState(false);
  const hint = useId();
  const readers = agents.filter(({ id, role, active }) => role !== "agent" && (active !== false || draft.agent_ids.includes(id)));
  const chosen = draft.agent_ids.filter((id) => readers.some((each) => each.id === id));
  const missing = tried && chosen.length === 0;
  const save = useMutation({
    mutationFn: () => {
      const { by, every, hour, version } = draft;
      const body = { by, every, hour, version, agent_ids: chosen };
      return draft.id ? api.changeMail(draft.id, body) : api.addMail(body);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY }); // the list shows it before the form goes
      close();
    },
    onError: (error) => {
      toast({ tone: "bad", text: sayWhy(error) });
      void queries.invalidateQueries({ queryKey: KEY });
    },
  });
  const toggle = (id: string, on: boolean) => set({ ...draft, agent_ids: on ? [...chosen, id] : chosen.filter((one) => one !== id) });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (chosen.length > 0) save.mutate();
      }}
    >
      <div className={css.fields}>
        <NativeSelect
          label={t("mails.report")}
          value={draft.by}
          onChange={(event) => set({ ...draft, by: event.currentTarget.value as Draft["by"] })}
          data={["", ...BYS].map((by) => ({ value: by, label: t(`pages.${by || "overview"}`) }))}
        />
        <NativeSelect
          label={t("mails.often")}
          value={draft.every}
          onChange={(event) => set({ ...draft, every: event.currentTarget.value as Draft["every"] })}
          data={(["week", "month"] as const).map((value) => ({ value, label: t(`mails.${value}`) }))}
        />
        <NativeSelect
          label={t("mails.hour")}
          value={String(draft.hour)}
          onChange={(event) => set({ ...draft, hour: Number(event.currentTarget.value) })}
          data={Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: hourText(hour, language) }))}
        />
      </div>
      <fieldset className={css.people} aria-describedby={missing ? hint : undefined}>
        <legend>{t("mails.people")}</legend>
        {readers.map((one) => (
          <label key={one.id}>
            <input type="checkbox" checked={chosen.includes(one.id)} onChange={(event) => toggle(one.id, event.currentTarget.checked)} />
            <span>{one.name}</span>
          </label>
        ))}
        {missing && (
          <p id={hint} role="alert" className={css.off}>
            {t("mails.choose")}
          </p>
        )}
      </fieldset>
      <div className={css.buttons}>
        <Button type="submit" loading={save.isPending}>
          {t("mails.save")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("mails.cancel")}
        </Button>
      </div>
    </form>
  );
}
