/** Launcher, preview and window. */
import type { Chat } from "../chat";
import { rowsOf, unreadOf } from "../state/select";
import { formFor } from "../state/forms";
import { offered } from "../lazy/registry";
import type { State } from "../state/state";
import { fill } from "../text/format";
import { summary } from "../text/summary";
import { Composer } from "./Composer";
import { h } from "./draw";
import { Face, Press } from "./parts";
import { Thread } from "./Thread";
import { takeDrop, windowKeys } from "./window";

export interface Shown {
  chat: Chat;
  state: State;
}

function Launcher({ chat, state }: Shown) {
  const { t } = chat;
  const { config } = state;
  const unread = unreadOf(state).length;
  const label = state.open ? t.close : t.open;
  return (
    <button
      class={`launcher ${config!.launcher}`}
      aria-expanded={state.open}
      aria-label={unread ? `${label}. ${fill(t.unread, unread)}` : label}
      onClick={() => chat.toggle()}
    >
      {config!.launcher === "bar" && <span class="label">{state.open ? t.close : config!.launcher_text || t.chat}</span>}
      {unread && !state.open ? <span class="badge">{unread > 99 ? "99+" : unread}</span> : null}
    </button>
  );
}

/** While the window is closed: the newest unread message, or the greeting. */
function Peek({ chat, state }: Shown) {
  const { t } = chat;
  const { config } = state;
  const unread = unreadOf(state).at(-1);
  const [bubble] = unread ? [] : chat.parts.draw("bubble");
  if (bubble) return bubble;
  const greeting = state.greeting && config!.greeting;
  if (!unread && !greeting) return null;
  const name = unread?.author.name || config!.agents?.[0]?.name || config!.name;
  const dismiss = () => {
    chat.keeper.set("greeted", 1);
    chat.set({ greeting: false });
  };
  return (
    <div class="peek">
      <button class="peek-text" onClick={() => chat.open()}>
        <Face name={name} photo={chat.photoOf(name)} />
        <span>
          <b>{name}</b>
          <span class="peek-words">{unread ? summary(unread.content, t) : greeting}</span>
        </span>
      </button>
      {!unread && Press(t.dismiss, "close", dismiss)}
    </div>
  );
}

function Header({ chat, state }: Shown) {
  const { t } = chat;
  const { config, conversation } = state;
  const agent = conversation?.agent;
  const faces = agent ? [agent] : (config!.agents ?? []).slice(0, 3);
  return (
    <header>
      <span class="faces">
        {faces.map((face) => (
          <Face {...face} />
        ))}
      </span>
      <span class="who">
        <h2 id="title">{agent?.name || config!.title || t.title}</h2>
        <p class={state.agentsOnline ? "on" : ""}>
          {agent ? config!.name : state.agentsOnline ? t.online : config!.hours_line || t.away}
        </p>
      </span>
      {offered(state).length
        ? Press(t.menu, "more", () => chat.set({ menu: !state.menu }), { "aria-expanded": state.menu })
        : null}
      {Press(t.close, "close", () => chat.close())}
    </header>
  );
}

/** Says aloud what comes in; by its words alone, so that history is not read out. */
function Aloud({ chat, state }: Shown) {
  const last = state.messages.at(-1);
  const { t } = chat;
  let words = "";
  if (state.outbox.some((item) => item.error)) words = t.failed;
  else if (state.typing !== null) words = fill(t.typing, state.typing || t.team);
  else if (last && last.author.kind !== "contact")
    words = `${last.author.name || t.team}: ${summary(last.content, t)}`;
  return (
    <div class="aloud" aria-live="polite">
      {words}
    </div>
  );
}

function Window({ chat, state }: Shown) {
  const { t } = chat;
  const [panel] = chat.parts.draw("panel");
  return (
    <div class="window" role="dialog" aria-labelledby="title" onKeyDown={windowKeys(chat)} {...takeDrop(chat)}>
      <Header chat={chat} state={state} />
      <div role="status">
        {state.link === "offline" && <p class="notice warn">{t.offline}</p>}
        {state.problem && <p class="notice warn">{state.problem}</p>}
        {!state.kept && <p class="notice">{t.unkept}</p>}
      </div>
      {panel ??
        (formFor(state) && !chat.parts.lost("forms") ? (
          <div class="thread" />
        ) : (
          [<Thread chat={chat} state={state} rows={rowsOf(state)} />, <Composer chat={chat} state={state} />]
        ))}
      {chat.parts.draw("over")}
      <Aloud chat={chat} state={state} />
      {state.dragging && <div class="drop">{t.attach}</div>}
    </div>
  );
}

export const App = ({ chat, state, dark }: Shown & { dark: boolean }) => (
  <aside
    class={`all${dark ? " dark" : ""}${state.open ? " opened" : ""}`}
    lang={chat.language}
    aria-label={state.config!.title || chat.t.chat}
  >
    {state.open ? <Window chat={chat} state={state} /> : <Peek chat={chat} state={state} />}
    <Launcher chat={chat} state={state} />
  </aside>
);
