import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { useWorkspace } from "../../app/workspace";
import { keepSteps } from "../../commands/firstSteps";
import { nextStep, putAway, STEPS, type Step } from "../../rules/firstSteps";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import { scriptLine } from "../settings/fields";
import { CopyLine } from "../settings/CopyLine";
import css from "./Start.module.css";
import { useSteps } from "./useSteps";

/** Leads a new owner from empty to the first answered chat. */
export default function StartPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [, go] = useLocation();
  const done = useSteps();
  const next = nextStep(done);
  const away = () =>
    void keepSteps(["hidden"]).then(
      () => {
        toast({ tone: "plain", text: t("start.putAwayDone") });
        go("/inbox/all/open");
      },
      (error) => toast({ tone: "bad", text: sayWhy(error) }),
    );
  return (
    <main className={`${css.page} scroll`}>
      <div className={css.column}>
        <h1>{next ? t("start.title", { name: workspace.me.name }) : t("start.allDone")}</h1>
        <p className={css.lead}>{t(next ? "start.lead" : "start.allDoneText")}</p>
        <Progress done={done.size} />
        <ol className={css.steps}>
          {STEPS.map((step) => (
            <li key={step} className={css.step} data-done={done.has(step) || undefined} data-testid={`step-${step}`}>
              <span className={css.mark} aria-hidden="true">
                {done.has(step) && <IconCheck size={16} stroke={2.6} />}
              </span>
              <div className={css.words}>
                <h2>
                  {t(`start.steps.${step}.title`)}
                  {done.has(step) && <span className={css.said}>{t("start.done")}</span>}
                </h2>
                {!done.has(step) && <p>{t(`start.steps.${step}.text`)}</p>}
                {!done.has(step) && <Action step={step} first={step === next} />}
              </div>
            </li>
          ))}
        </ol>
        {!putAway(workspace) && (
          <Button variant="subtle" color="gray" onClick={away}>
            {t("start.putAway")}
          </Button>
        )}
      </div>
    </main>
  );
}

function Progress({ done }: { done: number }) {
  const { t } = useTranslation();
  const label = t("start.progress", { done, all: STEPS.length });
  return (
    <div className={css.progress}>
      <progress max={STEPS.length} value={done} aria-label={label} />
      <span>{label}</span>
    </div>
  );
}

const PLACES: Partial<Record<Step, string>> = {
  site: "/settings/channels/new/website",
  colleague: "/settings/agents",
  answer: "/inbox/all/open",
  provider: "/settings/channels/new",
};

function Action({ step, first }: { step: Step; first: boolean }) {
  const { t } = useTranslation();
  const { channels } = useWorkspace();
  const site = channels.find(({ kind }) => kind === "website");
  const look = { size: "xs", variant: first ? "filled" : "default" } as const;
  const label = t(`start.steps.${step}.action`);
  const place = PLACES[step];
  if (place) {
    return (
      <Button {...look} component={Link} href={place}>
        {label}
      </Button>
    );
  }
  if (!site) return null; // the first step comes first
  if (step === "installed") return <CopyLine label="HTML" text={scriptLine(location.origin, site.id)} />;
  return (
    <Button {...look} component="a" href={`/w/preview.html#try=${site.id}`} target="_blank" rel="noreferrer">
      {label}
    </Button>
  );
}
