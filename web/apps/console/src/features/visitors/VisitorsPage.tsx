import { IconFilterOff, IconWorld } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { LiveVisitor } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/visits";
import { canManage, useWorkspace } from "../../app/workspace";
import { EVERYBODY, filtersAnything, shownVisitors, type VisitorFilter } from "../../rules/visitors";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { Filters } from "./Filters";
import { SpeakFirst } from "./SpeakFirst";
import { VisitorRow } from "./VisitorRow";
import css from "./Visitors.module.css";

/** Asked for only while somebody looks: nothing is pushed to who does not. */
const EVERY = 4_000;

export default function VisitorsPage() {
  const { t } = useTranslation();
  const { channels } = useWorkspace();
  const [filter, setFilter] = useState<VisitorFilter>(EVERYBODY);
  const [speaking, setSpeaking] = useState<LiveVisitor | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["visitors"],
    queryFn: api.liveVisitors,
    refetchInterval: EVERY,
    staleTime: 0,
  });
  const all = data?.visitors ?? [];
  const shown = shownVisitors(all, filter);
  const sites = channels.filter((channel) => channel.kind === "website");
  return (
    <main className={`${css.page} scroll`}>
      <header className={css.head}>
        <h1>{t("visits.title")}</h1>
        <p role="status">{data ? <Count shown={all.length} total={data.total ?? all.length} /> : t("visits.lead")}</p>
      </header>
      {sites.length === 0 ? (
        <NoSite />
      ) : (
        <>
          {(all.length > 0 || filtersAnything(filter)) && (
            <Filters visitors={all} sites={sites} filter={filter} change={setFilter} />
          )}
          {error && !data && <Failed title={t("visits.failed")} error={error} retry={() => void refetch()} />}
          {!data && !error && <RowSkeletons count={6} />}
          {data && all.length === 0 && (
            <Empty icon={<IconWorld size={22} />} title={t("visits.none")} text={t("visits.noneText")} />
          )}
          {all.length > 0 && shown.length === 0 && (
            <Empty
              icon={<IconFilterOff size={22} />}
              title={t("visits.noMatch")}
              action={{ label: t("visits.clear"), run: () => setFilter(EVERYBODY) }}
            />
          )}
          {shown.length > 0 && (
            <ul className={css.list} aria-label={t("visits.title")}>
              {shown.map((visitor) => (
                <VisitorRow
                  key={visitor.contact_id}
                  visitor={visitor}
                  site={sites.length > 1 ? sites.find((one) => one.id === visitor.channel_id)?.name : undefined}
                  speak={setSpeaking}
                />
              ))}
            </ul>
          )}
        </>
      )}
      {speaking && <SpeakFirst visitor={speaking} close={() => setSpeaking(null)} />}
    </main>
  );
}

function Count({ shown, total }: { shown: number; total: number }) {
  const { t } = useTranslation();
  return <>{total > shown ? t("visits.shownOf", { shown, total }) : t("visits.count", { count: total })}</>;
}

function NoSite() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [, go] = useLocation();
  return (
    <Empty
      icon={<IconWorld size={22} />}
      title={t("visits.noSite")}
      text={t("visits.noSiteText")}
      action={
        canManage(me)
          ? { label: t("visits.connect"), run: () => go("/settings/channels/new/website") }
          : undefined
      }
    />
  );
}
