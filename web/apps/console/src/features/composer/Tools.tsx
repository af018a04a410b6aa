import { Button, Popover } from "@mantine/core";
import { IconMoodSmile, IconPaperclip, IconSend2 } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "../../ui/IconButton";
import type { Mode } from "./drafts";
import css from "./Tools.module.css";

const EmojiPanel = lazy(() => import("./EmojiPanel"));
const WARN_AT = 200;

interface Props {
  mode: Mode;
  left: number; // characters
  ready: boolean;
  attach(files: File[]): void;
  insert(text: string): void;
  submit(): void;
}

export function Tools({ mode, left, ready, attach, insert, submit }: Props) {
  const { t } = useTranslation();
  return (
    <div className={css.tools}>
      <Emoji insert={insert} />
      <Attach attach={attach} />
      <span className={css.keys}>{t("composer.keys")}</span>
      <span className={css.left} data-over={left < 0 || undefined} role="status">
        {left < 0 ? t("composer.tooLong", { count: -left }) : left < WARN_AT ? t("composer.left", { count: left }) : ""}
      </span>
      <Button
        size="xs"
        className={css.send}
        data-mode={mode}
        disabled={!ready}
        onClick={submit}
        rightSection={<IconSend2 size={16} />}
        data-testid="send"
      >
        {t(mode === "note" ? "composer.addNote" : "composer.send")}
      </Button>
    </div>
  );
}

function Emoji({ insert }: { insert(text: string): void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState(false); // then the focus belongs to the field
  const toggle = () => {
    setChosen(false);
    setOpened(!opened);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={340} trapFocus returnFocus={!chosen}>
      <Popover.Target>
        <IconButton label={t("composer.emoji")} onClick={toggle}>
          <IconMoodSmile size={19} stroke={1.8} />
        </IconButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("composer.emoji")}>
        <Suspense fallback={<div className={css.emojiSpace} />}>
          {opened && (
            <EmojiPanel
              choose={(emoji) => {
                setChosen(true);
                setOpened(false);
                insert(emoji);
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

function Attach({ attach }: { attach(files: File[]): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t("composer.attach")} onClick={() => input.current?.click()}>
        <IconPaperclip size={19} stroke={1.8} />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        onChange={(event) => {
          attach([...(event.target.files ?? [])]);
          event.target.value = ""; // the same file may be chosen again
        }}
      />
    </>
  );
}
