// The pages of the settings, in the order in which the navigation shows them. A page is one entry
// here: its address is /settings/{id}, with whatever lies below it.
import {
  IconApi,
  IconArrowDownToArc,
  IconBell,
  IconBolt,
  IconBuilding,
  IconClock,
  IconMessage2Bolt,
  IconListSearch,
  IconMoodSmile,
  IconPlug,
  IconPlugConnected,
  IconShieldLock,
  IconStack2,
  IconTag,
  IconUserCircle,
  IconUsers,
  IconWebhook,
} from "@tabler/icons-react";
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
    id: "profile",
    group: "you",
    label: "account.profile",
    Icon: IconUserCircle,
    everybody: true,
    Page: page(() => import("./ProfilePage")),
  },
  {
    id: "notifications",
    group: "you",
    label: "account.notifications",
    Icon: IconBell,
    everybody: true,
    Page: page(() => import("./NotificationsPage")),
  },
  {
    id: "account",
    group: "account",
    label: "account.account",
    Icon: IconBuilding,
    Page: page(() => import("./AccountPage")),
  },
  {
    id: "agents",
    group: "account",
    label: "account.agents",
    Icon: IconUsers,
    Page: page(() => import("./AgentsPage")),
  },
  {
    id: "queues",
    group: "account",
    label: "account.queues",
    Icon: IconStack2,
    Page: page(() => import("./QueuesPage")),
  },
  {
    id: "hours",
    group: "account",
    label: "account.hours",
    Icon: IconClock,
    Page: page(() => import("../hours/HoursPage")),
  },
  {
    id: "privacy",
    group: "account",
    label: "settingsNav.privacy",
    Icon: IconShieldLock,
    Page: page(() => import("../privacy/PrivacyPage")),
  },
  {
    id: "audit",
    group: "account",
    label: "settingsNav.audit",
    Icon: IconListSearch,
    Page: page(() => import("../privacy/AuditPage")),
  },
  {
    id: "replies",
    group: "inbox",
    label: "compose.replies.title",
    Icon: IconBolt,
    everybody: true,
    Page: page(() => import("../replies/RepliesPage")),
  },
  {
    id: "surveys",
    group: "inbox",
    label: "surveys.title",
    Icon: IconMoodSmile,
    Page: page(() => import("../surveys/SurveysPage")),
  },
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
    wide: true,
    Page: page(() => import("./ChannelPages")),
  },
  {
    id: "invitations",
    group: "channels",
    label: "invitations.title",
    Icon: IconMessage2Bolt,
    Page: page(() => import("../invitations/InvitationsPage")),
  },
  {
    id: "api",
    group: "account",
    label: "settingsNav.api",
    Icon: IconApi,
    Page: page(() => import("../tokens/TokensPage")),
  },
  {
    id: "webhooks",
    group: "account",
    label: "settingsNav.webhooks",
    Icon: IconWebhook,
    Page: page(() => import("../webhooks/WebhooksPage")),
  },
  {
    id: "inbound",
    group: "account",
    label: "settingsNav.inbound",
    Icon: IconArrowDownToArc,
    Page: page(() => import("../inbound/InboundPage")),
  },
  {
    id: "integrations",
    group: "account",
    label: "settingsNav.integrations",
    Icon: IconPlug,
    Page: page(() => import("../integrations/IntegrationsPage")),
  },
];

export const pagesFor = (manages: boolean): SettingsPage[] => PAGES.filter((one) => manages || one.everybody);
