import { IconBell, IconCoffee, IconFilterOff, IconHourglass, IconInbox, IconMoodSmile, IconRobot, IconTag, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { canManage, useWorkspace } from "../../app/workspace";
import { WITH_BOT } from "../../rules/bots";
import { DEADLINES } from "../../rules/promises";
import { listPath, partsOf, type ListKey } from "../../rules/lists";
import { Empty } from "../../ui/Empty";

interface Words {
  icon: ReactNode;
  title: string; // keys of words
  text: string;
  action?: { label: string; to: string };
}

/** Nothing in this list: what that means, and where to go. */
export function EmptyList({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { me } = useWorkspace();
  const { icon, title, text, action } = wordsFor(list, canManage(me));
  const say = (key: string) => t(key as "retry");
  return (
    <Empty
      icon={icon}
      title={say(title)}
      text={say(text)}
      action={action && { label: say(action.label), run: () => go(action.to) }}
    />
  );
}

function wordsFor(list: ListKey, manages: boolean): Words {
  const { kind } = partsOf(list.view);
  if (list.view === WITH_BOT) return { icon: <IconRobot size={22} />, title: "bots.empty", text: "bots.emptyText" };
  if (list.view === DEADLINES) return { icon: <IconHourglass size={22} />, title: "promises.empty", text: "promises.emptyText" };
  if (kind === "view" || kind === "filter") {
    return { icon: <IconFilterOff size={22} />, title: "lists.emptyFilter", text: "lists.emptyFilterText" };
  }
  if (list.status !== "open") {
    const action = { label: "list.emptyOtherAction", to: listPath(list.view, "open") };
    return { icon: <IconInbox size={22} />, title: "list.emptyOther", text: "list.emptyOtherText", action };
  }
  switch (kind) {
    case "mine": {
      const action = { label: "list.emptyMineOpenAction", to: "/inbox/unassigned/open" };
      return { icon: <IconCoffee size={22} />, title: "list.emptyMineOpen", text: "list.emptyMineOpenText", action };
    }
    case "unassigned":
      return { icon: <IconMoodSmile size={22} />, title: "list.emptyUnassignedOpen", text: "list.emptyUnassignedOpenText" };
    case "following":
      return { icon: <IconBell size={22} />, title: "kept.emptyFollowing", text: "kept.emptyFollowingText" };
    case "queue":
      return { icon: <IconUsersGroup size={22} />, title: "lists.emptyQueue", text: "lists.emptyQueueText" };
    case "tag":
      return { icon: <IconTag size={22} />, title: "lists.emptyTag", text: "lists.emptyTagText" };
    default: {
      const action = manages ? { label: "start.menu", to: "/start" } : undefined;
      return { icon: <IconInbox size={22} />, title: "list.emptyAllOpen", text: "list.emptyAllOpenText", action };
    }
  }
}
