/** What else the visitor may do here: the parts that offer something now. */
import type { Chat } from "../chat";
import { define, h, inLanguage, offered } from "../lazy/kit";
import type { PartName } from "../lazy/registry";
import css from "./menu.css?inline";

/** A part that offers something (registry.ts) has its label here. */
const LABELS = {
  rating: "Rate the conversation|Valorar la conversación|Avaliar a conversa",
  transcript: "Send me the conversation|Enviarme la conversación|Enviar-me a conversa",
  callback: "Ask for a call|Pedir una llamada|Pedir uma ligação",
};

function Menu({ chat }: { chat: Chat }) {
  const words: Partial<Record<PartName | keyof typeof LABELS, string>> = inLanguage(LABELS, chat.language);
  const choose = async (name: PartName) => {
    chat.set({ menu: false });
    (await chat.parts.load(name)).open?.();
  };
  const focusFirst = (box: HTMLElement) => setTimeout(() => box.querySelector("button")?.focus());
  return (
    <div class="menu" ref={focusFirst}>
      {offered(chat.state).map((name) => (
        <button key={name} onClick={() => choose(name)}>
          {words[name] ?? name}
        </button>
      ))}
    </div>
  );
}

export const menu = define("menu", (chat) => ({ over: () => chat.state.menu && <Menu chat={chat} /> }), css);
