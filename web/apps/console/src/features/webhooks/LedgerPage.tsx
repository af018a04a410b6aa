import { Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconChevronLeft, IconKey, IconPower, IconRefresh, IconSend, IconWebhook } from "@tabler/icons-react";
import type { DeliveryLine, WebhookSecret, WebhookView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Redirect } from "wouter";
import * as api from "../../api/webhooks";
import type { DeliveryStatus } from "../../api/webhooks";
import { Ago } from "../../ui/Ago";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { More } from "../settings/More";
import { PageHead } from "../settings/PageHead";
import page from "../settings/Settings.module.css";
import { DeliveryDialog } from "./DeliveryDialog";
import { ReplaceSecret, SecretDialog } from "./SecretDialog";
import { Status } from "./Status";
import { Outcome } from "./Outcome";
import { putWebhook, refetchWebhooks, useLedger, useWebhooks } from "./useWebhooks";
import list from "../settings/List.module.css";
import css from "./Webhooks.module.css";
import { NS, useTypeNames } from "./words";

const STATES = ["", "waiting", "delivered", "failed"] as const;

export function LedgerPage({ id }: { id: string }) {
  const found = useWebhooks();
  if (found.isLoadingError) return <Redirect to="/settings/webhooks" replace />;
  if (!found.data) return <LineSkeletons count={6} />;
  const one = found.data.webhooks.find((each) => each.id === id);
  return one ? <Ledger one={one} /> : <Redirect to="/settings/webhooks" replace />;
}

function Ledger({ one }: { one: WebhookView }) {
  const { t, i18n } = useTranslation(NS);
  const [state, setState] = useState<DeliveryStatus | "">("");
  const until = one.previous_until && Date.parse(one.previous_until) > Date.now() ? one.previous_until : "";
  const date = until && new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" }).format(Date.parse(until));
  return (
    <>
      <Link href="/settings/webhooks" className={page.back}>
        <IconChevronLeft size={16} aria-hidden="true" /> {t("back")}
      </Link>
      <PageHead title={one.description || one.url} lead={one.description ? one.url : ""} />
      <p className={css.state}>
        <Status one={one} />
        {date && <span className={list.quiet}>{t("bothUntil", { date })}</span>}
      </p>
      <Actions one={one} />
      <h2 className={css.title}>{t("ledger")}</h2>
      <div className={css.filter}>
        <SegmentedControl
          size="xs"
          value={state}
          onChange={(chosen) => setState(chosen as DeliveryStatus | "")}
          data={STATES.map((value) => ({ value, label: t(`state.${value || "all"}`) }))}
          aria-label={t("ledger")}
        />
      </div>
      <Lines id={one.id} state={state} />
    </>
  );
}

function Actions({ one }: { one: WebhookView }) {
  const { t } = useTranslation(NS);
  const [asking, setAsking] = useState<"secret" | "failed" | null>(null);
  const [made, setMade] = useState<WebhookSecret | null>(null);
  const close = () => setAsking(null);
  const done = (secret: WebhookSecret) => {
    setMade(secret);
    void refetchWebhooks();
  };
  const [testing, setTesting] = useState(false);
  const test = () => {
    setTesting(true);
    void api
      .testWebhook(one.id)
      .then(
        () => {
          toast({ tone: "good", text: t("tested") });
          void refetchWebhooks();
        },
        (error: unknown) => toast({ tone: "bad", text: sayWhy(error) }),
      )
      .finally(() => setTesting(false));
  };
  const turnOn = () =>
    void api.changeWebhook(one.id, { version: one.version, on: true }).then(putWebhook, (error: unknown) => {
      toast({ tone: "bad", text: sayWhy(error) });
      void refetchWebhooks();
    });
  return (
    <div className={css.actions}>
      {one.off && (
        <Button size="sm" leftSection={<IconPower size={16} />} onClick={turnOn}>
          {t("turnOn")}
        </Button>
      )}
      <Button size="sm" variant={one.off ? "default" : "filled"} leftSection={<IconSend size={16} />} loading={testing} onClick={test}>
        {t("test")}
      </Button>
      <Button size="sm" variant="default" leftSection={<IconRefresh size={16} />} onClick={() => setAsking("failed")}>
        {t("resendFailed")}
      </Button>
      <Button size="sm" variant="default" leftSection={<IconKey size={16} />} onClick={() => setAsking("secret")}>
        {t("replace")}
      </Button>
      {asking === "failed" && <ResendFailed id={one.id} close={close} />}
      {asking === "secret" && <ReplaceSecret one={one} done={done} close={close} />}
      {made && <SecretDialog secret={made.secret} close={() => setMade(null)} />}
    </div>
  );
}

const SPANS = ["1", "24", "168", "720"] as const;

function ResendFailed({ id, close }: { id: string; close(): void }) {
  const { t } = useTranslation(NS);
  const [hours, setHours] = useState("24");
  const run = async () => {
    await api.resendFailed(id, new Date(Date.now() - Number(hours) * 3_600_000).toISOString());
    toast({ tone: "good", text: t("resentAll") });
    void refetchWebhooks();
  };
  return (
    <Confirm title={t("resendFailed")} text={t("resendFailedText")} yes={t("resend")} run={run} close={close}>
      <NativeSelect
        label={t("resendSpan")}
        value={hours}
        data={SPANS.map((value) => ({ value, label: t(`spans.${value}`) }))}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
    </Confirm>
  );
}

function Lines({ id, state }: { id: string; state: DeliveryStatus | "" }) {
  const { t } = useTranslation(NS);
  const found = useLedger(id, state);
  const [shown, setShown] = useState("");
  if (found.isPending) return <LineSkeletons count={5} />;
  if (found.isLoadingError) return <Failed title={t("ledgerFailed")} error={found.error} retry={() => void found.refetch()} />;
  const lines = found.data.pages.flatMap((page) => page.deliveries);
  if (lines.length === 0 && !found.hasNextPage)
    return (
      <Empty
        icon={<IconWebhook size={22} />}
        title={t(state ? "ledgerEmpty" : "ledgerNone")}
        text={state ? undefined : t("ledgerNoneText")}
      />
    );
  return (
    <>
      <ul className={css.ledger}>
        {lines.map((line) => (
          <Line key={line.id} line={line} show={() => setShown(line.id)} />
        ))}
      </ul>
      <More found={found} label={t("more")} />
      {shown && <DeliveryDialog id={id} one={shown} close={() => setShown("")} />}
    </>
  );
}

function Line({ line, show }: { line: DeliveryLine; show(): void }) {
  const { t } = useTranslation(NS);
  const nameOf = useTypeNames();
  return (
    <li>
      <button type="button" className={css.line} onClick={show} data-testid="delivery">
        <span className={list.mark} data-tone={{ waiting: "waiting", delivered: "good", failed: "bad" }[line.state]}>
          {t(`one.${line.state}`)}
        </span>
        <span className={css.what}>{nameOf(line.type)}</span>
        <span className={list.quiet}>
          {line.last && <Outcome one={line.last} />}
          {line.tries > 1 && ` · ${t("triesOf", { count: line.tries })}`}
        </span>
        <Ago at={line.created_at} className={css.when} />
      </button>
    </li>
  );
}
