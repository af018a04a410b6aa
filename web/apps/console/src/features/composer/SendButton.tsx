import { Button, Menu } from "@mantine/core";
import { IconChecks, IconChevronDown, IconClock, IconSend2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Mode } from "./drafts";
import css from "./Tools.module.css";

const MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

interface Props {
  mode: Mode;
  ready: boolean;
  waits: boolean; // for a file that is on its way
  resolved: boolean;
  submit(andResolve: boolean): void;
  later(): void;
}

export function SendButton({ mode, ready, waits, resolved, submit, later }: Props) {
  const { t } = useTranslation();
  const more = mode === "reply";
  return (
    <span className={css.sending} data-more={more || undefined}>
      <span className="hidden-visually" role="status">
        {waits && t("composer.whenUp")}
      </span>
      <Button
        size="xs"
        className={css.send}
        data-mode={mode}
        disabled={!ready}
        loading={waits}
        onClick={() => submit(false)}
        rightSection={<IconSend2 size={16} />}
        data-testid="send"
      >
        {t(mode === "note" ? "composer.addNote" : "composer.send")}
      </Button>
      {more && (
        <Menu position="top-end" width={250}>
          <Menu.Target>
            <Button size="xs" className={css.sendMore} disabled={!ready} aria-label={t("compose.sendMore")} data-testid="send-more">
              <IconChevronDown size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconChecks size={16} />}
              rightSection={<kbd className={css.kbd}>{MAC ? "⌘⇧⏎" : "Ctrl ⇧ ⏎"}</kbd>}
              disabled={resolved}
              onClick={() => submit(true)}
            >
              {t("compose.sendAndResolve")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconClock size={16} />}
              rightSection={<kbd className={css.kbd}>{MAC ? "⌘⇧S" : "Ctrl ⇧ S"}</kbd>}
              onClick={later}
            >
              {t("compose.schedule.menu")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  );
}
