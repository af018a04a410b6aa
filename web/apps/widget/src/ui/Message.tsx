/** One line of the thread. */
import { isRich, type Row } from "../state/select";
import { clockTime } from "../text/format";
import { linkify } from "../text/linkify";
import { summary } from "../text/summary";
import type { Shown } from "./App";
import { h } from "./draw";
import { Away, Do, Face, Icon } from "./parts";

interface Props extends Shown {
  row: Row;
  latest: boolean;
}

const words = ({ parts }: Shown["chat"], text: string): unknown =>
  parts.get("marks")?.spell?.(text) ??
  linkify(text).map(({ text: words, href }) => (href ? Away({ href }, words) : words));

function Foot({ chat, row }: Props) {
  const { t } = chat;
  const { mark, waiting, message } = row;
  if (waiting?.error)
    return (
      <p class="foot bad">
        {[t.failed, " ", waiting.error, " "]}
        {Do(t.retry, () => chat.sender.retry(row.id))}
        {Do(t.remove, () => chat.sender.remove(row.id))}
      </p>
    );
  if (!row.last) return null;
  return (
    <p class="foot">
      {message?.edited_at && `${t.edited} · `}
      <time dateTime={row.at}>{clockTime(row.at, chat.language)}</time>
      {mark && (
        <span class={`mark ${mark}`}>
          <Icon name={mark} />
          <span class="aloud">{t[mark]}</span>
        </span>
      )}
    </p>
  );
}

function body({ chat, row }: Props): unknown {
  const { content } = row;
  const { text } = content;
  if (row.message?.deleted_at) return <em>{chat.t.deleted}</em>;
  const rich = isRich(content) && chat.parts.get("files")?.rich?.(content);
  return [rich, text ? <span class="words">{words(chat, text) as string}</span> : !rich && <em>{summary(content, chat.t)}</em>];
}

function Quote({ chat, state, row }: Props) {
  const to = row.message?.reply_to;
  const quoted = to && row.content.kind !== "choice" && state.messages.find((m) => m.seq === to);
  return quoted ? <span class="quote">{summary(quoted.content, chat.t)}</span> : null;
}

export function Message(props: Props) {
  const { chat, row, latest } = props;
  const name = row.name || chat.t.team;
  const bare = row.content.media?.length && !row.content.text && /image|sticker|video/.test(row.content.kind);
  const reactions = Object.values(row.message?.reactions ?? {});
  return (
    <div class={`line${row.mine ? " mine" : " theirs"}${row.first ? " start" : ""}${row.last ? " end" : ""}`}>
      {!row.mine && row.first && row.name && <p class="name">{row.name}</p>}
      <span class="aloud">{row.mine ? chat.t.you : name}: </span>
      <div class={`bubble ${row.mark}${bare ? " bare" : ""}`}>
        {!row.mine && row.last && <Face name={name} photo={chat.photoOf(name)} />}
        <Quote {...props} />
        {body(props) as string}
        {reactions.length ? <span class="reactions">{reactions.join(" ")}</span> : null}
      </div>
      {chat.parts.get("files")?.after?.(row, latest)}
      <Foot {...props} />
    </div>
  );
}
