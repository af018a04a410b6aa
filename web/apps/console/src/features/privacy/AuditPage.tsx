import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { IconDownload, IconListSearch } from "@tabler/icons-react";
import type { AuditEntry } from "@tertulia/protocol";
import { useState } from "react";
import { everyPage } from "../../api/everyPage";
import * as api from "../../api/privacy";
import { useWorkspace } from "../../app/workspace";
import { exact } from "../../rules/time";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { saveTable } from "../../ui/saveFile";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { More } from "../settings/More";
import { PageHead } from "../settings/PageHead";
import css from "./Privacy.module.css";
import { auditTable } from "./table";
import { actionWords, countsLine, GROUPS, useWords } from "./words";

const EVERYTHING: api.AuditFilter = { agent_id: "", action: "" };
const MOST_PAGES = 200; // of a hundred entries each, in one file

/** Who did what, when, from where. */
export default function AuditPage() {
  const { t } = useWords();
  const { agents } = useWorkspace();
  const [filter, setFilter] = useState(EVERYTHING);
  const found = useInfiniteQuery({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) => api.audit(filter, pageParam),
    initialPageParam: "",
    getNextPageParam: ({ cursor }) => cursor || undefined,
  });
  const entries = found.data?.pages.flatMap((one) => one.entries) ?? [];
  return (
    <>
      <PageHead title={t("privacy.audit")} lead={t("privacy.auditLead")}>
        <Download filter={filter} />
      </PageHead>
      <div className={css.filters}>
        <NativeSelect
          label={t("privacy.who")}
          value={filter.agent_id}
          data={[{ value: "", label: t("privacy.everybody") }, ...agents.map(({ id, name }) => ({ value: id, label: name }))]}
          onChange={(event) => setFilter({ ...filter, agent_id: event.currentTarget.value })}
        />
        <NativeSelect
          label={t("privacy.what")}
          value={filter.action}
          data={[
            { value: "", label: t("privacy.everything") },
            ...GROUPS.map((value) => ({ value, label: t(`privacy.groups.${value}`) })),
          ]}
          onChange={(event) => setFilter({ ...filter, action: event.currentTarget.value })}
        />
      </div>
      {found.isLoadingError ? (
        <Failed title={t("privacy.failed")} error={found.error} retry={() => void found.refetch()} />
      ) : found.isPending ? (
        <LineSkeletons count={8} />
      ) : entries.length === 0 && !found.hasNextPage ? (
        <Empty
          icon={<IconListSearch size={22} />}
          title={t("privacy.noEntries")}
          text={t("privacy.noEntriesText")}
          action={{ label: t("privacy.showAll"), run: () => setFilter(EVERYTHING) }}
        />
      ) : (
        <ul className={css.list} aria-label={t("privacy.audit")}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      <More found={found} label={t("privacy.more")} className={css.further} />
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useWords();
  const { agents } = useWorkspace();
  const name = (id: string) => agents.find((one) => one.id === id)?.name;
  const about = entry.label || name(entry.subject ?? "") || "";
  const values = Object.entries(entry.values ?? {}).map(([key, value]) => `${key}: ${value}`);
  const details = [
    ...values,
    ...(entry.fields ?? []).filter((field) => !(field in (entry.values ?? {}))),
    countsLine(t, entry.counts ?? {}),
  ].filter(Boolean);
  return (
    <li className={css.receipt} data-testid="audit-entry">
      <span className={css.what}>
        <strong>
          {actionWords(t, entry.action)} {about && <bdi>{about}</bdi>}
        </strong>
        {details.length > 0 && <span className={css.details}>{details.join(" · ")}</span>}
        {!about && entry.subject && <code>{entry.subject}</code>}
      </span>
      <span className={css.when}>
        <time dateTime={entry.at}>{exact(entry.at, i18n.language)}</time>
        <span>
          <bdi>{name(entry.agent_id ?? "") ?? t("privacy.system")}</bdi>
          {entry.address && ` · ${entry.address}`}
        </span>
      </span>
    </li>
  );
}

function Download({ filter }: { filter: api.AuditFilter }) {
  const { t } = useWords();
  const { agents } = useWorkspace();
  const [busy, setBusy] = useState(false);
  async function run() {
    setBusy(true);
    try {
      const { rows, more } = await everyPage<AuditEntry>(MOST_PAGES, async (cursor) => {
        const { entries, cursor: next } = await api.audit(filter, cursor, 100);
        return [entries, next];
      });
      saveTable("audit.csv", auditTable(rows, (id) => agents.find((one) => one.id === id)?.name ?? id));
      if (more) toast({ tone: "plain", text: t("privacy.csvCut", { count: rows.length }) });
    } catch (error) {
      toast({ tone: "bad", text: sayWhy(error) });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button size="sm" variant="default" leftSection={<IconDownload size={16} />} loading={busy} onClick={() => void run()}>
      {t("privacy.csv")}
    </Button>
  );
}
