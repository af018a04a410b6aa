import { Button, Checkbox, TextInput } from "@mantine/core";
import type { WebhookSecret, WebhookType, WebhookView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import * as api from "../../api/webhooks";
import { useWorkspace } from "../../app/workspace";
import { FormDialog } from "../settings/FormDialog";
import { Problem } from "../settings/Problem";
import { useSaving } from "../settings/useSaving";
import { putWebhook } from "./useWebhooks";
import css from "./Webhooks.module.css";
import { NS, useTypeNames } from "./words";

interface Props {
  stored: WebhookView | null;
  types: WebhookType[];
  done(made?: WebhookSecret): void;
  close(): void;
}

const USUAL = ["conversation.opened", "message.received", "message.sent"];

export function WebhookDialog({ stored, types, done, close }: Props) {
  const { t } = useTranslation(NS);
  const { channels } = useWorkspace();
  const nameOf = useTypeNames();
  const initial = {
    url: stored?.url ?? "",
    description: stored?.description ?? "",
    types: stored?.types ?? USUAL,
    channel_ids: stored?.channel_ids ?? [],
    enriches: stored?.enriches ?? false,
  };
  const save = async (values: typeof initial) => {
    if (!stored) return done(await api.addWebhook(values));
    putWebhook(await api.changeWebhook(stored.id, { ...values, version: stored.version }));
    done();
  };
  const { values, change, errors, busy, submit } = useSaving(initial, save, stored ? t("saved") : "");
  return (
    <FormDialog
      title={t(stored ? "edit" : "add")}
      size={560}
      yes={t(stored ? "save" : "create")}
      busy={busy}
      disabled={!values.url.trim() || values.types.length === 0}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t("url")}
        description={t("urlHint")}
        placeholder="https://example.com/hooks"
        value={values.url}
        error={errors.url}
        maxLength={2000}
        required
        data-autofocus
        autoComplete="off"
        inputMode="url"
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      <TextInput
        label={t("description")}
        description={t("descriptionHint")}
        value={values.description}
        error={errors.description}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Choices
        legend={t("events")}
        all={types.map(({ type }) => ({ id: type, name: nameOf(type) }))}
        chosen={values.types}
        change={(chosen) => change({ types: chosen })}
      />
      <Problem text={errors.types} />
      {channels.length > 1 && (
        <Choices
          legend={t("channels")}
          hint={t("channelsHint")}
          all={channels}
          chosen={values.channel_ids}
          change={(chosen) => change({ channel_ids: chosen })}
        />
      )}
      <Checkbox
        label={t("enriches")}
        description={t("enrichesHint")}
        checked={values.enriches}
        onChange={(event) => change({ enriches: event.currentTarget.checked })}
      />
      <Problem text={errors[""] ?? errors.channel_ids} />
    </FormDialog>
  );
}

interface ChoicesProps {
  legend: string;
  hint?: string;
  all: readonly { id: string; name: string }[];
  chosen: readonly string[];
  change(ids: string[]): void;
}

function Choices({ legend, hint, all, chosen, change }: ChoicesProps) {
  const { t } = useTranslation(NS);
  const toggle = (id: string) => change(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className={css.choices}>
      <legend>
        {legend}
        {hint ? <small>{hint}</small> : <AllOrNone all={all.map(({ id }) => id)} change={change} words={[t("all"), t("nothing")]} />}
      </legend>
      {all.map(({ id, name }) => (
        <label key={id} className={css.choice}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
          <bdi>{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

function AllOrNone({ all, change, words }: { all: string[]; change(ids: string[]): void; words: [string, string] }) {
  return (
    <span className={css.allOrNone}>
      <Button variant="subtle" size="compact-xs" onClick={() => change(all)}>
        {words[0]}
      </Button>
      <Button variant="subtle" size="compact-xs" onClick={() => change([])}>
        {words[1]}
      </Button>
    </span>
  );
}
