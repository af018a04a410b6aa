import { previewOf, type ConversationView, type MessageView } from "@tertulia/protocol";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { contactName } from "../../ui/contactName";

/** Reads new words of the contact aloud; not the history, and not one's own. */
export function Announcer({ messages, row }: { messages: readonly MessageView[]; row: ConversationView }) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const newest = messages.at(-1);
  const heard = useRef(newest?.seq ?? 0);
  useEffect(() => {
    if (!newest || newest.seq <= heard.current) return;
    heard.current = newest.seq;
    if (newest.author.kind !== "contact") return;
    const text = previewOf(newest).text || t(`kind.${newest.content.kind}`);
    setWords(t("thread.announced", { name: contactName(row), text }));
  }, [newest, row.contact_name, t]);
  return (
    <p className="hidden-visually" aria-live="polite" data-testid="announcer">
      {words}
    </p>
  );
}
