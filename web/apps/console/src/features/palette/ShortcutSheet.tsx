import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { FIELD_KEYS, isMac, keyLabel, KEYS, type KeyLine } from "../../ui/keys";
import css from "./ShortcutSheet.module.css";

const GROUPS = ["move", "answer", "act", "write", "anywhere"] as const;
const ALL: readonly KeyLine[] = [...KEYS, ...FIELD_KEYS];

const FlowKeys = lazy(() => import("../flows/FlowKeys"));

export default function ShortcutSheet({ close }: { close(): void }) {
  const { t } = useTranslation();
  const [location] = useLocation();
  const mac = isMac();
  return (
    <Modal opened onClose={close} title={t("keys.title")} size={620} closeButtonProps={{ "aria-label": t("close") }}>
      <div className={css.groups} data-testid="shortcuts">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(group === "write" ? "desk.keys.write" : `keys.group.${group}`)}</h3>
            <dl>
              {ALL.filter((line) => line.group === group).map(({ key, word }) => (
                <div key={key} className={css.line} data-key={key}>
                  <dt>{t(word as "keys.next")}</dt>
                  <dd>
                    <kbd>{keyLabel(key, mac)}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {location.startsWith("/flows/") && (
          <Suspense fallback={null}>
            <FlowKeys />
          </Suspense>
        )}
      </div>
    </Modal>
  );
}
