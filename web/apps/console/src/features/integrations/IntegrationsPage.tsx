// The styles of what only these pages use, in the library's own order.
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/SegmentedControl.css";
import { Button, Switch } from "@mantine/core";
import { IconPencil, IconPlugConnected, IconTrash } from "@tabler/icons-react";
import type { ConnectionView } from "@tertulia/protocol";
import type { TFunction } from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "../../api/client";
import * as api from "../../api/integrations";
import { Confirm } from "../../ui/Confirm";
import { Failed } from "../../ui/Failed";
import { IconButton } from "../../ui/IconButton";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { CopyLine } from "../settings/CopyLine";
import { PageHead } from "../settings/PageHead";
import { ConnectionDialog } from "./ConnectionDialog";
import { askConsent, takeBrought } from "./consent";
import list from "../settings/List.module.css";
import css from "./Integrations.module.css";
import { KINDS } from "./kinds";
import { refetchIntegrations, useIntegrations } from "./useIntegrations";
import { NS } from "./words";

type Editing = { kind: string; stored: ConnectionView | null };

/** A page of the settings: what is connected, and what can be. */
export default function IntegrationsPage() {
  const { t } = useTranslation(NS);
  const found = useIntegrations();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [removing, setRemoving] = useState<ConnectionView | null>(null);
  const { connections = [], kinds = [], apps = {}, back = "" } = found.data ?? {};
  const coming = useComingBack();
  return (
    <>
      <PageHead title={t("title")} lead={t("lead")} />
      {coming && (
        <p className={css.hint} role="status">
          {t("connecting")}
        </p>
      )}
      {found.isPending && <LineSkeletons count={5} />}
      {found.isLoadingError && <Failed title={t("failed")} error={found.error} retry={() => void found.refetch()} />}
      {connections.length > 0 && (
        <ul className={list.list}>
          {connections.map((one) => (
            <Row key={one.id} one={one} edit={() => setEditing({ kind: one.kind, stored: one })} remove={() => setRemoving(one)} />
          ))}
        </ul>
      )}
      {found.data && (
        <>
          <h2 className={css.title}>{t("available")}</h2>
          <ul className={css.cards}>
            {kinds.map((kind) => (
              <Card key={kind} kind={kind} connect={() => setEditing({ kind, stored: null })} />
            ))}
          </ul>
          <p className={css.hint}>{t("others")}</p>
        </>
      )}
      {editing && (
        <ConnectionDialog
          kind={editing.kind}
          stored={editing.stored}
          app={apps[editing.kind]}
          back={back}
          close={() => setEditing(null)}
        />
      )}
      {removing && <Removing one={removing} close={() => setRemoving(null)} />}
    </>
  );
}

/** Whether somebody has come back from a service's page and it is being seen to. */
function useComingBack(): boolean {
  const { t } = useTranslation(NS);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const brought = takeBrought();
    if (!brought) return;
    setBusy(true);
    void api
      .finishConsent(brought)
      .then(
        (one) =>
          toast(
            one.broken
              ? { tone: "bad", text: t("broken", { why: one.broken }) }
              : { tone: "good", text: t("connected", { name: one.name }) },
          ),
        (error: unknown) => toast({ tone: "bad", text: sayNo(error, t) }),
      )
      .finally(() => {
        setBusy(false);
        void refetchIntegrations();
      });
  }, [t]);
  return busy;
}

function sayNo(error: unknown, t: (word: "notConsented" | "noState") => string): string {
  if (error instanceof ApiError && error.detail === "access_denied") return t("notConsented");
  if (error instanceof ApiError && error.status === 404) return t("noState");
  return sayWhy(error);
}

function Card({ kind, connect }: { kind: string; connect(): void }) {
  const { t } = useTranslation(NS);
  const known = KINDS[kind];
  if (!known) return null;
  return (
    <li className={css.card}>
      <known.Icon size={22} />
      <strong>{t(`kind.${kind as "slack"}.name`)}</strong>
      <p>{t(`kind.${kind as "slack"}.lead`)}</p>
      <Button size="xs" variant="default" onClick={connect} aria-label={`${t("connect")}: ${t(`kind.${kind as "slack"}.name`)}`}>
        {t("connect")}
      </Button>
    </li>
  );
}

function Row({ one, edit, remove }: { one: ConnectionView; edit(): void; remove(): void }) {
  const { t } = useTranslation(NS);
  const [busy, setBusy] = useState(false);
  const done = (work: Promise<unknown>, words?: string) => {
    setBusy(true);
    void work
      .then(
        () => words && toast({ tone: "good", text: words }),
        (error: unknown) => toast({ tone: "bad", text: sayWhy(error) }),
      )
      .finally(() => {
        setBusy(false);
        void refetchIntegrations();
      });
  };
  const facts = Object.values(one.facts).filter(Boolean).join(" · ");
  return (
    <li className={list.row} data-wraps data-folds data-testid="connection">
      <div className={list.words}>
        <strong>
          <bdi>{one.name}</bdi>
        </strong>
        <span>
          {t(`kind.${one.kind as "slack"}.name`)}
          {facts && " · "}
          <bdi>{facts}</bdi>
        </span>
        {one.broken && <span className={list.broken}>{whyNot(one.broken, t)}</span>}
      </div>
      {isIdle(one.broken) ? (
        <Button size="xs" leftSection={<IconPlugConnected size={14} />} loading={busy} onClick={() => done(askConsent(one.id))}>
          {t(one.broken === "needs_connecting" ? "connect" : "reconnect")}
        </Button>
      ) : (
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlugConnected size={14} />} loading={busy} onClick={() => done(api.testConnection(one.id), t("works"))}>
          {t("test")}
        </Button>
      )}
      <Switch
        checked={one.on}
        onChange={(event) => done(api.changeConnection(one.id, { version: one.version, on: event.currentTarget.checked }))}
        aria-label={t("onOf", { name: one.name })}
      />
      <IconButton label={`${t("edit")}: ${one.name}`} onClick={edit}>
        <IconPencil size={17} />
      </IconButton>
      <IconButton label={`${t("remove")}: ${one.name}`} onClick={remove}>
        <IconTrash size={17} />
      </IconButton>
      {KINDS[one.kind]?.hears(one.secrets_set) && (
        <div className={css.address}>
          <CopyLine label={t(`kind.${one.kind as "slack"}.address`)} text={one.url} />
        </div>
      )}
    </li>
  );
}

const isIdle = (broken: string) => /^needs_(re)?connecting( |$)/.test(broken);

function whyNot(broken: string, t: TFunction<typeof NS>): string {
  if (!isIdle(broken)) return t("broken", { why: broken });
  const [word, why] = [broken.split(" ")[0], broken.split(" ").slice(1).join(" ")];
  return word === "needs_connecting" ? t("waiting") : t("lost", { why });
}

function Removing({ one, close }: { one: ConnectionView; close(): void }) {
  const { t } = useTranslation(NS);
  const run = async () => {
    await api.removeConnection(one.id);
    await refetchIntegrations();
    toast({ tone: "good", text: t("removed") });
  };
  return (
    <Confirm title={t("removeTitle")} text={t("removeText", { name: one.name })} yes={t("remove")} danger run={run} close={close} />
  );
}
