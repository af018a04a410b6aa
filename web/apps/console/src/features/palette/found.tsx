// What the server finds by its words: messages and contacts, as entries of the palette.
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import { hasWords, useMessageSearch, useSettled } from "../search/useSearch";
import type { Entry } from "./entries";

const SHOWN = 5;
const SHORTEST = 2; // letters, before it is worth asking

export function useFound(query: string): Entry[] {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const asked = useSettled(query.trim());
  const worth = asked.length >= SHORTEST && hasWords(asked);
  const { data } = useMessageSearch(worth ? asked : "");
  if (!hasWords(query)) return [];
  const hits = worth ? (data?.pages[0]?.hits ?? []).slice(0, SHOWN) : [];
  const all: Entry = {
    id: "search",
    name: t("desk.palette.searchFor", { words: query.trim() }),
    icon: <IconSearch size={18} />,
    keys: "/",
    run: () => go(`/search?${new URLSearchParams({ q: query.trim() })}`),
  };
  return [
    ...hits.map((hit) => ({
      id: `hit-${hit.conversation_id}-${hit.seq}`,
      name: contactName(hit),
      detail: hit.snippet.map(({ text }) => text).join(""),
      icon: <Avatar name={contactName(hit)} id={hit.contact_id} size="xs" />,
      run: () => go(`/inbox/all/${hit.status}/${hit.conversation_id}#m${hit.seq}`),
    })),
    all,
  ];
}
