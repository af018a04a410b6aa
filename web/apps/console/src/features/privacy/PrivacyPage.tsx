import { Button, NumberInput, Switch } from "@mantine/core";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconReceipt } from "@tabler/icons-react";
import type { ReceiptView, RetentionView } from "@tertulia/protocol";
import { useState } from "react";
import * as api from "../../api/privacy";
import { useWorkspace } from "../../app/workspace";
import { exact } from "../../rules/time";
import { Confirm } from "../../ui/Confirm";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { More } from "../settings/More";
import { PageHead } from "../settings/PageHead";
import { Problem } from "../settings/Problem";
import page from "../settings/Settings.module.css";
import { useSaving } from "../settings/useSaving";
import { useSteady, type Steady } from "../settings/useSteady";
import css from "./Privacy.module.css";
import { countsLine, useWords } from "./words";

const USUAL = 365; // days, when somebody begins to count them

/** How long conversations are kept, and what was erased. */
export default function PrivacyPage() {
  const { t } = useWords();
  const found = useQuery({ queryKey: ["retention"], queryFn: api.retention });
  return (
    <>
      <PageHead title={t("privacy.title")} lead={t("privacy.lead")} />
      {found.data ? (
        <Kept rules={found.data} />
      ) : found.error ? (
        <Failed title={t("privacy.failed")} error={found.error} retry={() => void found.refetch()} />
      ) : (
        <LineSkeletons count={4} />
      )}
      <section className={page.box}>
        <h2>{t("privacy.one")}</h2>
        <p>{t("privacy.oneText")}</p>
      </section>
      <Receipts />
    </>
  );
}

const daysOf = ({ days, channels }: RetentionView) => ({ days: days ?? 0, channels: channels ?? {} });

function Kept({ rules }: { rules: RetentionView }) {
  const steady = useSteady(rules, daysOf);
  return <Rules key={steady.key} steady={steady} />;
}

function Rules({ steady }: { steady: Steady<RetentionView> }) {
  const { t } = useWords();
  const queries = useQueryClient();
  const { channels } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const { base } = steady;
  const save = async (asked: ReturnType<typeof daysOf>) => {
    const saved = await api.changeRetention({ ...asked, version: base.version ?? 0 });
    queries.setQueryData(["retention"], saved);
    steady.saved(saved);
  };
  const { values, change: put, errors, busy, run, of } = useSaving(() => daysOf(base), save);
  const change = (changed: Partial<typeof values>) => {
    steady.typed();
    put(changed);
  };
  const set = (id: string, days: number | null) => {
    const { [id]: _, ...others } = values.channels;
    change({ channels: days === null ? others : { ...others, [id]: days } });
  };
  const goes = values.days > 0 || Object.values(values.channels).some((days) => days > 0);
  return (
    <form
      className={page.box}
      noValidate
      onSubmit={(event) => {
        of(event);
        if (goes) setAsking(true);
        else void run();
      }}
    >
      <h2>{t("privacy.retention")}</h2>
      <p>{t("privacy.retentionText")}</p>
      <div className={page.form}>
        <Days
          label={t("privacy.all")}
          days={values.days}
          error={errors.days}
          set={(days) => change({ days })}
        />
        {channels.length > 0 && (
          <fieldset className={css.channels}>
            <legend>{t("privacy.channels")}</legend>
            {channels.map(({ id, name }) => (
              <div key={id} className={css.channel} data-testid="retention-channel">
                <Switch
                  label={<bdi>{name}</bdi>}
                  checked={id in values.channels}
                  onChange={(event) => set(id, event.currentTarget.checked ? values.days || USUAL : null)}
                />
                {id in values.channels ? (
                  <Days
                    label={t("privacy.daysOf", { name })}
                    hidden
                    days={values.channels[id]!}
                    error={errors[`channels.${id}`]}
                    set={(days) => set(id, days)}
                  />
                ) : (
                  <span className={css.quiet}>{t("privacy.asAll")}</span>
                )}
              </div>
            ))}
          </fieldset>
        )}
        <Problem text={errors[""] ?? errors.version ?? errors.channels} />
      </div>
      <p className={css.summary} data-testid="retention-summary">
        {t(goes ? "privacy.whatGoes" : "privacy.nothingGoes")}
      </p>
      <div className={page.buttons}>
        <Button type="submit" loading={busy}>
          {t("account.save")}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t("privacy.sure")}
          text={t("privacy.whatGoes")}
          yes={t("privacy.sureYes")}
          danger
          run={run}
          close={() => setAsking(false)}
        />
      )}
    </form>
  );
}

interface DaysProps {
  label: string;
  hidden?: boolean;
  days: number;
  error: string | undefined;
  set(days: number): void;
}

function Days({ label, hidden, days, error, set }: DaysProps) {
  const { t } = useWords();
  return (
    <NumberInput
      className={css.days}
      label={hidden ? undefined : label}
      aria-label={hidden ? label : undefined}
      description={hidden ? undefined : t("privacy.zero")}
      value={days}
      min={0}
      max={3650}
      allowDecimal={false}
      suffix={t("privacy.suffix")}
      error={error}
      onChange={(value) => set(Number(value) || 0)}
    />
  );
}

function Receipts() {
  const { t } = useWords();
  const found = useInfiniteQuery({
    queryKey: ["receipts"],
    queryFn: ({ pageParam }) => api.receipts(pageParam),
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
  });
  const receipts = found.data?.pages.flatMap((one) => one.receipts) ?? [];
  return (
    <section className={css.receipts}>
      <h2>{t("privacy.receipts")}</h2>
      {found.isLoadingError ? (
        <Failed title={t("privacy.failed")} error={found.error} retry={() => void found.refetch()} />
      ) : found.isPending ? (
        <LineSkeletons count={3} />
      ) : receipts.length === 0 ? (
        <Empty icon={<IconReceipt size={22} />} title={t("privacy.noReceipts")} text={t("privacy.noReceiptsText")} />
      ) : (
        <ul className={css.list}>
          {receipts.map((one) => (
            <Receipt key={one.id} receipt={one} />
          ))}
        </ul>
      )}
      <More found={found} label={t("privacy.more")} className={css.further} />
    </section>
  );
}

function Receipt({ receipt }: { receipt: ReceiptView }) {
  const { t, i18n } = useWords();
  const { agents } = useWorkspace();
  const who = agents.find(({ id }) => id === receipt.agent_id)?.name;
  return (
    <li className={css.receipt} data-testid="receipt">
      <span className={css.what}>
        <strong>{receipt.contact_id ? t("privacy.erasedContact") : t("privacy.erasedByRule")}</strong>
        <span>{countsLine(t, receipt.counts ?? {})}</span>
        {receipt.contact_id && <code>{receipt.contact_id}</code>}
      </span>
      <span className={css.when}>
        <time dateTime={receipt.at}>{exact(receipt.at, i18n.language)}</time>
        {who && <bdi>{who}</bdi>}
      </span>
    </li>
  );
}
