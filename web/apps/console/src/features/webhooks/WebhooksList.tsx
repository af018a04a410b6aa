import { Button, Switch } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash, IconWebhook } from "@tabler/icons-react";
import type { WebhookList, WebhookSecret, WebhookView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/webhooks";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { PageHead } from "../settings/PageHead";
import { SecretDialog } from "./SecretDialog";
import { Status } from "./Status";
import { putWebhook, refetchWebhooks, useWebhooks, withoutWebhook } from "./useWebhooks";
import { WebhookDialog } from "./WebhookDialog";
import list from "../settings/List.module.css";
import { NS } from "./words";

export function WebhooksList() {
  const { t } = useTranslation(NS);
  const found = useWebhooks();
  const [editing, setEditing] = useState<WebhookView | "new" | null>(null);
  const [made, setMade] = useState<WebhookSecret | null>(null);
  const add = () => setEditing("new");
  const done = (secret?: WebhookSecret) => {
    setEditing(null);
    if (secret) setMade(secret);
    void refetchWebhooks();
  };
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")}>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add} disabled={!found.data}>
          {t("add")}
        </Button>
      </PageHead>
      {found.isPending && <LineSkeletons count={4} />}
      {found.isLoadingError && <Failed title={t("failed")} error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Rows held={found.data} add={add} edit={setEditing} />}
      {editing && found.data && (
        <WebhookDialog
          stored={editing === "new" ? null : editing}
          types={found.data.types}
          done={done}
          close={() => setEditing(null)}
        />
      )}
      {made && <SecretDialog secret={made.secret} close={() => setMade(null)} />}
    </>
  );
}

interface RowsProps {
  held: WebhookList;
  add(): void;
  edit(one: WebhookView): void;
}

function Rows({ held: { webhooks }, add, edit }: RowsProps) {
  const { t } = useTranslation(NS);
  const [removing, setRemoving] = useState<WebhookView | null>(null);
  if (webhooks.length === 0)
    return (
      <Empty
        icon={<IconWebhook size={22} />}
        title={t("none")}
        text={t("noneText")}
        action={{ label: t("add"), run: add }}
      />
    );
  return (
    <>
      <ul className={list.list}>
        {webhooks.map((one) => (
          <Row key={one.id} one={one} edit={() => edit(one)} remove={() => setRemoving(one)} />
        ))}
      </ul>
      {removing && <Removing one={removing} close={() => setRemoving(null)} />}
    </>
  );
}

function Row({ one, edit, remove }: { one: WebhookView; edit(): void; remove(): void }) {
  const { t } = useTranslation(NS);
  const name = one.description || one.url;
  const toggle = (on: boolean) =>
    void api.changeWebhook(one.id, { version: one.version, on }).then(putWebhook, (error: unknown) => {
      toast({ tone: "bad", text: sayWhy(error) });
      void refetchWebhooks();
    });
  return (
    <li className={list.row} data-folds data-testid="webhook-row">
      <Link href={`/settings/webhooks/${one.id}`} className={list.words}>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        {one.description && (
          <span>
            <bdi>{one.url}</bdi>
          </span>
        )}
        <span className={list.facts}>
          {t("count", { count: one.types.length })} <Status one={one} />
        </span>
      </Link>
      <Switch
        checked={!one.off}
        onChange={(event) => toggle(event.currentTarget.checked)}
        aria-label={t("onOf", { name })}
      />
      <IconButton label={`${t("edit")}: ${name}`} onClick={edit}>
        <IconPencil size={17} />
      </IconButton>
      <IconButton label={`${t("remove")}: ${name}`} onClick={remove}>
        <IconTrash size={17} />
      </IconButton>
    </li>
  );
}

function Removing({ one, close }: { one: WebhookView; close(): void }) {
  const { t } = useTranslation(NS);
  const run = async () => {
    await api.removeWebhook(one.id);
    withoutWebhook(one.id);
    toast({ tone: "good", text: t("removed") });
  };
  return (
    <Confirm
      title={t("removeTitle")}
      text={t("removeText", { url: one.url })}
      yes={t("remove")}
      danger
      run={run}
      close={close}
    />
  );
}
