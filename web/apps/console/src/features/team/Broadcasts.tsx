import { Button } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import type { BroadcastView } from "@tertulia/protocol";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api/team";
import { canManage, useWorkspace } from "../../app/workspace";
import { endBroadcast } from "../../commands/team";
import { putBroadcast } from "../../live/team";
import { updateTeam, useTeam } from "../../live/teamSync";
import { exact } from "../../rules/time";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { RowSkeletons } from "../../ui/Skeleton";
import { useNow } from "../../ui/useNow";
import { RichText } from "../thread/content/RichText";
import css from "./Broadcasts.module.css";
import { NewBroadcast } from "./NewBroadcast";
import { useNames } from "./names";

/** What was announced; administrators write here, and see who has read. */
export function Broadcasts() {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [writing, setWriting] = useState(false);
  const pages = usePages();
  const held = useTeam((state) => state.broadcasts);
  const shown = Object.values(held)
    .filter(({ id }) => !pages.cursor || id >= pages.floor)
    .sort((a, b) => (a.id < b.id ? 1 : -1));
  if (writing) return <NewBroadcast close={() => setWriting(false)} />;
  if (pages.error && !pages.done) return <Failed title={t("team.failed")} error={pages.error} retry={() => void pages.next()} />;
  if (!pages.done) return <RowSkeletons count={4} />;
  return (
    <div className={`${css.page} scroll`}>
      {canManage(me) && (
        <Button fullWidth variant="light" leftSection={<IconSpeakerphone size={16} />} onClick={() => setWriting(true)}>
          {t("team.news.new")}
        </Button>
      )}
      {shown.length === 0 && <Empty icon={<IconSpeakerphone size={22} />} title={t("team.news.none")} text={t("team.news.noneText")} />}
      {shown.map((one) => (
        <Item key={one.id} broadcast={one} />
      ))}
      {pages.cursor && (
        <Button variant="default" size="xs" onClick={() => void pages.next()}>
          {t("team.news.older")}
        </Button>
      )}
    </div>
  );
}

function usePages() {
  const [state, setState] = useState({ cursor: "", floor: "", done: false, error: null as unknown });
  const next = async () => {
    try {
      const page = await api.broadcasts(state.cursor);
      for (const one of page.broadcasts) updateTeam((team) => putBroadcast(team, one));
      setState({ cursor: page.cursor ?? "", floor: page.broadcasts.at(-1)?.id ?? "", done: true, error: null });
    } catch (error) {
      setState((before) => ({ ...before, error }));
    }
  };
  useEffect(() => void next(), []);
  return { ...state, next };
}

function Item({ broadcast }: { broadcast: BroadcastView }) {
  const { t, i18n } = useTranslation();
  const { me } = useWorkspace();
  const now = useNow();
  const current = Date.parse(broadcast.until) > now;
  const at = exact(broadcast.at, i18n.language);
  return (
    <article className={css.item} aria-labelledby={`news-${broadcast.id}`} data-testid="broadcast-item">
      <h3 id={`news-${broadcast.id}`} className={css.title}>
        {broadcast.title}
      </h3>
      {broadcast.text && <RichText text={broadcast.text} />}
      <p className={css.meta}>{t("team.news.from", { name: broadcast.author_name || "—", at })}</p>
      <p className={css.meta} data-current={current || undefined}>
        {current ? t("team.news.current", { at: exact(broadcast.until, i18n.language) }) : t("team.news.over")}
      </p>
      {canManage(me) && <Readers broadcast={broadcast} current={current} />}
    </article>
  );
}

function Readers({ broadcast, current }: { broadcast: BroadcastView; current: boolean }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const { agents } = useWorkspace();
  const reads = Object.entries(broadcast.reads ?? {}).sort(([, a], [, b]) => (a < b ? -1 : 1));
  const active = agents.filter((agent) => agent.active !== false);
  const open = active.filter(({ id }) => !broadcast.reads?.[id]);
  return (
    <details className={css.readers}>
      <summary data-testid="broadcast-readers">{t("team.news.readBy", { count: reads.length, all: reads.length + open.length })}</summary>
      <ul>
        {reads.map(([agent, at]) => (
          <li key={agent}>{t("team.news.readAt", { name: names.person(agent), at: exact(at, i18n.language) })}</li>
        ))}
      </ul>
      {open.length > 0 && (
        <p>
          {t("team.news.unreadBy")}: {open.map(({ name }) => name).join(", ")}
        </p>
      )}
      {current && (
        <Button size="compact-xs" variant="default" onClick={() => void endBroadcast(broadcast.id)}>
          {t("team.news.end")}
        </Button>
      )}
    </details>
  );
}
