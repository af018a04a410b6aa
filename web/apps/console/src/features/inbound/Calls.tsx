import { Button } from "@mantine/core";
import type { InletEntry, InletView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/inlets";
import { inOurWords } from "../../i18n/refusals";
import { Ago } from "../../ui/Ago";
import { Failed } from "../../ui/Failed";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { More } from "../settings/More";
import list from "../settings/List.module.css";
import css from "./Inbound.module.css";
import { refetchInlets, useCalls } from "./useInlets";
import { NS } from "./words";

const TONES = { captured: "plain", waiting: "waiting", done: "good", failed: "bad" } as const;

/** The ledger: what came in, and what became of it. */
export function Calls({ one }: { one: InletView }) {
  const { t } = useTranslation(NS);
  const found = useCalls(one.id);
  if (found.isPending) return <LineSkeletons count={4} />;
  if (found.isLoadingError) return <Failed title={t("callsFailed")} error={found.error} retry={() => void found.refetch()} />;
  const entries = found.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return null;
  return (
    <section className={css.part}>
      <h2 className={css.title}>{t("calls")}</h2>
      <ul className={list.list}>
        {entries.map((entry) => (
          <Call key={entry.id} inlet={one} entry={entry} />
        ))}
      </ul>
      <More found={found} label={t("more")} />
    </section>
  );
}

function Call({ inlet, entry }: { inlet: InletView; entry: InletEntry }) {
  const { t } = useTranslation(NS);
  const [busy, setBusy] = useState(false);
  const again = () => {
    setBusy(true);
    void api
      .replay(inlet.id, entry.id)
      .then(
        () => toast({ tone: "good", text: t("doing") }),
        (error: unknown) => toast({ tone: "bad", text: sayWhy(error) }),
      )
      .finally(() => {
        setBusy(false);
        void refetchInlets();
      });
  };
  return (
    <li className={list.row} data-wraps data-testid="inlet-call">
      <span className={list.mark} data-tone={TONES[entry.state]}>
        {t(`state.${entry.state}`)}
      </span>
      <span className={css.why}>
        <Why entry={entry} />
      </span>
      {entry.conversation_id && (
        <Link href={`/inbox/all/open/${entry.conversation_id}`} className={css.open}>
          {t("open")}
        </Link>
      )}
      <Button variant="subtle" size="compact-xs" loading={busy} disabled={inlet.mapping.length === 0} onClick={again}>
        {t("again")}
      </Button>
      <Ago at={entry.at} className={css.when} />
    </li>
  );
}

function Why({ entry: { error, field, left_out } }: { entry: InletEntry }) {
  const { t } = useTranslation(NS);
  const names: Record<string, string> = {
    phone: t("target.phone"),
    email: t("target.email"),
    channel_id: t("channel"),
    flow_id: t("flow"),
    queue_id: t("queue"),
  };
  const nameOf = (name: string) => names[name] ?? name;
  if (error === "nobody") return <>{t("nobody")}</>;
  if (error) return <bdi>{field ? t("why", { field: nameOf(field), error: inOurWords(error) }) : inOurWords(error)}</bdi>;
  return left_out.length > 0 ? <>{t("leftOut", { fields: left_out.map(nameOf).join(", ") })}</> : null;
}
