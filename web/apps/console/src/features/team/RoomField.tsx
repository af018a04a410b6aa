import { Popover } from "@mantine/core";
import { IconLink, IconMoodSmile, IconPaperclip, IconSend2, IconX } from "@tabler/icons-react";
import type { AgentView, TeamRoomView } from "@tertulia/protocol";
import { lazy, Suspense, useRef, useState, type ClipboardEvent, type KeyboardEvent, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { sayInRoom } from "../../commands/team";
import { useLive } from "../../live/store";
import { teamTyping } from "../../live/sync";
import { place } from "../../ui/caret";
import { composing } from "../../ui/composing";
import { IconButton } from "../../ui/IconButton";
import { useGrowth } from "../../ui/useGrowth";
import { useWritingSignal } from "../../ui/useWritingSignal";
import { draftOf, keepDraft } from "./drafts";
import { Face } from "./Face";
import { mentionAt, mentionsIn, suggest } from "./mentions";
import { useNames } from "./names";
import css from "./RoomField.module.css";
import { RoomFiles, useRoomFiles } from "./RoomFiles";

const EmojiPanel = lazy(() => import("../composer/EmojiPanel"));
const MOST = 4000;
const TALLEST = 140;

export function RoomField({ room }: { room: TeamRoomView }) {
  const { t } = useTranslation();
  const names = useNames();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useDraft(names.me.id, room.id);
  const [linked, setLinked] = useState<{ id: string; name: string } | null>(null);
  const files = useRoomFiles(room.id);
  const typed = useWritingSignal(room.id, teamTyping);
  const others = names.others(room);
  const mention = useMention(field, text, others, setText);
  useGrowth(field, text, TALLEST);
  const change = (next: string) => {
    setText(next);
    typed(next !== "");
  };
  const ready = !files.busy && text.length <= MOST && (text.trim() !== "" || files.media.length > 0 || linked !== null);
  const submit = () => {
    if (!ready) return;
    const words = { text, media: files.media, mentions: mentionsIn(text, others), conversation_id: linked?.id ?? "" };
    sayInRoom(room.id, words, names.me.id);
    setText("");
    setLinked(null);
    files.clear();
    typed(false);
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (mention.keys(event)) return;
    if (event.key !== "Enter" || event.shiftKey || composing(event.nativeEvent)) return;
    event.preventDefault();
    submit();
  };
  const paste = (event: ClipboardEvent) => {
    const pasted = [...event.clipboardData.files];
    if (pasted.length === 0) return;
    event.preventDefault();
    files.add(pasted);
  };
  return (
    <div className={css.around}>
      {mention.list}
      <RoomFiles files={files} />
      {linked && (
        <p className={css.linked}>
          <IconLink size={14} />
          <span>{linked.name}</span>
          <button type="button" onClick={() => setLinked(null)} aria-label={t("team.unlink")}>
            <IconX size={14} />
          </button>
        </p>
      )}
      <div className={css.box}>
        <textarea
          ref={field}
          autoFocus
          rows={1}
          className={`${css.field} scroll`}
          value={text}
          placeholder={t("team.placeholder", { name: names.room(room) })}
          aria-label={t("team.field", { name: names.room(room) })}
          aria-autocomplete="list"
          aria-controls={mention.open ? "team-mentions" : undefined}
          aria-activedescendant={mention.active}
          data-testid="team-field"
          onChange={(event) => change(event.target.value)}
          onSelect={mention.look}
          onKeyDown={keys}
          onPaste={paste}
        />
        <div className={css.tools}>
          <Emoji insert={(emoji) => insertAt(field, text, emoji, change)} />
          <Attach add={files.add} />
          <LinkOpen choose={setLinked} />
          <span className={css.gap} role="status">
            {text.length > MOST && t("team.tooLong", { count: text.length - MOST })}
          </span>
          <IconButton label={t("team.send")} onClick={submit} disabled={!ready} data-testid="team-send">
            <IconSend2 size={18} />
          </IconButton>
        </div>
      </div>
    </div>
  );
}

/** Kept while one looks at another room or closes the panel. */
function useDraft(me: string, room: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => draftOf(me, room));
  const change = (next: string) => {
    keepDraft(me, room, next);
    setText(next);
  };
  return [text, change];
}

function insertAt(field: RefObject<HTMLTextAreaElement | null>, text: string, what: string, change: (text: string) => void): void {
  const box = field.current;
  const from = box?.selectionStart ?? text.length;
  change(text.slice(0, from) + what + text.slice(box?.selectionEnd ?? from));
  place(box, from + what.length);
}

/** The colleagues who fit what is typed after an "@". */
function useMention(field: RefObject<HTMLTextAreaElement | null>, text: string, people: AgentView[], change: (text: string) => void) {
  const { t } = useTranslation();
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [shut, setShut] = useState("");
  const found = mentionAt(text, caret);
  const fitting = found && shut !== text ? suggest(people, found.query) : [];
  const choose = (agent: AgentView) => {
    const words = `@${agent.name} `;
    change(text.slice(0, found!.from) + words + text.slice(caret));
    const end = found!.from + words.length;
    setAt(0);
    place(field.current, end);
  };
  const keys = (event: KeyboardEvent): boolean => {
    if (fitting.length === 0 || composing(event.nativeEvent)) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((at + step + fitting.length) % fitting.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(fitting[Math.min(at, fitting.length - 1)]!);
    else if (event.key === "Escape") setShut(text);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const list = fitting.length > 0 && (
    <div id="team-mentions" role="listbox" className={css.mentions} aria-label={t("team.mention")}>
      {fitting.map((agent, i) => (
        <div
          key={agent.id}
          id={`team-mention-${i}`}
          role="option"
          aria-selected={i === at}
          className={css.mention}
          onMouseDown={(event) => event.preventDefault()}
          onMouseEnter={() => setAt(i)}
          onClick={() => choose(agent)}
        >
          <Face agent={agent} size="xs" />
          <span>{agent.name}</span>
        </div>
      ))}
    </div>
  );
  const look = () => setCaret(field.current?.selectionStart ?? 0);
  const open = fitting.length > 0;
  return { list, keys, look, open, active: open ? `team-mention-${Math.min(at, fitting.length - 1)}` : undefined };
}

function Emoji({ insert }: { insert(emoji: string): void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={340} trapFocus returnFocus={false}>
      <Popover.Target>
        <IconButton label={t("team.emoji")} onClick={() => setOpened(!opened)}>
          <IconMoodSmile size={18} stroke={1.8} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("team.emoji")}>
        <Suspense fallback={<div className={css.emojiSpace} />}>
          {opened && (
            <EmojiPanel
              choose={(emoji) => {
                setOpened(false);
                insert(emoji);
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function Attach({ add }: { add(files: File[]): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t("team.attach")} onClick={() => input.current?.click()}>
        <IconPaperclip size={18} stroke={1.8} />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="team-files"
        onChange={(event) => {
          add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}

/** A card that leads to the conversation on the screen. */
function LinkOpen({ choose }: { choose(linked: { id: string; name: string }): void }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const id = /^\/inbox\/[^?#]*\/([0-9a-z]{10,40})(?:$|[?#])/.exec(location)?.[1] ?? "";
  const row = useLive((state) => state.rows[id]);
  if (!row) return null;
  return (
    <IconButton label={t("team.linkConversation")} onClick={() => choose({ id, name: row.contact_name || t("visitor") })} data-testid="team-link">
      <IconLink size={18} stroke={1.8} />
    </IconButton>
  );
}
