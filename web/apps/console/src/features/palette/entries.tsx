import { useMantineColorScheme } from "@mantine/core";
import {
  IconArrowRight,
  IconCheck,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconNote,
  IconSettings,
  IconSun,
  IconUserPlus,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useRoute } from "wouter";
import { client } from "../../api/session";
import { canManage, useWorkspace } from "../../app/workspace";
import { changeConversation } from "../../commands/changeConversation";
import { useLive } from "../../live/store";
import { matches } from "../../rules/search";
import { VIEWS } from "../../rules/lists";
import { Avatar } from "../../ui/Avatar";
import { write } from "../composer/drafts";
import { contactName } from "../../ui/contactName";

export interface Entry {
  id: string;
  name: string;
  icon: ReactNode;
  detail?: string;
  keys?: string;
  run(): void;
}

const CONVERSATIONS = 8;

export function useEntries(query: string, showKeys: () => void): Entry[] {
  const here = useHere();
  const places = usePlaces(showKeys);
  const conversations = useConversations(query);
  const commands = [...here, ...places].filter((entry) => matches(entry.name, query));
  return query ? [...conversations, ...commands] : [...commands, ...conversations];
}

function useConversations(query: string): Entry[] {
  const [, go] = useLocation();
  const rows = useLive((state) => state.rows);
  return Object.values(rows)
    .filter((row) => matches(`${contactName(row)} ${row.last.text ?? ""}`, query))
    .sort((a, b) => (a.last_at < b.last_at ? 1 : -1))
    .slice(0, CONVERSATIONS)
    .map((row) => ({
      id: row.id,
      name: contactName(row),
      detail: row.last.text,
      icon: <Avatar name={contactName(row)} id={row.contact_id} size="xs" />,
      run: () => go(`/inbox/all/${row.status}/${row.id}`),
    }));
}

/** What can be done with the open conversation. */
function useHere(): Entry[] {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [, params] = useRoute("/inbox/:view/:status/:conversation");
  const id = params?.conversation ?? "";
  const row = useLive((state) => state.rows[id]);
  if (!row) return [];
  const resolved = row.status === "resolved";
  return [
    { id: "reply", name: t("action.reply"), icon: <IconArrowRight size={18} />, keys: "R", run: () => write(id, "reply") },
    { id: "note", name: t("keys.note"), icon: <IconNote size={18} />, keys: "N", run: () => write(id, "note") },
    {
      id: "assign-me",
      name: t("action.assignMe"),
      icon: <IconUserPlus size={18} />,
      run: () => void changeConversation(id, { assignee_id: me.id }),
    },
    {
      id: "resolve",
      name: t(resolved ? "action.reopen" : "action.resolve"),
      icon: <IconCheck size={18} />,
      keys: "E",
      run: () => void changeConversation(id, { status: resolved ? "open" : "resolved" }),
    },
  ];
}

function usePlaces(showKeys: () => void): Entry[] {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [, go] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const views = VIEWS.map((view) => ({
    id: view,
    name: t("palette.go", { place: t(`view.${view}`) }),
    icon: <IconArrowRight size={18} />,
    run: () => go(`/inbox/${view}/open`),
  }));
  const settings = {
    id: "channels",
    name: t("palette.go", { place: t("settings.channels") }),
    icon: <IconSettings size={18} />,
    run: () => go("/settings/channels"),
  };
  return [
    ...views,
    ...(canManage(me) ? [settings] : []),
    { id: "light", name: `${t("me.theme")}: ${t("me.light")}`, icon: <IconSun size={18} />, run: () => setColorScheme("light") },
    { id: "dark", name: `${t("me.theme")}: ${t("me.dark")}`, icon: <IconMoon size={18} />, run: () => setColorScheme("dark") },
    { id: "keys", name: t("me.shortcuts"), icon: <IconKeyboard size={18} />, keys: "?", run: showKeys },
    { id: "out", name: t("me.signOut"), icon: <IconLogout size={18} />, run: () => void client.signOut() },
  ];
}
