// Counts and actions in words. They come with their pages, not with the console's first load.
import i18n, { type TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { enPrivacy } from "../../i18n/enPrivacy";
import { esPrivacy } from "../../i18n/esPrivacy";
import { ptBRPrivacy } from "../../i18n/ptBRPrivacy";

i18n.addResourceBundle("en", "privacy", { privacy: enPrivacy });
i18n.addResourceBundle("es", "privacy", { privacy: esPrivacy });
i18n.addResourceBundle("pt-BR", "privacy", { privacy: ptBRPrivacy });

const PLACES = ["privacy", "translation"];

export const useWords = () => useTranslation(PLACES, { nsMode: "fallback" });

const COUNTS = ["conversations", "messages", "files", "callbacks", "scheduled", "answers", "exported"] as const;

/** "1 conversation · 12 messages": what people know by name. */
export const countsLine = (t: TFunction, counts: Readonly<Record<string, number>>): string =>
  COUNTS.filter((name) => counts[name])
    .map((name) => t(`privacy.counts.${name}`, { count: counts[name] }))
    .join(" · ");

export const GROUPS = [
  "sign_in",
  "account",
  "agent",
  "channel",
  "queue",
  "hours",
  "flow",
  "survey",
  "tag",
  "invitation",
  "broadcast",
  "contact",
  "retention",
  "token",
  "webhook",
  "inlet",
  "integration",
  "reply",
  "report",
] as const;

/** `channel.connected` in words; one that this console does not know yet, as it is called. */
export const actionWords = (t: TFunction, action: string): string =>
  t(`privacy.actions.${action.replace(".", "_")}`, { defaultValue: action });
