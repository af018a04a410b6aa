import { Button, Modal, Switch, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { SavedView } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import * as api from "../../api/lists";
import { ApiError } from "../../api/client";
import { canManage, useWorkspace } from "../../app/workspace";
import { queries } from "../../live/listFetch";
import { MOST_RULES } from "../../rules/filters";
import { filterView, listPath, partsOf, type ListKey } from "../../rules/lists";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { count, draftOf, filterFrom, filterOfList, isReady, newRule, type Draft } from "./draft";
import css from "./FilterDialog.module.css";
import { MatchChoice, Rules } from "./Rules";

interface Props {
  /** The list that it begins from. */
  from?: ListKey;
  saved?: SavedView;
  /** Under a name; else it only shows what fits. */
  saving?: boolean;
  close(): void;
}

/** Builds a filter: rows of field, comparison and value; all or any; groups. */
export default function FilterDialog({ from, saved, saving = false, close }: Props) {
  const { t } = useTranslation();
  const [keep, setKeep] = useState(saving);
  const [draft, setDraft] = useDraft(from);
  const form = useForm(draft, saved, close);
  const full = count(draft) >= MOST_RULES;
  return (
    <Modal
      opened
      onClose={close}
      size={680}
      title={t(keep ? "lists.builder.titleView" : "lists.builder.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        className={css.form}
        data-testid="filter-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (keep) void form.save();
          else form.show();
        }}
      >
        {keep && <Naming form={form} saved={saved} />}
        <MatchChoice label={t("lists.builder.match")} match={draft.match} change={(match) => setDraft({ ...draft, match })} />
        <Rules rules={draft.rules} change={(rules) => setDraft({ ...draft, rules })} where="filter.rules" problem={form.problem} />
        <Groups draft={draft} setDraft={setDraft} problem={form.problem} />
        <div className={css.adding}>
          <Add label={t("lists.builder.add")} off={full} run={() => setDraft({ ...draft, rules: [...draft.rules, newRule()] })} />
          <Add
            label={t("lists.builder.addGroup")}
            off={full || draft.groups.length >= 5}
            run={() => setDraft({ ...draft, groups: [...draft.groups, { match: "any", rules: [newRule()] }] })}
          />
          {full && <span className={css.hint}>{t("lists.builder.tooMany", { count: MOST_RULES })}</span>}
        </div>
        {form.problem && form.problem.field !== "name" && !form.problem.field.includes(".") && (
          <p role="alert" className={css.problem}>{form.problem.text}</p>
        )}
        <footer className={css.foot}>
          {!keep && (
            <Button variant="default" size="sm" onClick={() => setKeep(true)} disabled={!isReady(draft)}>
              {t("lists.builder.saveAs")}
            </Button>
          )}
          <Button type="submit" size="sm" disabled={!isReady(draft)} loading={form.busy}>
            {t(keep ? "lists.builder.save" : "lists.builder.apply")}
          </Button>
        </footer>
      </form>
    </Modal>
  );
}

function useDraft(from: ListKey | undefined) {
  const [draft, setDraft] = useState<Draft>(() => {
    if (from?.filter) return draftOf(from.filter);
    const { kind, of } = from ? partsOf(from.view) : { kind: "all", of: "" };
    return draftOf(filterOfList(kind, of, from?.status ?? "open", "me"));
  });
  return [draft, setDraft] as const;
}

export interface Problem {
  field: string;
  text: string;
}

function useForm(draft: Draft, saved: SavedView | undefined, close: () => void) {
  const [, go] = useLocation();
  const { t } = useTranslation();
  const [name, setName] = useState(saved?.name ?? "");
  const [shared, setShared] = useState(saved?.shared ?? false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const filter = filterFrom(draft);
      const view = saved ? await api.changeView(saved.id, { name, filter }) : await api.addView({ name, filter, shared });
      await queries.invalidateQueries({ queryKey: ["views"] });
      toast({ tone: "good", text: t("lists.viewSaved") });
      close();
      go(listPath(`view-${view.id}`));
    } catch (error) {
      setProblem({ field: error instanceof ApiError ? (error.field ?? "") : "", text: sayWhy(error) });
    } finally {
      setBusy(false);
    }
  };
  const show = () => {
    close();
    go(listPath(filterView(filterFrom(draft))));
  };
  return { name, setName, shared, setShared, problem, busy, save, show };
}

function Naming({ form, saved }: { form: ReturnType<typeof useForm>; saved?: SavedView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  return (
    <div className={css.naming}>
      <TextInput
        data-autofocus
        label={t("lists.builder.name")}
        value={form.name}
        maxLength={60}
        required
        error={form.problem?.field === "name" ? form.problem.text : undefined}
        onChange={(event) => form.setName(event.currentTarget.value)}
      />
      {!saved && canManage(me) && (
        <Switch
          label={t("lists.builder.shared")}
          checked={form.shared}
          onChange={(event) => form.setShared(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}

interface GroupsProps {
  draft: Draft;
  setDraft(draft: Draft): void;
  problem: Problem | null;
}

function Groups({ draft, setDraft, problem }: GroupsProps) {
  const { t } = useTranslation();
  const put = (at: number, change: Partial<Draft["groups"][number]>) => {
    const groups = draft.groups.map((group, i) => (i === at ? { ...group, ...change } : group));
    setDraft({ ...draft, groups: groups.filter((group) => group.rules.length > 0) });
  };
  return draft.groups.map((group, at) => (
    <fieldset key={at} className={css.group}>
      <MatchChoice
        label={t(draft.match === "all" ? "lists.builder.and" : "lists.builder.or")}
        match={group.match}
        change={(match) => put(at, { match })}
      />
      <Rules rules={group.rules} change={(rules) => put(at, { rules })} where={`filter.groups.${at}.rules`} problem={problem} />
      <Add label={t("lists.builder.add")} off={count(draft) >= MOST_RULES} run={() => put(at, { rules: [...group.rules, newRule()] })} />
    </fieldset>
  ));
}

function Add({ label, off, run }: { label: string; off: boolean; run(): void }) {
  return (
    <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={15} />} disabled={off} onClick={run}>
      {label}
    </Button>
  );
}
