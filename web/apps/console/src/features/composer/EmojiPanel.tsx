import { EmojiPicker } from "frimousse";
import { useTranslation } from "react-i18next";
import css from "./EmojiPanel.module.css";

const LOCALES: Record<string, "en" | "es" | "pt"> = { en: "en", es: "es", "pt-BR": "pt" };

/** The library counts from 0, the accessibility rules from 1. */
const fromOne = (index: number | undefined): number => (index ?? 0) + 1;

/** Loaded when first asked for. The names come from our own origin. */
export default function EmojiPanel({ choose }: { choose(emoji: string): void }) {
  const { t, i18n } = useTranslation();
  return (
    <EmojiPicker.Root
      className={css.panel}
      locale={LOCALES[i18n.language] ?? "en"}
      emojibaseUrl={`${location.origin}/emoji`}
      columns={9}
      onEmojiSelect={({ emoji }) => choose(emoji)}
    >
      <EmojiPicker.Search className={css.search} placeholder={t("emoji.search")} aria-label={t("emoji.search")} data-autofocus />
      <EmojiPicker.Viewport className={`${css.viewport} scroll`}>
        <EmojiPicker.Loading className={css.state}>{t("emoji.loading")}</EmojiPicker.Loading>
        <EmojiPicker.Empty className={css.state}>{t("emoji.none")}</EmojiPicker.Empty>
        <EmojiPicker.List
          components={{
            CategoryHeader: ({ category, ...rest }) => (
              <div className={css.category} {...rest}>
                {category.label}
              </div>
            ),
            Row: ({ children, ...rest }) => (
              <div className={css.row} {...rest} aria-rowindex={fromOne(rest["aria-rowindex"])}>
                {children}
              </div>
            ),
            Emoji: ({ emoji, ...rest }) => (
              <button
                type="button"
                className={css.emoji}
                {...rest}
                aria-colindex={fromOne(rest["aria-colindex"])}
                data-active={emoji.isActive || undefined}
              >
                {emoji.emoji}
              </button>
            ),
          }}
        />
      </EmojiPicker.Viewport>
    </EmojiPicker.Root>
  );
}
