import { Button, Menu } from "@mantine/core";
import {
  IconAlarm,
  IconArrowBackUp,
  IconCheck,
  IconFlag3,
  IconTag,
  IconUserPlus,
  IconUsersGroup,
  IconX,
} from "@tabler/icons-react";
import type { ConversationChange, ConversationView } from "@tertulia/protocol";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useColleagues, useWorkspace } from "../../app/workspace";
import { changeMany } from "../../commands/changeMany";
import { PRIORITIES } from "../../rules/filters";
import type { ListKey } from "../../rules/lists";
import { SNOOZE_PRESETS, snoozeUntil } from "../../rules/snooze";
import { IconButton } from "../../ui/IconButton";
import { TagDot } from "../../ui/TagChip";
import { toast } from "../../ui/toasts";
import css from "./BulkBar.module.css";
import { clearSelection, deselect, selectAll, useSelected } from "./selection";

interface Props {
  list: ListKey;
  rows: readonly ConversationView[];
}

/** What can be done with all chosen conversations at once. */
export function BulkBar({ list, rows }: Props) {
  const { t } = useTranslation();
  const ids = useSelected(rows);
  const name = JSON.stringify(list);
  useEffect(() => clearSelection, [name]);
  const { busy, run } = useRun(ids);
  if (ids.length === 0) return null;
  return (
    <div className={css.bar} role="toolbar" aria-label={t("lists.select.bar")} data-testid="bulk-bar">
      <div className={css.line}>
        <span className={css.count} role="status">
          {busy ? t("lists.select.working") : t("lists.select.count", { count: ids.length })}
        </span>
        {ids.length < rows.length && (
          <button type="button" className={css.all} onClick={() => selectAll(rows.map((row) => row.id))}>
            {t("lists.select.all", { count: rows.length })}
          </button>
        )}
        <span className={css.gap} />
        <IconButton label={t("lists.select.clear")} keys="Esc" onClick={clearSelection}>
          <IconX size={17} />
        </IconButton>
      </div>
      <div className={css.line} data-busy={busy || undefined}>
        <Resolve rows={rows} ids={ids} run={run} />
        <span className={css.gap} />
        <Assign run={run} />
        <Queue run={run} />
        <Priority run={run} />
        <Tags run={run} />
        <Snooze run={run} />
      </div>
    </div>
  );
}

type Run = (change: ConversationChange) => void;

function useRun(ids: readonly string[]): { busy: boolean; run: Run } {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const run = async (change: ConversationChange) => {
    setBusy(true);
    const changed = await changeMany(ids, change);
    setBusy(false);
    deselect(ids);
    if (changed.length === 0) return;
    const count = changed.length;
    if (change.status === "resolved") {
      const undo = { label: t("undo"), run: () => void bringBack(changed) };
      toast({ tone: "good", text: t("lists.select.resolved", { count }), action: undo });
    } else toast({ tone: "good", text: t("lists.select.done", { count }) });
  };
  return { busy, run: (change) => void run(change) };
}

/** Each to the status that it had; a snooze that was cut short is open now. */
async function bringBack(before: readonly ConversationView[]): Promise<void> {
  const pending = before.filter((row) => row.status === "pending").map(({ id }) => id);
  const open = before.filter((row) => row.status === "open" || row.status === "snoozed").map(({ id }) => id);
  if (open.length > 0) await changeMany(open, { status: "open" });
  if (pending.length > 0) await changeMany(pending, { status: "pending" });
}

function Resolve({ rows, ids, run }: Pick<Props, "rows"> & { ids: readonly string[]; run: Run }) {
  const { t } = useTranslation();
  const done = rows.filter((row) => ids.includes(row.id)).every((row) => row.status === "resolved");
  return (
    <Button
      size="compact-sm"
      leftSection={done ? <IconArrowBackUp size={15} /> : <IconCheck size={15} />}
      onClick={() => run({ status: done ? "open" : "resolved" })}
      data-testid="bulk-resolve"
    >
      {t(done ? "lists.select.reopen" : "lists.select.resolve")}
    </Button>
  );
}

function Choose({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Menu position="top-end" width={220}>
      <Menu.Target>
        <IconButton label={label}>{icon}</IconButton>
      </Menu.Target>
      <Menu.Dropdown className={`${css.menu} scroll`}>{children}</Menu.Dropdown>
    </Menu>
  );
}

function Assign({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const agents = useColleagues();
  const others = agents.filter((agent) => agent.id !== me.id);
  return (
    <Choose label={t("lists.select.assign")} icon={<IconUserPlus size={18} />}>
      <Menu.Item onClick={() => run({ assignee_id: me.id })}>{t("action.assignMe")}</Menu.Item>
      {others.map((agent) => (
        <Menu.Item key={agent.id} onClick={() => run({ assignee_id: agent.id })}>
          {agent.name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item onClick={() => run({ assignee_id: "" })}>{t("lists.select.unassign")}</Menu.Item>
    </Choose>
  );
}

function Queue({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { queues } = useWorkspace();
  if (queues.length === 0) return null;
  return (
    <Choose label={t("lists.select.queue")} icon={<IconUsersGroup size={18} />}>
      {queues.map((queue) => (
        <Menu.Item key={queue.id} onClick={() => run({ queue_id: queue.id })}>
          {queue.name}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item onClick={() => run({ queue_id: "" })}>{t("action.noQueue")}</Menu.Item>
    </Choose>
  );
}

function Priority({ run }: { run: Run }) {
  const { t } = useTranslation();
  return (
    <Choose label={t("lists.select.priority")} icon={<IconFlag3 size={18} />}>
      {[...PRIORITIES].reverse().map((priority) => (
        <Menu.Item key={priority} onClick={() => run({ priority })}>
          {t(`priority.${priority || "none"}`)}
        </Menu.Item>
      ))}
    </Choose>
  );
}

function Tags({ run }: { run: Run }) {
  const { t } = useTranslation();
  const { tags = [] } = useWorkspace();
  if (tags.length === 0) return null;
  const items = (change: (id: string) => ConversationChange) =>
    tags.map((tag) => (
      <Menu.Item key={tag.id} leftSection={<TagDot colour={tag.colour} />} onClick={() => run(change(tag.id))}>
        {tag.name}
      </Menu.Item>
    ));
  return (
    <Choose label={t("lists.select.tags")} icon={<IconTag size={18} />}>
      <Menu.Label>{t("lists.select.addTag")}</Menu.Label>
      {items((id) => ({ add_tags: [id] }))}
      <Menu.Label>{t("lists.select.removeTag")}</Menu.Label>
      {items((id) => ({ remove_tags: [id] }))}
    </Choose>
  );
}

function Snooze({ run }: { run: Run }) {
  const { t } = useTranslation();
  const until = (preset: (typeof SNOOZE_PRESETS)[number]) => snoozeUntil(preset, new Date()).toISOString();
  return (
    <Choose label={t("lists.select.snooze")} icon={<IconAlarm size={18} />}>
      {SNOOZE_PRESETS.map((preset) => (
        <Menu.Item key={preset} onClick={() => run({ status: "snoozed", snoozed_until: until(preset) })}>
          {t(`snooze.${preset}`)}
        </Menu.Item>
      ))}
    </Choose>
  );
}
