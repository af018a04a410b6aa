/** The messages, oldest first. */
import type { Row } from "../state/select";
import { dayName } from "../text/format";
import type { Shown } from "./App";
import { h } from "./draw";
import { Message } from "./Message";
import { Do, Face, Icon } from "./parts";
import { scrolled, toEnd } from "./scroll";

interface Props extends Shown {
  rows: Row[];
}

function Older({ chat, state }: Shown) {
  const { t } = chat;
  if (state.older === "idle") return null;
  return (
    <p class="event">
      {state.older === "loading" ? `${t.older}…` : Do(t.retry, () => chat.loadOlder())}
    </p>
  );
}

function TheirLine({ chat, name, body, dots }: { name: string; body: unknown; dots?: boolean } & Pick<Shown, "chat">) {
  return (
    <div class="line theirs end">
      <Face name={name} photo={chat.photoOf(name)} />
      {dots ? (
        <div class="bubble dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </div>
      ) : (
        <div class="bubble">{body as string}</div>
      )}
    </div>
  );
}

export function Thread({ chat, state, rows }: Props) {
  const { t } = chat;
  const { config } = state;
  const now = Date.now();
  const last = rows.at(-1);
  return (
    <div class="thread">
      <div
        class="scroll"
        tabindex={0}
        role="log"
        aria-live="off"
        aria-label={t.messages}
        onScroll={() => scrolled(chat)}
      >
        <div class="lines">
          <Older chat={chat} state={state} />
          {!state.more && !state.earlier && (config!.greeting || !last) && (
            <TheirLine
              chat={chat}
              name={config!.agents?.[0]?.name || config!.name}
              body={config!.greeting || t.title}
            />
          )}
          {rows.map((row) => [
            row.day && (
              <p class="event day" key={`d${row.id}`}>
                {dayName(row.at, now, chat.language)}
              </p>
            ),
            <Message key={row.message?.client_id || row.id} chat={chat} state={state} row={row} latest={row === last} />,
          ])}
          {state.conversation?.status === "resolved" && <p class="event">{t.resolved}</p>}
          {chat.parts.draw("end")}
          {state.typing !== null && <TheirLine chat={chat} name={state.typing || t.team} body="" dots />}
        </div>
      </div>
      {state.away && (
        <button class="latest" onClick={() => toEnd(chat)}>
          <Icon name="down" />
          {t.latest}
        </button>
      )}
    </div>
  );
}
