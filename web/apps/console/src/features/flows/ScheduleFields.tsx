import { SegmentedControl, TextInput } from "@mantine/core";
import "@mantine/core/styles/SegmentedControl.css";
import { useState } from "react";
import { useWorkspace } from "../../app/workspace";
import { ChipsField, NumberField, SelectField, TextField, type Bound } from "./fields/basic";
import field from "./fields/Field.module.css";
import css from "./Starts.module.css";
import type { Data, Moments } from "./types";
import { useWords } from "./words";

type Form = Bound["form"];

const DAYS = [0, 1, 2, 3, 4, 5, 6];
const MONDAY = Date.UTC(2024, 0, 1);

/** When it starts, and in whose conversations. */
export function ScheduleFields({ form }: { form: Form }) {
  return (
    <>
      <WhenFields form={form} />
      <WhomFields form={form} />
    </>
  );
}

function WhenFields({ form }: { form: Form }) {
  const { t, i18n } = useWords();
  const moments = { days: [], at: "09:00", zone: "", date: "", ...(form.data.moments as Partial<Moments> | undefined) } as Required<Moments>;
  const [once, setOnce] = useState(!!moments.date);
  const put = (change: Partial<Moments>, key?: string) => form.change({ moments: { ...moments, ...change } }, key);
  const part: Form = {
    data: { ...moments, days: moments.days.map(String) } as unknown as Data,
    change: (change, key) => put("days" in change ? { days: (change.days as string[]).map(Number).sort() } : (change as Partial<Moments>), key && `moments.${key}`),
    errorOf: (name) => form.errorOf(`moments.${name}`),
  };
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: "short", timeZone: "UTC" });
  const pick = (value: string) => {
    setOnce(value === "once");
    put({ date: value === "once" ? tomorrow() : "" });
  };
  return (
    <>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t("starts.often")}
        value={once ? "once" : "weekly"}
        onChange={pick}
        data={[
          { value: "weekly", label: t("starts.weekly") },
          { value: "once", label: t("starts.once") },
        ]}
      />
      <div className={css.when}>
        {once && <TextInput type="date" label={t("starts.date")} value={moments.date} error={part.errorOf("date")} onChange={(event) => put({ date: event.currentTarget.value })} />}
        <TextInput type="time" label={t("field.at")} value={moments.at} error={part.errorOf("at")} onChange={(event) => put({ at: event.currentTarget.value || "09:00" })} />
      </div>
      {!once && (
        <ChipsField
          form={part}
          name="days"
          hint={t("field.everyDay")}
          choices={DAYS.map((value) => ({ value: String(value), label: day.format(MONDAY + value * 86_400_000) }))}
          none=""
        />
      )}
      <TextField form={part} name="zone" label={t("starts.zone")} hint={t("starts.zoneHint")} placeholder="Europe/Madrid" most={64} />
    </>
  );
}

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

function WhomFields({ form }: { form: Form }) {
  const { t } = useWords();
  const { queues, tags = [] } = useWorkspace();
  const whom = { status: "open", queue_ids: [], quiet_hours: 0, ...(form.data.whom as Data | undefined) };
  const part: Form = {
    data: whom,
    change: (change, key) => form.change({ whom: { ...whom, ...change } }, key && `whom.${key}`),
    errorOf: (name) => form.errorOf(`whom.${name}`),
  };
  return (
    <div role="group" aria-label={t("starts.whom")} className={css.whom}>
      <span className={field.label}>{t("starts.whom")}</span>
      <p className={field.hint}>{t("starts.whomHint")}</p>
      <SelectField
        form={part}
        name="status"
        label={t("starts.status")}
        choices={["open", "resolved"].map((value) => ({ value, label: t(`starts.statuses.${value}`) }))}
      />
      <NumberField form={part} name="quiet_hours" label={t("starts.quiet")} min={0} max={720} />
      {queues.length > 0 && (
        <ChipsField form={part} name="queue_ids" label={t("starts.queues")} hint={t("starts.anyQueue")} choices={queues.map(({ id, name }) => ({ value: id, label: name }))} none="" />
      )}
      {tags.length > 0 && (
        <ChipsField form={form} name="tag_ids" label={t("starts.tags")} hint={t("starts.anyTag")} choices={tags.map(({ id, name }) => ({ value: id, label: name }))} none="" />
      )}
    </div>
  );
}
