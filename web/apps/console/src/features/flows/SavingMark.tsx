import { Button } from "@mantine/core";
import { IconCheck, IconCloudOff, IconCloudUpload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as api from "../../api/flows";
import { useAgent } from "../../app/workspace";
import { sayWhy } from "../../ui/sayWhy";
import { toast } from "../../ui/toasts";
import css from "./Builder.module.css";
import { useBuilder } from "./state";
import { flowKey, keepMine, takeTheirs } from "./useDraft";
import { useWords } from "./words";

/** What became of the last change. */
export function SavingMark() {
  const { t } = useWords();
  const saving = useBuilder((state) => state.saving);
  const word = saving === "waiting" ? "saving" : saving;
  const bad = saving === "held" || saving === "refused" || saving === "lost";
  return (
    <span className={css.saving} data-bad={bad || undefined} data-state={saving} role="status" data-testid="saving">
      {bad ? <IconCloudOff size={15} /> : saving === "kept" ? <IconCheck size={15} /> : <IconCloudUpload size={15} />}
      <span>{t(`saving.${word}`)}</span>
    </span>
  );
}

/** Why it is not kept, and what one can do about it. */
export function SavingBanner() {
  const { t } = useWords();
  const saving = useBuilder((state) => state.saving);
  const why = useBuilder((state) => state.why);
  if (saving === "lost") return <Lost />;
  if (saving !== "refused" && saving !== "held") return null;
  return (
    <div className={css.banner} role="alert" data-testid="saving-banner">
      <span>{saving === "held" ? t("saving.heldText") : why}</span>
    </div>
  );
}

/** Somebody else changed the same draft. */
function Lost() {
  const { t } = useWords();
  const id = useBuilder((state) => state.id);
  const { data } = useQuery({ queryKey: [...flowKey(id), "theirs"], queryFn: () => api.flow(id), staleTime: 0, gcTime: 0 });
  const who = useAgent(data?.flow.updated_by)?.name;
  const [busy, setBusy] = useState(false);
  const run = (act: () => Promise<void>) => () => {
    setBusy(true);
    act()
      .catch((error: unknown) => toast({ tone: "bad", text: sayWhy(error) }))
      .finally(() => setBusy(false));
  };
  return (
    <div className={css.banner} role="alert" data-testid="saving-banner">
      <span>{who ? t("saving.lostBy", { who }) : t("saving.lostText")}</span>
      <Button size="xs" variant="default" disabled={busy} onClick={run(takeTheirs)}>
        {t("saving.theirs")}
      </Button>
      <Button size="xs" variant="default" disabled={busy} onClick={run(keepMine)}>
        {t("saving.mine")}
      </Button>
    </div>
  );
}
