import { IconMessage, IconNote } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Mode } from "./drafts";
import css from "./ModeTabs.module.css";

const MODES = [
  { mode: "reply", Icon: IconMessage },
  { mode: "note", Icon: IconNote },
] as const;

/** Two plain tabs with unlike grounds: nobody sends a note to a customer. */
export function ModeTabs({ mode, choose }: { mode: Mode; choose(mode: Mode): void }) {
  const { t } = useTranslation();
  return (
    <div className={css.tabs} role="tablist" aria-label={t("composer.mode")}>
      {MODES.map((tab) => (
        <button
          key={tab.mode}
          type="button"
          role="tab"
          aria-selected={mode === tab.mode}
          className={css.tab}
          data-mode={tab.mode}
          onClick={() => choose(tab.mode)}
        >
          <tab.Icon size={15} /> {t(`composer.${tab.mode}`)}
        </button>
      ))}
    </div>
  );
}
