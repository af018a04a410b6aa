/** The parts that there are, and when each is fetched. A part is the file src/parts/<name>.tsx. */
import { formFor } from "../state/forms";
import { isRich, unreadOf } from "../state/select";
import type { State } from "../state/state";

export interface Wish {
  /** Fetched as soon as this holds. Without it: only by chat.parts.load(name). */
  when?(state: State): boolean;
  /** While this holds the window's menu offers it; its label is in parts/menu.tsx. */
  menu?(state: State): boolean;
}

const wish = <Name extends string>(table: Record<Name, Wish>): Record<Name, Wish> => table;

export const PARTS = wish({
  es: {},
  pt: {},
  lease: {},
  files: { when: ({ past, messages }) => [...past, ...messages].some(({ content }) => isRich(content)) },
  marks: { when: ({ past, messages }) => [...past, ...messages].some(({ content }) => /[*_~`]/.test(content.text ?? "")) },
  forms: { when: (state) => formFor(state) !== "" },
  notices: { when: (state) => unreadOf(state).length > 0 },
  emoji: { when: (state) => state.emoji },
  menu: { when: (state) => state.menu },
  presence: { when: (state) => state.open },
  invitation: { when: (state) => !!state.invitations },
  rating: {
    when: ({ config, conversation }) => !!config?.rating && conversation?.status === "resolved",
    menu: ({ config, conversation }) => !!config?.rating && !!conversation,
  },
  transcript: { menu: ({ config, conversation }) => !!config?.transcript && !!conversation },
  callback: { menu: (state) => !!state.config?.callback_seconds },
});

export type PartName = keyof typeof PARTS;
export const NAMES = Object.keys(PARTS) as PartName[];

/** What the menu has to offer now. */
export const offered = (state: State): PartName[] => NAMES.filter((name) => PARTS[name].menu?.(state));
