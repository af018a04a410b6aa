import { Button, Switch } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AgentView, FactorRuleState } from "@tertulia/protocol";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import * as people from "../../api/people";
import { useWorkspace } from "../../app/workspace";
import { Confirm } from "../../ui/Confirm";
import { sayWhy } from "../../ui/sayWhy";
import { LineSkeletons } from "../../ui/Skeleton";
import { toast } from "../../ui/toasts";
import { Problem } from "../settings/Problem";
import page from "../settings/Settings.module.css";
import css from "./FactorRule.module.css";
import { NS } from "./words";

const KEY = ["factor-rule"];
const NAMED = 8;

/** Whether everybody in the account needs a second factor, and who has none yet. */
export function FactorRule() {
  const { t } = useTranslation(NS);
  const { me, agents } = useWorkspace();
  const found = useQuery({ queryKey: KEY, queryFn: people.factorRule, staleTime: 0 });
  const [asking, setAsking] = useState(false);
  return (
    <section className={page.box} data-testid="factor-rule">
      <h2>{t("title")}</h2>
      <p>{t("text")}</p>
      {found.isPending && <LineSkeletons count={2} />}
      {found.error && <Problem text={sayWhy(found.error)} />}
      {found.data && (
        <Rule rule={found.data} me={me} agents={agents} ask={() => setAsking(true)} />
      )}
      {found.data && asking && <Ask rule={found.data} close={() => setAsking(false)} />}
    </section>
  );
}

interface RuleProps {
  rule: FactorRuleState;
  me: AgentView;
  agents: AgentView[];
  ask(): void;
}

function Rule({ rule, me, agents, ask }: RuleProps) {
  const { t } = useTranslation(NS);
  const mine = !rule.without.includes(me.id);
  const owners = agents.filter((one) => one.role === "owner" && one.active !== false);
  const alone = me.role === "owner" && owners.length === 1;
  return (
    <div className={css.rule}>
      <Switch
        label={t("required")}
        checked={rule.required}
        disabled={!mine && !rule.required}
        onChange={ask}
      />
      <p className={css.quiet} data-testid="factor-without">
        {useNames(rule, agents)}
      </p>
      {!mine && !rule.required && (
        <p className={css.step}>
          {t("mineFirst")}{" "}
          <Button component={Link} href="/settings/profile" variant="default" size="xs">
            {t("profile")}
          </Button>
        </p>
      )}
      {alone && mine && <p className={css.quiet}>{t("onlyOwner")}</p>}
    </div>
  );
}

function useNames({ without }: FactorRuleState, agents: AgentView[]): string {
  const { t } = useTranslation(NS);
  const names = agents.filter(({ id }) => without.includes(id)).map(({ name }) => `\u2068${name}\u2069`);
  if (without.length === 0) return t("all");
  const few = names.slice(0, NAMED).join(", ");
  const rest = names.length - NAMED;
  return t("without", {
    count: without.length,
    names: rest > 0 ? t("more", { names: few, count: rest }) : few,
  });
}

function Ask({ rule, close }: { rule: FactorRuleState; close(): void }) {
  const { t } = useTranslation(NS);
  const queries = useQueryClient();
  const wanted = !rule.required;
  const run = async () => {
    queries.setQueryData(KEY, await people.changeFactorRule(wanted));
    toast({ tone: "good", text: t(wanted ? "nowOn" : "nowOff") });
  };
  return (
    <Confirm
      title={t(wanted ? "onTitle" : "offTitle")}
      text={wanted ? t("onText", { count: rule.without.length }) : t("offText")}
      yes={t(wanted ? "onYes" : "offYes")}
      run={run}
      close={close}
    />
  );
}
