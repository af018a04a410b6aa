import { Button } from "@mantine/core";
import { useState, type FormEvent } from "react";
import i18n from "i18next";
import * as api from "../../../api/flowTests";
import { sayWhy } from "../../../ui/sayWhy";
import { toast } from "../../../ui/toasts";
import sim from "../simulator/Simulator.module.css";
import css from "./KeepTest.module.css";
import type { Simulator } from "../simulator/useSimulator";
import { graphNow, showPane, useBuilder } from "../state";
import { useToolWords } from "../toolWords";
import { forgetTests } from "./useTests";

/** The conversation on the phone becomes a test of the flow. */
export function KeepTest({ simulator, close }: { simulator: Simulator; close(): void }) {
  const { t } = useToolWords();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState("");
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    setBusy(true);
    setWhy("");
    const { id } = useBuilder.getState();
    const { at, ...world } = simulator.world;
    const turns = simulator.given.map((given) => ({ given }));
    try {
      await api.addTest(id, { name: name.trim(), world: { ...world, language: i18n.language, ...(at ? { at } : {}) }, turns }, graphNow());
      forgetTests(id);
      toast({ tone: "good", text: t("tests.keepDone") });
      close();
      showPane("tests");
    } catch (problem) {
      setWhy(sayWhy(problem));
      setBusy(false);
    }
  };
  return (
    <>
      <form className={css.keep} onSubmit={(event) => void keep(event)}>
        <label>
          {t("tests.keepName")}
          <input
            autoFocus
            value={name}
            maxLength={80}
            placeholder={t("tests.keepPlaceholder")}
            onChange={(event) => setName(event.target.value)}
            data-testid="test-name"
          />
        </label>
        <Button type="submit" size="compact-md" loading={busy} disabled={!name.trim()}>
          {t("tests.save")}
        </Button>
      </form>
      {why && (
        <p className={sim.error} role="alert">
          {why}
        </p>
      )}
    </>
  );
}
