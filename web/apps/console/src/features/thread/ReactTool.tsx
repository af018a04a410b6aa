import { Popover } from "@mantine/core";
import { IconMoodPlus } from "@tabler/icons-react";
import type { ConversationView, MessageView } from "@tertulia/protocol";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";
import { react } from "../../commands/react";
import { limitsOf } from "../../rules/limits";
import { alike, offered, oursOn } from "../../rules/reactions";
import bubble from "./Bubble.module.css";
import { ReactionChoices } from "./ReactionChoices";
import css from "./ReactTool.module.css";

const EmojiPanel = lazy(() => import("../composer/EmojiPanel"));
const LONG_PRESS = 450;

/** Beside what a contact wrote: a reaction of the team. Also by a long press on the bubble. */
export default function ReactTool({ message, row }: { message: MessageView; row: ConversationView }) {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  const [opened, setOpened] = useState(false);
  const [more, setMore] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = (on: boolean) => {
    setOpened(on);
    setMore(false);
  };
  useLongPress(button, () => open(true));
  const mine = oursOn(message);
  const offer = offered(limitsOf(row.channel_kind));
  const choose = (emoji: string) => {
    open(false);
    void react(message, alike(emoji, mine) ? "" : emoji, { id: me.id, name: me.name });
  };
  return (
    <Popover
      opened={opened}
      onChange={open}
      position="top"
      width={more && offer.any ? 340 : undefined}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <button
          ref={button}
          type="button"
          className={`${bubble.quote} ${css.tool}`}
          data-opened={opened || undefined}
          aria-label={t("reaction.react")}
          title={t("reaction.react")}
          onClick={() => open(!opened)}
          data-testid="react"
        >
          <IconMoodPlus size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("reaction.pick")}>
        {opened && more && offer.any ? (
          <Suspense fallback={<div className={css.space} />}>
            <EmojiPanel choose={choose} />
          </Suspense>
        ) : (
          opened && (
            <ReactionChoices offer={offer} mine={mine} all={more} more={() => setMore(true)} choose={choose} />
          )
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Of the line that the button stands in. What was pressed long is not chosen as text. */
function useLongPress(button: { current: HTMLElement | null }, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const line = button.current?.closest("article");
    if (!line) return;
    let timer = 0;
    const stop = () => window.clearTimeout(timer);
    const start = (event: PointerEvent) => {
      stop();
      const onButton = event.target instanceof Element && event.target.closest("button, a");
      if (event.pointerType === "touch" && !onButton) timer = window.setTimeout(() => latest.current(), LONG_PRESS);
    };
    line.addEventListener("pointerdown", start);
    for (const name of ["pointerup", "pointercancel", "pointermove"]) line.addEventListener(name, stop);
    return () => {
      stop();
      line.removeEventListener("pointerdown", start);
      for (const name of ["pointerup", "pointercancel", "pointermove"]) line.removeEventListener(name, stop);
    };
  }, [button]);
}
