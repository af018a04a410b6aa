import { SegmentedControl } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { IconClock } from "@tabler/icons-react";
import type { ScheduleView } from "@tertulia/protocol";
import { useState } from "react";
import "@mantine/core/styles/FloatingIndicator.css";
import "@mantine/core/styles/SegmentedControl.css";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/schedules";
import { ChannelGlyph } from "../../ui/ChannelGlyph";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { Line } from "../composer/Scheduled";
import { More } from "../settings/More";
import css from "./ScheduledPage.module.css";

type State = "waiting" | "failed";

/** Everything that is to be sent later, soonest first; and what could not be. */
export default function ScheduledPage() {
  const { t } = useTranslation();
  const [state, setState] = useState<State>("waiting");
  const query = useInfiniteQuery({
    queryKey: ["allSchedules", state],
    queryFn: ({ pageParam }) => api.allSchedules(state, pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.cursor || undefined,
    staleTime: 0,
  });
  const found = query.data?.pages.flatMap(({ schedules }) => schedules) ?? [];
  return (
    <main className={`${css.page} scroll`}>
      <div className={css.column}>
        <header className={css.head}>
          <div>
            <h1>{t("compose.schedule.pageTitle")}</h1>
            <p>{t("compose.schedule.pageLead")}</p>
          </div>
          <SegmentedControl
            aria-label={t("compose.schedule.state")}
            value={state}
            onChange={(value) => setState(value as State)}
            data={(["waiting", "failed"] as const).map((value) => ({ value, label: t(`compose.schedule.states.${value}`) }))}
          />
        </header>
        {query.error && !query.data && (
          <Failed title={t("compose.schedule.pageFailed")} error={query.error} retry={() => void query.refetch()} />
        )}
        {query.isPending && <RowSkeletons count={4} />}
        {query.data && found.length === 0 && (
          <Empty
            icon={<IconClock size={22} />}
            title={t(`compose.schedule.empty.${state}`)}
            text={state === "waiting" ? t("compose.schedule.emptyText") : undefined}
          />
        )}
        {found.length > 0 && (
          <ul className={css.list} data-testid="all-scheduled">
            {found.map((one) => (
              <li key={one.id}>
                <Place one={one} />
                <Line one={one} />
              </li>
            ))}
          </ul>
        )}
        <More found={query} label={t("compose.schedule.older")} />
      </div>
    </main>
  );
}

function Place({ one }: { one: ScheduleView }) {
  const { t } = useTranslation();
  return (
    <Link href={`/inbox/all/open/${one.conversation_id}`} className={css.place}>
      <ChannelGlyph kind={one.channel_kind ?? ""} size={16} />
      <strong>{one.contact_name || t("visitor")}</strong>
      <span className={css.by}>{t("compose.schedule.by", { name: one.author_name })}</span>
    </Link>
  );
}
