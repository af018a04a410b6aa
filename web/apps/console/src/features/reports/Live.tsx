import { Button } from "@mantine/core";
import { IconArrowsMaximize, IconArrowsMinimize } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReportBoard } from "@tertulia/protocol";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as api from "../../api/reports";
import { useWorkspace } from "../../app/workspace";
import { patience } from "../../rules/time";
import { Avatar } from "../../ui/Avatar";
import { Failed } from "../../ui/Failed";
import { LineSkeletons } from "../../ui/Skeleton";
import { useNow } from "../../ui/useNow";
import type { Asked } from "./Behind";
import { length, shown } from "./format";
import { measure } from "./measures";
import { useUnits } from "./Overview";
import css from "./Live.module.css";
import { useNames } from "./useNames";
import { useWords } from "./words";

const EVERY = 10_000;
const STALE = 60_000;
const TODAY = ["opened", "resolved", "in", "out", "first", "resolution", "sla", "bot_share"].map(measure);

/** What goes on now, asked for every ten seconds while somebody looks. */
export function Live({ ask }: { ask(asked: Asked): void }) {
  const { t } = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ["reports", "live"],
    queryFn: api.live,
    refetchInterval: EVERY,
    refetchIntervalInBackground: false,
    staleTime: 0,
  });
  if (error && !data) return <Failed title={t("failed")} error={error} retry={() => void refetch()} />;
  if (!data) return <LineSkeletons count={8} />;
  return <Board data={data} ask={ask} />;
}

function Board({ data, ask }: { data: ReportBoard; ask(asked: Asked): void }) {
  const { t } = useWords();
  const wall = useRef<HTMLDivElement>(null);
  const full = useFull(wall);
  const now = useNow();
  const online = data.agents.filter(({ state }) => state !== "offline").length;
  return (
    <div ref={wall} className={css.board} data-wall={full || undefined} data-testid="live-board">
      <div className={css.bar}>
        <h2>{t("live.now")}</h2>
        {now - Date.parse(data.at) > STALE && <span className={css.stale}>{t("live.stale")}</span>}
        {document.fullscreenEnabled && (
          <Button
            size="xs"
            variant="default"
            leftSection={full ? <IconArrowsMinimize size={15} /> : <IconArrowsMaximize size={15} />}
            onClick={() => void (full ? document.exitFullscreen() : wall.current?.requestFullscreen())}
          >
            {t(full ? "live.leave" : "live.wall")}
          </Button>
        )}
      </div>
      <dl className={css.tiles}>
        <Tile label={t("live.open")}>{data.more ? t("live.more", { count: data.open }) : (data.open ?? 0)}</Tile>
        <Tile label={t("live.unassigned")}>{data.unassigned ?? 0}</Tile>
        <Tile label={t("live.waiting")}>{data.waiting ?? 0}</Tile>
        <Tile label={t("live.longest")} tone={data.since ? patience(data.since, now) : undefined}>
          <Wait since={data.since} now={now} id={data.longest_id} />
        </Tile>
        <Tile label={t("live.late")} tone={data.late ? "overdue" : undefined}>
          {data.late ?? 0}
        </Tile>
        <Tile label={t("live.online")}>{online}</Tile>
      </dl>
      <div className={css.halves}>
        <Queues data={data} now={now} />
        <Agents data={data} />
      </div>
      <Today data={data} ask={leaveAnd(ask)} />
    </div>
  );
}

/** A dialog stands beside the wall, and would not be seen while the wall fills the screen. */
const leaveAnd =
  (ask: (asked: Asked) => void) =>
  (asked: Asked): void => {
    if (document.fullscreenElement) void document.exitFullscreen();
    ask(asked);
  };

function useFull(wall: React.RefObject<HTMLDivElement | null>): boolean {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const look = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === wall.current);
    document.addEventListener("fullscreenchange", look);
    return () => document.removeEventListener("fullscreenchange", look);
  }, [wall]);
  return full;
}

function Tile({ label, tone, children }: { label: string; tone?: string; children: ReactNode }) {
  return (
    <div data-tone={tone}>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

function Wait({ since, now, id }: { since: string | null | undefined; now: number; id?: string }) {
  const units = useUnits();
  if (!since) return <>–</>;
  const text = length(Math.max(now - Date.parse(since), 0) / 1000, units);
  return id ? <Link href={`/inbox/all/open/${id}`}>{text}</Link> : <>{text}</>;
}

function Queues({ data, now }: { data: ReportBoard; now: number }) {
  const { t } = useWords();
  const { name } = useNames();
  const lines = data.queues.filter(({ queue_id, open }) => queue_id || open);
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{t("live.queues")}</h3>
      <table>
        <thead>
          <tr>
            <td />
            {(["open", "unassigned", "waiting", "longest"] as const).map((head) => (
              <th key={head} scope="col">
                {t(`live.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.queue_id}>
              <th scope="row">{line.queue_id ? name("queue", line.queue_id) : t("live.noQueue")}</th>
              <td className="num">{line.open ?? 0}</td>
              <td className="num">{line.unassigned ?? 0}</td>
              <td className="num">{line.waiting ?? 0}</td>
              <td className="num" data-tone={line.since ? patience(line.since, now) : undefined}>
                <Wait since={line.since} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Agents({ data }: { data: ReportBoard }) {
  const { t } = useWords();
  const { t: common } = useTranslation();
  const { agents } = useWorkspace();
  return (
    <section>
      <h3>{t("live.agents")}</h3>
      <ul className={css.agents}>
        {data.agents.map(({ agent_id, state, held }) => {
          const agent = agents.find(({ id }) => id === agent_id);
          const name = agent?.name ?? t("gone");
          return (
            <li key={agent_id} data-state={state}>
              <Avatar name={name} id={agent_id} size="s" />
              <span className={css.name}>{name}</span>
              <span className={css.state}>
                <i aria-hidden="true" />
                {common(`presence.${state}`)}
              </span>
              <span className="num">{t("live.held", { count: held ?? 0 })}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Today({ data, ask }: { data: ReportBoard; ask(asked: Asked): void }) {
  const { t, language } = useWords();
  const units = useUnits();
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: data.zone }).format(new Date(data.at));
  return (
    <section>
      <h2>{t("live.today")}</h2>
      <ul className={css.today}>
        {TODAY.map((one) => {
          const now = one.read(data.today, false);
          const title = t(`names.${one.id}`);
          return (
            <li key={one.id}>
              <button
                type="button"
                disabled={!now}
                title={now ? t("open", { name: title }) : undefined}
                onClick={() => ask({ days: { first: day, last: day }, only: { of: "", value: "" }, name: one.behind, title, who: "" })}
              >
                <span>{title}</span>{" "}
                <strong className="num">{shown(one, now, language, units)}</strong>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
