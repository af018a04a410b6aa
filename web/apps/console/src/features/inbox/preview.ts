import type { ConversationView } from "@tertulia/protocol";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useWorkspace } from "../../app/workspace";

const BY_TEXT = new Set(["text", "options", "choice", "template", "event"]);

/** The last words of a conversation, as the list says them. */
export const usePreview = (row: ConversationView): string => usePreviews()(row);

/** The same, of any of many. */
export function usePreviews(): (row: ConversationView) => string {
  const { t } = useTranslation();
  const { me } = useWorkspace();
  return ({ last }) => previewed(last, me.name, t);
}

function previewed(last: ConversationView["last"], me: string, t: TFunction): string {
  if (!last.seq && !last.text) return t("list.noMessages");
  const kind = last.kind || "text";
  const name = BY_TEXT.has(kind) ? "" : t(`kind.${kind as "image"}`);
  const text = kind === "event" ? t("kind.event") : [name, last.text].filter(Boolean).join(" · ");
  const words = text || t("list.deleted");
  if (last.visibility === "note") return t("list.note", { text: words });
  if (last.author_kind !== "agent") return words;
  if (last.author_name === me) return t("list.you", { text: words });
  // In the provider's own inbox somebody answers whom nobody names.
  return `${last.author_name ? first(last.author_name) : t("someone")}: ${words}`;
}

const first = (name: string | undefined): string => (name ?? "").split(" ")[0] ?? "";
