/** A few emoji to pick from. */
import type { Chat } from "../chat";
import { define, h, insert } from "../lazy/kit";
import css from "./emoji.css?inline";

const EMOJI = [..."😀😂🙂😉😊😍😎🤔😅😢😭😡🙏👍👎👌👏👋🔥🎉✅❌📦💙"];
const COLUMNS = 8;

/** Arrows move, Enter picks. */
function moveInGrid(event: KeyboardEvent): void {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...(event.currentTarget as HTMLElement).children] as HTMLElement[];
  all[all.indexOf(event.target as HTMLElement) + step]?.focus();
}

const Picker = ({ chat }: { chat: Chat }) => (
  <div class="emoji" role="group" aria-label={chat.t.emoji} onKeyDown={moveInGrid}>
    {EMOJI.map((emoji, i) => (
      <button
        type="button"
        tabindex={i ? -1 : 0}
        onClick={() => insert(chat, emoji)}
      >
        {emoji}
      </button>
    ))}
  </div>
);

export const emoji = define("emoji", (chat) => ({ composer: () => chat.state.emoji && <Picker chat={chat} /> }), css);
