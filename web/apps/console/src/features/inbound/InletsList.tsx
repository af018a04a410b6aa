import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { IconArrowDownToArc, IconPlus, IconTrash } from "@tabler/icons-react";
import type { InletView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import * as api from "../../api/inlets";
import { useWorkspace } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { PageHead } from "../settings/PageHead";
import { FormDialog } from "../settings/FormDialog";
import { Problem } from "../settings/Problem";
import { useSaving } from "../settings/useSaving";
import list from "../settings/List.module.css";
import css from "./Inbound.module.css";
import { putInlet, refetchInlets, useInlets, withoutInlet } from "./useInlets";
import { NS } from "./words";

export function InletsList() {
  const { t } = useTranslation(NS);
  const found = useInlets();
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<InletView | null>(null);
  const inlets = found.data?.inlets ?? [];
  const add = () => setAdding(true);
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add} disabled={!found.data}>
          {t("add")}
        </Button>
      </PageHead>
      {found.isPending && <LineSkeletons count={4} />}
      {found.isLoadingError && <Failed title={t("failed")} error={found.error} retry={() => void found.refetch()} />}
      {found.data && inlets.length === 0 && (
        <Empty icon={<IconArrowDownToArc size={22} />} title={t("none")} text={t("noneText")} action={{ label: t("add"), run: add }} />
      )}
      {inlets.length > 0 && (
        <ul className={list.list}>
          {inlets.map((one) => (
            <Row key={one.id} one={one} remove={() => setRemoving(one)} />
          ))}
        </ul>
      )}
      {adding && <NewInletDialog close={() => setAdding(false)} />}
      {removing && <Removing one={removing} close={() => setRemoving(null)} />}
    </>
  );
}

function Row({ one, remove }: { one: InletView; remove(): void }) {
  const { t } = useTranslation(NS);
  const { channels } = useWorkspace();
  const channel = channels.find(({ id }) => id === one.channel_id);
  const toggle = (on: boolean) =>
    void api.changeInlet(one.id, { version: one.version, on }).then(putInlet, (error: unknown) => {
      toast({ tone: "bad", text: sayWhy(error) });
      void refetchInlets();
    });
  return (
    <li className={list.row} data-wraps data-testid="inlet-row">
      <Link href={`/settings/inbound/${one.id}`} className={list.words}>
        <strong>
          <bdi>{one.name}</bdi>
        </strong>
        <span>
          <bdi>{channel?.name ?? ""}</bdi>
          {one.mapping.length === 0 && <span className={`${list.mark} ${css.beside}`}>{t("unmapped")}</span>}
        </span>
      </Link>
      <Switch checked={one.on} onChange={(event) => toggle(event.currentTarget.checked)} aria-label={t("onOf", { name: one.name })} />
      <IconButton label={`${t("remove")}: ${one.name}`} onClick={remove}>
        <IconTrash size={17} />
      </IconButton>
    </li>
  );
}

function NewInletDialog({ close }: { close(): void }) {
  const { t } = useTranslation(NS);
  const { channels } = useWorkspace();
  const [, go] = useLocation();
  const save = async (values: { name: string; channel_id: string }) => {
    const made = await api.addInlet(values);
    await refetchInlets();
    void queries.invalidateQueries({ queryKey: ["me"] }); // what calls leave is looked for from the first on
    go(`/settings/inbound/${made.id}`);
  };
  const { values, change, errors, busy, submit } = useSaving({ name: "", channel_id: channels[0]?.id ?? "" }, save, "");
  return (
    <FormDialog
      title={t("add")}
      size={520}
      yes={t("create")}
      busy={busy}
      disabled={!values.name.trim() || !values.channel_id}
      submit={submit}
      close={close}
    >
      <TextInput
        label={t("name")}
        description={t("nameHint")}
        value={values.name}
        error={errors.name}
        maxLength={100}
        required
        data-autofocus
        autoComplete="off"
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t("channel")}
        description={t("channelHint")}
        value={values.channel_id}
        error={errors.channel_id}
        data={channels.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => change({ channel_id: event.currentTarget.value })}
      />
      <Problem text={errors[""]} />
    </FormDialog>
  );
}

function Removing({ one, close }: { one: InletView; close(): void }) {
  const { t } = useTranslation(NS);
  const run = async () => {
    await api.removeInlet(one.id);
    withoutInlet(one.id);
    toast({ tone: "good", text: t("removed") });
  };
  return (
    <Confirm title={t("removeTitle")} text={t("removeText", { name: one.name })} yes={t("remove")} danger run={run} close={close} />
  );
}
