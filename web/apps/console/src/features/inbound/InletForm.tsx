import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { InletField, InletView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { flows } from "../../api/flows";
import * as api from "../../api/inlets";
import { useWorkspace } from "../../app/workspace";
import { Problem } from "../settings/Problem";
import form from "../settings/Settings.module.css";
import { useSaving } from "../settings/useSaving";
import type { Steady } from "../settings/useSteady";
import css from "./Inbound.module.css";
import { Mapping } from "./Mapping";
import { wordsOf } from "./tree";
import { putInlet } from "./useInlets";
import { NS } from "./words";

interface Values {
  name: string;
  channel_id: string;
  queue_id: string;
  flow_id: string;
  dedupe: string;
  region: string;
  header: string;
  secret: string;
  mapping: InletField[];
}

/** What the form shows of it. */
export function valuesOf(one: InletView): Values {
  const { name, channel_id, queue_id, flow_id, dedupe, region, header, mapping } = one;
  return { name, channel_id, queue_id, flow_id, dedupe, region, header, mapping, secret: "" };
}

export function InletForm({ steady }: { steady: Steady<InletView> }) {
  const { t } = useTranslation(NS);
  const one = steady.base;
  const { id, version } = one;
  const save = async ({ secret, ...values }: Values) => {
    const unsigned = !values.header.trim();
    const signed = unsigned ? { secret: "" } : secret ? { secret } : {};
    const saved = await api.changeInlet(id, { version, ...values, ...signed });
    putInlet(saved);
    steady.saved(saved);
  };
  const { values, change: put, errors, busy, submit } = useSaving(() => valuesOf(one), save, t("saved"));
  const change = (changed: Partial<Values>) => {
    steady.typed();
    put(changed);
  };
  const wrong = Object.entries(errors).find(([field]) => field.startsWith("mapping") || field === "")?.[1];
  return (
    <form className={css.fields} onSubmit={submit} noValidate>
      <Mapping id={id} fields={values.mapping} change={(mapping) => change({ mapping })} />
      <Where values={values} errors={errors} change={change} />
      <Details values={values} errors={errors} change={change} signed={!!one.header} />
      <Problem text={wrong} />
      <div className={form.buttons}>
        <Button type="submit" loading={busy} disabled={!values.name.trim()}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

interface Part {
  values: Values;
  errors: Record<string, string>;
  change(changed: Partial<Values>): void;
}

function Where({ values, errors, change }: Part) {
  const { t } = useTranslation(NS);
  const { channels, queues } = useWorkspace();
  const found = useQuery({ queryKey: ["flows"], queryFn: flows, staleTime: 10_000 });
  const begun = (found.data?.flows ?? []).filter(
    (flow) => flow.id === values.flow_id || (flow.published && flow.triggers?.some(({ kind }) => kind === "webhook")),
  );
  return (
    <section className={css.part}>
      <h2 className={css.title}>{t("where")}</h2>
      <TextInput label={t("name")} value={values.name} error={errors.name} maxLength={100} onChange={(event) => change({ name: event.currentTarget.value })} />
      <NativeSelect
        label={t("channel")}
        description={t("channelHint")}
        value={values.channel_id}
        error={errors.channel_id}
        data={channels.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => change({ channel_id: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("flow")}
        description={t("flowHint")}
        value={values.flow_id}
        error={errors.flow_id}
        data={[{ value: "", label: t("noFlow") }, ...begun.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => change({ flow_id: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("queue")}
        value={values.queue_id}
        error={errors.queue_id}
        data={[{ value: "", label: t("queueOfChannel") }, ...queues.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => change({ queue_id: event.currentTarget.value })}
      />
    </section>
  );
}

function Details({ values, errors, change, signed }: Part & { signed: boolean }) {
  const { t } = useTranslation(NS);
  const paths = [...new Set([...values.mapping.map(({ path }) => path), ...(values.dedupe ? [values.dedupe] : [])])];
  return (
    <section className={css.part}>
      <h2 className={css.title}>{t("options")}</h2>
      <NativeSelect
        label={t("dedupe")}
        description={t("dedupeHint")}
        value={values.dedupe}
        error={errors.dedupe}
        data={[{ value: "", label: t("dedupeBody") }, ...paths.map((path) => ({ value: path, label: wordsOf(path) }))]}
        onChange={(event) => change({ dedupe: event.currentTarget.value })}
      />
      <TextInput
        label={t("region")}
        description={t("regionHint")}
        value={values.region}
        error={errors.region}
        maxLength={2}
        autoComplete="off"
        onChange={(event) => change({ region: event.currentTarget.value })}
      />
      <TextInput
        label={t("header")}
        description={t("headerHint")}
        placeholder="X-Signature"
        value={values.header}
        error={errors.header}
        maxLength={60}
        autoComplete="off"
        onChange={(event) => change({ header: event.currentTarget.value })}
      />
      {values.header.trim() && (
        <TextInput
          label={t("secret")}
          description={signed ? t("secretKept") : undefined}
          type="password"
          value={values.secret}
          error={errors.secret}
          maxLength={500}
          autoComplete="new-password"
          onChange={(event) => change({ secret: event.currentTarget.value })}
        />
      )}
    </section>
  );
}
