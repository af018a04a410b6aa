import { previewOf, type ConversationView, type MessageView } from "@tertulia/protocol";
import { useTranslation } from "react-i18next";
import { useLive } from "../../live/store";
import css from "./Quote.module.css";
import { contactName } from "../../ui/contactName";

interface Props {
  conversationId: string;
  seq: number;
  row: ConversationView;
}

/** The message that this one answers; a click leads there. */
export function Quote({ conversationId, seq, row }: Props) {
  const { t } = useTranslation();
  const quoted = useQuoted(conversationId, seq);
  const words = useQuoteWords(quoted, row);
  const show = () => {
    const found = document.querySelector(`[data-testid="message"][data-seq="${seq}"]`);
    found?.scrollIntoView({ block: "center", behavior: "smooth" });
  };
  return (
    <button type="button" className={css.quote} onClick={show} disabled={!quoted}>
      {quoted && <span className={css.author}>{words.author}</span>}
      <span className={css.text}>{quoted ? words.text : t("message.quoteGone")}</span>
    </button>
  );
}

export const useQuoted = (conversationId: string, seq: number): MessageView | undefined =>
  useLive((state) => state.threads[conversationId]?.messages.find((message) => message.seq === seq));

export function useQuoteWords(message: MessageView | undefined, row: ConversationView) {
  const { t } = useTranslation();
  if (!message) return { author: "", text: "" };
  const contact = message.author.kind === "contact";
  return {
    author: contact ? contactName(row) : message.author.name || t("someone"),
    text: message.deleted_at ? t("message.deleted") : previewOf(message).text || t(`kind.${message.content.kind}`),
  };
}
