import css from "../palette/ShortcutSheet.module.css";
import { isMac, keyLabel } from "../../ui/keys";
import { useWords } from "./words";

/** What `keyboard.ts` and the clipboard hear. */
const KEYS = [
  ["Enter", "edit"],
  ["Del", "remove"],
  ["←↑→↓", "move"],
  ["mod+z", "undo"],
  ["mod+shift+z", "redo"],
  ["mod+c", "copy"],
  ["mod+x", "cut"],
  ["mod+v", "paste"],
  ["mod+d", "duplicate"],
  ["mod+a", "all"],
  ["mod+shift+l", "arrange"],
] as const;

/** The keys of the builder, on the sheet of all keys. */
export default function FlowKeys() {
  const { t } = useWords();
  const mac = isMac();
  return (
    <section data-testid="flow-keys">
      <h3>{t("keys.title")}</h3>
      <dl>
        {KEYS.map(([key, word]) => (
          <div key={key} className={css.line}>
            <dt>{t(`keys.${word}`)}</dt>
            <dd>
              <kbd>{keyLabel(key, mac)}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
