import { IconAt, IconCloudOff, IconUsers, IconUsersGroup } from "@tabler/icons-react";
import type { AgentView, TeamRoomView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { usePresence, useWorkspace } from "../../app/workspace";
import { openDirect } from "../../commands/team";
import { listed, unreadIn } from "../../live/team";
import { refreshTeam, useTeam } from "../../live/teamSync";
import { Ago } from "../../ui/Ago";
import { Empty } from "../../ui/Empty";
import { RowSkeletons } from "../../ui/Skeleton";
import { useConnection } from "../../live/sync";
import { showRoom } from "./dock";
import { Face } from "./Face";
import { useNames } from "./names";
import css from "./RoomList.module.css";

export function RoomList() {
  const { t } = useTranslation();
  const state = useTeam();
  const lost = useConnection((connection) => connection.state === "lost");
  if (!state.ready && lost) {
    const retry = () => void refreshTeam().catch(() => undefined);
    return <Empty tone="bad" icon={<IconCloudOff size={22} />} title={t("team.failed")} action={{ label: t("retry"), run: retry }} />;
  }
  if (!state.ready) return <RowSkeletons count={5} />;
  return (
    <div className={`${css.list} scroll`}>
      <ul aria-label={t("team.rooms")}>
        {listed(state).map((room) => (
          <li key={room.id}>
            <Row room={room} />
          </li>
        ))}
      </ul>
      <Colleagues />
    </div>
  );
}

function Row({ room }: { room: TeamRoomView }) {
  const { t } = useTranslation();
  const names = useNames();
  const count = unreadIn(room, names.me.id);
  const called = count > 0 && (room.last?.mentions ?? []).includes(names.me.id);
  return (
    <button type="button" className={css.row} onClick={() => showRoom(room.id)} data-unread={count > 0 || undefined} data-testid="team-room">
      <RoomFace room={room} />
      <span className={css.words}>
        <span className={css.name}>{names.room(room)}</span>
        <span className={css.last}>{useLast(room)}</span>
      </span>
      <span className={css.side}>
        {room.last?.at && <Ago at={room.last.at} className={css.at} />}
        {count > 0 && (
          <span className={css.count}>
            {called && <IconAt size={12} aria-label={t("team.mentioned")} />}
            <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
            <span className="hidden-visually">{t("team.unread", { count })}</span>
          </span>
        )}
      </span>
    </button>
  );
}

export function RoomFace({ room }: { room: TeamRoomView }) {
  const names = useNames();
  if (room.kind === "direct") return <Face agent={names.other(room)} size="m" />;
  const Icon = room.kind === "everyone" ? IconUsersGroup : IconUsers;
  return (
    <span className={css.group} aria-hidden="true">
      <Icon size={18} stroke={1.7} />
    </span>
  );
}

/** The newest words, in one line. */
function useLast(room: TeamRoomView): string {
  const { t } = useTranslation();
  const names = useNames();
  const { last } = room;
  if (!last?.seq) return t("team.empty");
  const name = names.person(last.author_id ?? "", last.author_name);
  if (last.event) return t(`team.${last.event as "left"}`, { who: name, about: "…", name: last.text });
  const text = last.text || t("team.file");
  if (last.author_id === names.me.id) return t("team.you_said", { text });
  return room.kind === "direct" ? text : t("team.someone_said", { name, text });
}

/** Everybody to whom one may write. Nobody has to look for a button first. */
function Colleagues() {
  const { t } = useTranslation();
  const { agents, me } = useWorkspace();
  const [busy, setBusy] = useState("");
  const others = agents.filter(({ id, active }) => id !== me.id && active !== false);
  const open = async (agent: string) => {
    setBusy(agent);
    const room = await openDirect(agent, me.id);
    setBusy("");
    if (room) showRoom(room.id);
  };
  return (
    <>
      <h3 className={css.heading} id="team-colleagues">
        {t("team.colleagues")}
      </h3>
      {others.length === 0 && <p className={css.nobody}>{t("team.nobodyText")}</p>}
      <ul aria-labelledby="team-colleagues">
        {others.map((agent) => (
          <li key={agent.id}>
            <Colleague agent={agent} busy={busy === agent.id} open={() => void open(agent.id)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Colleague({ agent, busy, open }: { agent: AgentView; busy: boolean; open(): void }) {
  const { t } = useTranslation();
  const presence = usePresence(agent);
  return (
    <button type="button" className={css.person} onClick={open} disabled={busy} data-testid="team-colleague" data-presence={presence}>
      <Face agent={agent} />
      <span className={css.name}>{agent.name}</span>
      <span className={css.presence}>{t(`presence.${presence}`)}</span>
    </button>
  );
}
