import { IconChevronDown, IconMessages } from "@tabler/icons-react";
import type { TeamMessageView, TeamRoomView } from "@tertulia/protocol";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readRoom } from "../../commands/team";
import { emptyRoomThread, typingIn, type TeamThread } from "../../live/team";
import { loadOlderIn, loadRoom, onScreen, useTeam } from "../../live/teamSync";
import { dayKey, dayName } from "../../rules/time";
import { Empty } from "../../ui/Empty";
import { Failed } from "../../ui/Failed";
import { ThreadSkeleton } from "../../ui/Skeleton";
import { useNow } from "../../ui/useNow";
import { EventLine, Line, PendingLine } from "./Line";
import { useNames } from "./names";
import css from "./Room.module.css";
import { RoomField } from "./RoomField";

const TOGETHER = 5 * 60_000; // words of one person within it need no name again

export function Room({ room }: { room: TeamRoomView }) {
  const { t } = useTranslation();
  const { me } = useNames();
  const thread = useTeam((state) => state.threads[room.id]) ?? emptyRoomThread;
  const { error, retry } = useLoaded(room.id);
  useReading(room.id, me.id, thread);
  return (
    <>
      {error ? <Failed title={t("team.failed")} error={error} retry={retry} /> : <Lines room={room} thread={thread} />}
      <Typing room={room} />
      <RoomField room={room} />
    </>
  );
}

function useLoaded(id: string) {
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    setError(null);
    loadRoom(id).catch((problem: unknown) => !gone && setError(problem));
    return () => {
      gone = true;
    };
  }, [id, attempt]);
  return { error, retry: () => setAttempt((n) => n + 1) };
}

/** Read is what is on a screen that somebody looks at. */
function useReading(id: string, me: string, thread: TeamThread): void {
  const newest = thread.messages.at(-1)?.seq ?? 0;
  useEffect(() => {
    onScreen.room = id;
    return () => {
      onScreen.room = "";
    };
  }, [id]);
  useEffect(() => {
    const read = () => {
      if (newest && document.visibilityState === "visible" && document.hasFocus()) readRoom(id, me);
    };
    read();
    addEventListener("focus", read);
    document.addEventListener("visibilitychange", read);
    return () => {
      removeEventListener("focus", read);
      document.removeEventListener("visibilitychange", read);
    };
  }, [id, me, newest]);
}

/** The box grows upward: at its end it stays there, and what is added above moves nothing. */
function Lines({ room, thread }: { room: TeamRoomView; thread: TeamThread }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  useEffect(() => {
    if (thread.pending.some(({ state }) => state === "sending")) box.current?.scrollTo({ top: 0 });
  }, [thread.pending]);
  if (!thread.loaded) return <div className={css.box}><ThreadSkeleton /></div>;
  const nothing = thread.messages.length + thread.pending.length === 0;
  if (nothing) {
    return (
      <div className={css.box}>
        <Empty icon={<IconMessages size={22} />} title={t("team.empty")} text={t("team.emptyText")} />
      </div>
    );
  }
  return (
    <div className={css.around}>
      <div
        ref={box}
        className={`${css.box} scroll`}
        onScroll={() => setBelow((box.current?.scrollTop ?? 0) < -120)}
        role="log"
        aria-label={t("team.title")}
        tabIndex={0}
        data-testid="team-lines"
      >
        <div className={css.lines}>
          {thread.more && <OlderEdge id={room.id} root={box} count={thread.messages.length} />}
          <Messages room={room} messages={thread.messages} />
          {thread.pending.map((entry) => (
            <PendingLine key={entry.body.client_id} room={room} entry={entry} />
          ))}
          <Seen room={room} messages={thread.messages} />
        </div>
      </div>
      {below && (
        <button type="button" className={css.down} onClick={() => box.current?.scrollTo({ top: 0 })} aria-label={t("thread.toNewest")}>
          <IconChevronDown size={18} />
        </button>
      )}
    </div>
  );
}

function OlderEdge({ id, root, count }: { id: string; root: React.RefObject<HTMLDivElement | null>; count: number }) {
  const { t } = useTranslation();
  const edge = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!edge.current) return;
    let busy = false;
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting || busy) return;
        busy = true;
        void loadOlderIn(id)
          .catch(() => undefined)
          .finally(() => (busy = false));
      },
      { root: root.current, rootMargin: "300px 0px 0px" },
    );
    seen.observe(edge.current);
    return () => seen.disconnect();
  }, [id, root, count]); // a page that fills less than the box is followed by the next
  return (
    <div ref={edge} className={css.older} role="status">
      {t("team.older")}
    </div>
  );
}

function Messages({ room, messages }: { room: TeamRoomView; messages: readonly TeamMessageView[] }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const rows = useMemo(() => grouped(messages), [messages]);
  return rows.map(({ message, first, day }) => {
    const named = day ? dayName(message.at, now, i18n.language) : null;
    return (
      <div key={message.seq} className={css.item} data-first={first || undefined}>
        {named && (
          <div className={css.day}>
            <span>{named.name === "date" ? named.text : t(`day.${named.name}`)}</span>
          </div>
        )}
        {message.event ? <EventLine message={message} /> : <Line room={room} message={message} first={first} />}
      </div>
    );
  });
}

export function grouped(messages: readonly TeamMessageView[]) {
  return messages.map((message, i) => {
    const before = messages[i - 1];
    const day = !before || dayKey(before.at) !== dayKey(message.at);
    const first =
      day ||
      before.author_id !== message.author_id ||
      !!before.event ||
      Date.parse(message.at) - Date.parse(before.at) > TOGETHER;
    return { message, first, day };
  });
}

/** Under my newest words: who has read them. */
function Seen({ room, messages }: { room: TeamRoomView; messages: readonly TeamMessageView[] }) {
  const { t } = useTranslation();
  const names = useNames();
  const last = messages.at(-1);
  if (!last || last.author_id !== names.me.id || last.event) return null;
  const readers = names.others(room).filter(({ id }) => (room.reads?.[id] ?? 0) >= last.seq);
  if (readers.length === 0) return null;
  const told = readers.map(({ name }) => name).join(", ");
  return (
    <p className={css.seen} data-testid="team-seen">
      {room.kind === "direct" ? t("team.seen") : t("team.seenBy", { names: told })}
    </p>
  );
}

function Typing({ room }: { room: TeamRoomView }) {
  const { t } = useTranslation();
  const names = useNames();
  const there = useTeam((state) => state.typing[room.id]);
  const [, again] = useState(0);
  useEffect(() => {
    if (!there || Object.keys(there).length === 0) return;
    const timer = setInterval(() => again((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, [there]);
  const [one, ...more] = typingIn(there, Date.now());
  return (
    <p className={css.typing} aria-live="polite" data-testid="team-typing">
      {one && (more.length ? t("team.typingMany") : t("team.typingOne", { name: names.person(one) }))}
    </p>
  );
}
