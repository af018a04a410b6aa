// Pages of the lists, into the store; the lists themselves are drawn from the store.
import { QueryClient, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import * as api from "../api/endpoints";
import { ApiError } from "../api/client";
import { asksContacts, type Eye } from "../rules/filters";
import { disproved, shownRows, sortKey, type ListKey } from "../rules/lists";
import { dropRows, putRows } from "./state";
import { live, update, useLive } from "./store";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity, // the socket keeps us right, and a reconnection asks again
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

interface Page {
  cursor: string;
  floor: string; // sort key of the last row so far
}

interface From {
  cursor: string;
  ceiling: string;
}

const who: { me: string; tags: ReadonlySet<string> } = { me: "", tags: new Set() };

export function setMe(id: string, tags: Iterable<string> = []): void {
  who.me = id;
  who.tags = new Set(tags);
}

/** Attributes of the contacts that a filter went by; what an event told since is newer. */
const facts = new Map<string, Readonly<Record<string, string>>>();

const eye = (): Eye => ({
  ...who,
  now: Date.now(),
  facts: (contact) => live().contacts[contact]?.attributes ?? facts.get(contact),
});

async function fetchPage(key: ListKey, from: From): Promise<Page> {
  const startedAt = Date.now();
  const { conversations: rows, cursor = "", facts: told = {} } = await api.listPage(key, from.cursor);
  for (const [contact, attributes] of Object.entries(told)) facts.set(contact, attributes);
  update((state) => {
    const page = { rows, ceiling: from.ceiling, last: !cursor, startedAt };
    const wrong = disproved(Object.values(state.rows), key, eye(), page, state.touched);
    return putRows(dropRows(state, wrong), rows, startedAt);
  });
  const bottom = rows.at(-1);
  return { cursor, floor: bottom ? sortKey(bottom, key, who.me) : from.ceiling };
}

export function useList(key: ListKey, enabled = true) {
  const query = useInfiniteQuery({
    queryKey: ["list", key],
    enabled,
    queryFn: ({ pageParam }) => fetchPage(key, pageParam),
    initialPageParam: { cursor: "", ceiling: "" } as From,
    getNextPageParam: (page): From | undefined =>
      page.cursor ? { cursor: page.cursor, ceiling: page.floor } : undefined,
  });
  const rows = useLive((state) => state.rows);
  const contacts = useLive((state) => (asksContacts(key.filter) ? state.contacts : null));
  const floor = query.hasNextPage ? (query.data?.pages.at(-1)?.floor ?? "") : "";
  const name = JSON.stringify(key); // key is made anew by each render
  const shown = useMemo(() => shownRows(Object.values(rows), key, eye(), floor), [rows, contacts, name, floor, who.tags]);
  return { ...query, rows: shown, looked: query.data?.pages.length ?? 0 };
}

/** After a reconnection: the lists on the screen again; the others when they are next looked at. */
export async function refreshLists(): Promise<void> {
  queries.removeQueries({ queryKey: ["list"], type: "inactive" });
  await queries.refetchQueries({ queryKey: ["list"], type: "active" });
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Somebody wrote in a conversation that no list has loaded: look at the top of the shown lists. */
export function refreshTop(): void {
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = undefined;
    for (const query of queries.getQueryCache().findAll({ queryKey: ["list"], type: "active" })) {
      const [, key] = query.queryKey as ["list", ListKey];
      void fetchPage(key, { cursor: "", ceiling: "" }).catch(() => undefined);
    }
  }, 300);
}
