// The pages of the settings, in the order in which the navigation shows them. A page is one entry
// here: its address is /settings/{id}, with whatever lies below it.
import { IconPlugConnected, IconTag } from "@tabler/icons-react";
import { lazy, type ComponentType, type LazyExoticComponent } from "react";

export const GROUPS = ["you", "account", "inbox", "channels"] as const;
export type Group = (typeof GROUPS)[number];

export interface SettingsPage {
  id: string;
  group: Group;
  label: string; // a key of the words
  Icon: ComponentType<{ size?: number; stroke?: number }>;
  everybody?: boolean; // else: owners and administrators
  wide?: boolean; // uses the whole width, not a column
  Page: LazyExoticComponent<ComponentType>;
}

const page = (load: () => Promise<{ default: ComponentType }>) => lazy(load);

export const PAGES: readonly SettingsPage[] = [
  {
    id: "tags",
    group: "inbox",
    label: "lists.tags",
    Icon: IconTag,
    Page: page(() => import("../tags/TagsPage")),
  },
  {
    id: "channels",
    group: "channels",
    label: "settings.channels",
    Icon: IconPlugConnected,
    Page: page(() => import("./ChannelPages")),
  },
];

export const pagesFor = (manages: boolean): SettingsPage[] => PAGES.filter((one) => manages || one.everybody);
