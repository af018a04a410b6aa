import { IconChevronDown } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { alike, type Offered } from "../../rules/reactions";
import css from "./ReactTool.module.css";

interface Props {
  offer: Offered;
  mine: string;
  all: boolean;
  more(): void;
  choose(emoji: string): void;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The usual ones in a row; what else the channel takes, on demand. */
export function ReactionChoices({ offer, mine, all, more, choose }: Props) {
  const { t } = useTranslation();
  const shown = all ? [...offer.first, ...offer.rest] : offer.first;
  const extra = mine && !shown.some((each) => alike(each, mine)) ? [mine] : [];
  return (
    <div className={css.choices} data-all={all || undefined} role="toolbar" aria-label={t("reaction.pick")} onKeyDown={step}>
      {[...extra, ...shown].map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          className={css.choice}
          aria-pressed={alike(emoji, mine)}
          data-autofocus={index === 0 || undefined}
          onClick={() => choose(emoji)}
        >
          {emoji}
        </button>
      ))}
      {!all && (offer.any || offer.rest.length > 0) && (
        <button type="button" className={css.choice} data-more aria-label={t("reaction.more")} title={t("reaction.more")} onClick={more}>
          <IconChevronDown size={17} />
        </button>
      )}
    </div>
  );
}

/** Arrows go from one to the next, round. */
function step(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[event.key];
  if (!by) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.findIndex((button) => button === document.activeElement);
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
}
