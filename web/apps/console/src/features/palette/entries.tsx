import { useMantineColorScheme } from "@mantine/core";
import {
  IconArrowRight,
  IconKeyboard,
  IconLogout,
  IconMessages,
  IconMoon,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import { client } from "../../api/session";
import { canManage, useWorkspace } from "../../app/workspace";
import { useLive } from "../../live/store";
import { matches } from "../../rules/search";
import { listPath, VIEWS } from "../../rules/lists";
import { Avatar } from "../../ui/Avatar";
import { contactName } from "../../ui/contactName";
import type { Key } from "../../ui/keys";
import { show } from "../team/dock";
import { usePreviews } from "../inbox/preview";
import { useFound } from "./found";
import { useHere } from "./here";

export interface Entry {
  id: string;
  name: string;
  icon: ReactNode;
  detail?: string;
  keys?: Key;
  run(): void;
}

const CONVERSATIONS = 8;

export interface Group {
  name: "here" | "go" | "recent" | "search";
  entries: Entry[];
}

/** What fits the words, by kind; before anything is typed, what is likeliest. */
export function useGroups(query: string, showKeys: () => void): Group[] {
  const here = useHere(useOpenConversation());
  const places = usePlaces(showKeys);
  const recent = useConversations(query);
  const found = useFound(query);
  const fits = (entries: Entry[]) => entries.filter((entry) => matches(entry.name, query));
  const mine: Group = { name: "here", entries: query ? fits([...here.first, ...here.more]) : here.first };
  const go: Group = { name: "go", entries: fits(places) };
  const conversations: Group = { name: "recent", entries: recent };
  const groups = query
    ? [conversations, mine, go, { name: "search" as const, entries: found }]
    : [mine, conversations, go];
  return groups.filter(({ entries }) => entries.length > 0);
}

function useOpenConversation(): string {
  const [, inbox] = useRoute("/inbox/:view/:status/:conversation");
  const [, mentions] = useRoute("/mentions/:conversation");
  return inbox?.conversation ?? mentions?.conversation ?? "";
}

function useConversations(query: string): Entry[] {
  const [, go] = useLocation();
  const rows = useLive((state) => state.rows);
  const said = usePreviews();
  return Object.values(rows)
    .filter((row) => matches(`${contactName(row)} ${said(row)}`, query))
    .sort((a, b) => (a.last_at < b.last_at ? 1 : -1))
    .slice(0, CONVERSATIONS)
    .map((row) => ({
      id: row.id,
      name: contactName(row),
      detail: said(row),
      icon: <Avatar name={contactName(row)} id={row.contact_id} size="xs" />,
      run: () => go(`/inbox/all/${row.status}/${row.id}`),
    }));
}

function usePlaces(showKeys: () => void): Entry[] {
  const { t } = useTranslation();
  const { me, queues } = useWorkspace();
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const place = (name: string, path: string): Entry => ({
    id: path,
    name: t("palette.go", { place: name }),
    icon: <IconArrowRight size={18} />,
    run: () => go(path),
  });
  const views = [
    ...VIEWS.map((view) => place(t(`view.${view}`), listPath(view, "open"))),
    place(t("desk.mention.view"), "/mentions"),
    ...queues.map((queue) => place(queue.name, listPath(`queue-${queue.id}`, "open"))),
  ];
  const settings = {
    id: "channels",
    name: t("palette.go", { place: t("settings.channels") }),
    icon: <IconSettings size={18} />,
    run: () => go("/settings/channels"),
  };
  return [
    ...views,
    ...(canManage(me) ? [settings] : []),
    { id: "team", name: t("palette.go", { place: t("team.title") }), icon: <IconMessages size={18} />, keys: "c", run: () => show({ name: "rooms" }) },
    { id: "light", name: `${t("me.theme")}: ${t("me.light")}`, icon: <IconSun size={18} />, run: () => setColorScheme("light") },
    { id: "dark", name: `${t("me.theme")}: ${t("me.dark")}`, icon: <IconMoon size={18} />, run: () => setColorScheme("dark") },
    { id: "keys", name: t("me.shortcuts"), icon: <IconKeyboard size={18} />, keys: "?", run: showKeys },
    { id: "out", name: t("me.signOut"), icon: <IconLogout size={18} />, run: () => void client.signOut() },
  ];
}
