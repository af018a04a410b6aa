/** Where the visitor writes. The text lives in the element; only its draft is kept. */
import type { Chat } from "../chat";
import type { Shown } from "./App";
import { h } from "./draw";
import { Icon, Press } from "./parts";

const MOST_HEIGHT = 132;
const MOST_LETTERS = 4000;

const areaOf = (chat: Chat) => chat.boot.root.querySelector<HTMLTextAreaElement>(".composer textarea")!;

function fit(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${Math.min(MOST_HEIGHT, area.scrollHeight)}px`;
}

/** After every change, by whatever hand. */
function changed(chat: Chat): void {
  const area = areaOf(chat);
  const { value } = area;
  fit(area);
  chat.typing.write(value);
  if (value) chat.keeper.set("draft", value);
  else chat.keeper.remove("draft");
}

/** Called once the element is on the page. */
function restoreDraft(chat: Chat): void {
  const area = areaOf(chat);
  if (!area) return;
  area.value = chat.keeper.get<string>("draft") ?? "";
  fit(area);
}

/** Puts something in where the cursor is. */
export function insert(chat: Chat, text: string): void {
  const area = areaOf(chat);
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  changed(chat);
}

function send(chat: Chat): void {
  const area = areaOf(chat);
  const text = area.value.trim();
  if (!text) return;
  chat.write(text);
  area.value = "";
  changed(chat);
  chat.set({ emoji: false });
  area.focus();
}

const sendOnEnter = (chat: Chat) => (event: KeyboardEvent) => {
  // Composing: this Enter ends a word of an input method. On touch screens it starts a line.
  const types = event.isComposing || matchMedia("(pointer: coarse)").matches;
  if (event.key !== "Enter" || event.shiftKey || types) return;
  event.preventDefault();
  send(chat);
};

const paste = (chat: Chat) => (event: ClipboardEvent) => {
  const files = event.clipboardData!.files;
  if (!files.length) return;
  event.preventDefault();
  chat.addFiles(files);
};

const picked = (chat: Chat) => (event: Event) => {
  const input = event.target as HTMLInputElement;
  chat.addFiles(input.files!);
  input.value = ""; // so that the same file can be picked again
};

export function Composer({ chat, state }: Shown) {
  const { t } = chat;
  const submit = (event: Event) => {
    event.preventDefault();
    send(chat);
  };
  const pick = () => chat.boot.root.querySelector<HTMLInputElement>("input")!.click();
  return (
    <form class="composer" onSubmit={submit}>
      {chat.parts.draw("composer")}
      <textarea
        ref={() => queueMicrotask(() => restoreDraft(chat))}
        rows={1}
        maxlength={MOST_LETTERS}
        aria-label={t.write}
        placeholder={t.write}
        enterkeyhint="send"
        onInput={() => changed(chat)}
        onKeyDown={sendOnEnter(chat)}
        onPaste={paste(chat)}
        onBlur={() => chat.typing.stop()}
      />
      <input type="file" multiple hidden onChange={picked(chat)} />
      <div class="tools">
        {Press(t.emoji, "smile", () => chat.set({ emoji: !state.emoji }), { "aria-expanded": state.emoji })}
        {Press(t.attach, "clip", pick)}
        <button type="submit" class="send" aria-label={t.send}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
