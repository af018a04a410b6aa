import { Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import css from "./ShortcutSheet.module.css";

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

const GROUPS = [
  { name: "move", keys: [["J", "next"], ["K", "previous"], ["Esc", "leave"]] },
  { name: "answer", keys: [["R", "reply"], ["N", "note"]] },
  { name: "act", keys: [["E", "resolve"], ["A", "assign"], ["S", "snooze"], ["I", "details"]] },
  { name: "anywhere", keys: [[mac ? "⌘ K" : "Ctrl K", "palette"], ["?", "help"]] },
] as const;

export default function ShortcutSheet({ close }: { close(): void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={t("keys.title")} size={520} closeButtonProps={{ "aria-label": t("close") }}>
      <div className={css.groups}>
        {GROUPS.map((group) => (
          <section key={group.name}>
            <h3>{t(`keys.group.${group.name}`)}</h3>
            <dl>
              {group.keys.map(([key, name]) => (
                <div key={key} className={css.line}>
                  <dt>{t(`keys.${name}`)}</dt>
                  <dd>
                    <kbd>{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
