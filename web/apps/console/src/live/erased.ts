// What was erased leaves this tab too. Pure.
import type { LiveState } from "./state";

const without = <T>(held: Readonly<Record<string, T>>, gone: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(held).filter(([id]) => !gone.has(id)));

/** The conversations named, all of the contact's that are known here, and the contact himself. */
export function forgetErased(state: LiveState, contact: string, conversations: readonly string[]): LiveState {
  const theirs = Object.values(state.rows).filter((row) => contact && row.contact_id === contact);
  const gone = new Set([...conversations, ...theirs.map(({ id }) => id)]);
  return {
    ...state,
    rows: without(state.rows, gone),
    threads: without(state.threads, gone),
    loaded: without(state.loaded, gone),
    contacts: without(state.contacts, new Set([contact])),
  };
}
