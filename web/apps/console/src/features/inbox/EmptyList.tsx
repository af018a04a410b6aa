import { IconCoffee, IconInbox, IconMoodSmile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { canManage, useWorkspace } from "../../app/workspace";
import type { ListKey } from "../../rules/lists";
import { Empty } from "../../ui/Empty";

/** Nothing in this list: what that means, and where to go. */
export function EmptyList({ list }: { list: ListKey }) {
  const { t } = useTranslation();
  const [, go] = useLocation();
  const { me } = useWorkspace();
  const to = (label: string, path: string) => ({ label: t(label as "retry"), run: () => go(path) });
  if (list.status !== "open") {
    return (
      <Empty
        icon={<IconInbox size={22} />}
        title={t("list.emptyOther")}
        text={t("list.emptyOtherText")}
        action={to("list.emptyOtherAction", `/inbox/${list.view}/open`)}
      />
    );
  }
  if (list.view === "mine") {
    return (
      <Empty
        icon={<IconCoffee size={22} />}
        title={t("list.emptyMineOpen")}
        text={t("list.emptyMineOpenText")}
        action={to("list.emptyMineOpenAction", "/inbox/unassigned/open")}
      />
    );
  }
  if (list.view === "unassigned") {
    return (
      <Empty
        icon={<IconMoodSmile size={22} />}
        title={t("list.emptyUnassignedOpen")}
        text={t("list.emptyUnassignedOpenText")}
      />
    );
  }
  return (
    <Empty
      icon={<IconInbox size={22} />}
      title={t("list.emptyAllOpen")}
      text={t("list.emptyAllOpenText")}
      action={canManage(me) ? to("list.emptyAllOpenAction", "/settings/channels") : undefined}
    />
  );
}
