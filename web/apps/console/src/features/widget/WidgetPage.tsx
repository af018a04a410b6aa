import { Button, NativeSelect, TextInput } from "@mantine/core";
import type { ChannelView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/endpoints";
import { useWorkspace } from "../../app/workspace";
import { lostOn } from "../../rules/contrast";
import { useSetChannels, withChannel } from "../settings/useChannels";
import { Problem } from "../settings/Problem";
import { useSaving } from "../settings/useSaving";
import { Choice, Colour, Line, Lines, OnOff, Pixels, type Form } from "./Fields";
import { Departments, PrechatFields } from "./FormFields";
import { IdentityBox } from "./IdentityBox";
import { configOf, same, valuesOf, type Name, type Values } from "./model";
import { Preview } from "./Preview";
import { Section } from "./Section";
import { StorageTable } from "./StorageTable";
import css from "./Widget.module.css";

/** A website's chat: how it looks, what it says and asks, and beside it the widget itself. */
export function WidgetPage({ channel }: { channel: ChannelView }) {
  const { agents, queues } = useWorkspace();
  const { values, change, set, errors, busy, run, dirty, discard } = useWidgetForm(channel);
  const form: Form = { settings: values.settings, errors, set };
  return (
    <div className={css.sides}>
      <form
        className={css.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Look form={form} />
        <Says form={form} />
        <Asks form={form} values={values} change={change} />
        <Offers form={form} />
        <Guards form={form} channel={channel} />
        <SaveBar dirty={dirty} busy={busy} problem={Object.values(errors)[0]} discard={discard} />
        <StorageTable />
      </form>
      <Preview config={configOf(values, agents, queues)} />
    </div>
  );
}

function useWidgetForm(channel: ChannelView) {
  const setChannels = useSetChannels();
  const [stored, setStored] = useState(() => valuesOf(channel));
  const { values, change, errors, setErrors, busy, run } = useSaving<Values>(stored, async ({ name, queueId, settings }) => {
    const saved = await api.changeChannel(channel.id, { name: name.trim(), queue_id: queueId, settings: { ...settings } });
    setChannels(withChannel(saved));
    setStored(valuesOf(saved));
    change(valuesOf(saved));
  });
  const set = (name: Name, value: string) => change({ settings: { ...values.settings, [name]: value } });
  const discard = () => {
    change(stored);
    setErrors({});
  };
  return { values, change, set, errors, busy, run, dirty: !same(values, stored), discard };
}

function Look({ form }: { form: Form }) {
  const { t } = useTranslation();
  const lost = lostOn(form.settings.colour);
  return (
    <Section title={t("site.look")}>
      <Colour form={form} name="colour" hint={lost.map((ground) => t(`site.lost.${ground}`)).join(" ")} />
      <Choice form={form} name="scheme" choices={["auto", "light", "dark"]} />
      <div className={css.pair}>
        <Choice form={form} name="launcher" choices={["round", "bar"]} />
        <Choice form={form} name="position" choices={["right", "left"]} />
      </div>
      {form.settings.launcher === "bar" && <Line form={form} name="launcher_text" max={40} />}
      <div className={css.pair}>
        <Pixels form={form} name="offset_x" max={200} />
        <Pixels form={form} name="offset_y" max={200} />
      </div>
      <OnOff form={form} name="photos" />
    </Section>
  );
}

function Says({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <Section title={t("site.says")}>
      <Choice form={form} name="language" choices={["auto", "en", "es", "pt-BR"]} />
      <Line form={form} name="title" max={80} />
      <Lines form={form} name="greeting" max={1000} />
      <Line form={form} name="hours_line" max={80} />
    </Section>
  );
}

interface AsksProps {
  form: Form;
  values: Values;
  change(change: Partial<Values>): void;
}

function Asks({ form, values, change }: AsksProps) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  return (
    <Section title={t("site.asks")}>
      <TextInput
        label={t("settings.name")}
        description={t("settings.nameHint")}
        value={values.name}
        error={form.errors.name}
        maxLength={80}
        required
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("settings.queue")}
        value={values.queueId}
        error={form.errors.queue_id}
        data={[{ value: "", label: t("action.noQueue") }, ...queues.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => change({ queueId: event.currentTarget.value })}
      />
      <Choice form={form} name="prechat" choices={["off", "optional", "required"]} />
      {form.settings.prechat !== "off" && <PrechatFields form={form} />}
      {queues.length > 0 && <Departments form={form} />}
      <OnOff form={form} name="offline_form" />
      {form.settings.offline_form === "on" && <Lines form={form} name="offline_text" max={1000} />}
    </Section>
  );
}

function Offers({ form }: { form: Form }) {
  const { t } = useTranslation();
  return (
    <Section title={t("site.offers")}>
      <OnOff form={form} name="rating" />
      <OnOff form={form} name="transcript" />
      <OnOff form={form} name="sound" />
      <OnOff form={form} name="callback" />
      {form.settings.callback === "on" && <Pixels form={form} name="callback_seconds" min={15} max={120} />}
    </Section>
  );
}

function Guards({ form, channel }: { form: Form; channel: ChannelView }) {
  const { t } = useTranslation();
  return (
    <Section title={t("site.guards")}>
      <Choice form={form} name="consent" choices={["none", "ask"]} />
      <Line form={form} name="domains" max={2000} />
      <IdentityBox form={form} channel={channel} />
    </Section>
  );
}

interface BarProps {
  dirty: boolean;
  busy: boolean;
  problem: string | undefined;
  discard(): void;
}

function SaveBar({ dirty, busy, problem, discard }: BarProps) {
  const { t } = useTranslation();
  return (
    <div className={css.bar}>
      <Problem text={problem} />
      <div className={css.barButtons}>
        <Button type="submit" loading={busy} disabled={!dirty}>
          {t("settings.saveChanges")}
        </Button>
        {dirty && (
          <Button variant="default" onClick={discard}>
            {t("site.discard")}
          </Button>
        )}
      </div>
    </div>
  );
}
