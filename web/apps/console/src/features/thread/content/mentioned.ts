// The colleagues whom a note names: its words show them as such.
import { createContext, useContext } from "react";
import { useWorkspace } from "../../../app/workspace";
import type { Named } from "../../../rules/mentions";

const Context = createContext<readonly Named[]>([]);

export const Mentioned = Context.Provider;
export const useMentioned = (): readonly Named[] => useContext(Context);

/** The agents behind the ids that a note carries. */
export function useNamed(ids: readonly string[] | undefined): readonly Named[] {
  const { agents } = useWorkspace();
  return ids && ids.length > 0 ? agents.filter(({ id }) => ids.includes(id)) : NOBODY;
}

const NOBODY: readonly Named[] = [];
