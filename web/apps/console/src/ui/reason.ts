import { useTranslation } from "react-i18next";
import { enReasons } from "../i18n/enReasons";
import { esReasons } from "../i18n/esReasons";
import { ptBRReasons } from "../i18n/ptBRReasons";
import { inOurWords } from "../i18n/refusals";
import { causeOf } from "../rules/reasons";

const WORDS: Record<string, typeof enReasons> = { en: enReasons, es: esReasons, "pt-BR": ptBRReasons };

/** words: why something was not delivered, in the reader's language where the cause is known. raw: what
 * the provider said, where the words do not say that already. */
export function useReason(channelKind: string, code: string, told: string): { words: string; raw: string; known: boolean } {
  const { i18n } = useTranslation();
  const cause = causeOf(channelKind, code, told);
  if (!cause) return { words: inOurWords(told), raw: "", known: false };
  const own = told.replaceAll(" ", "_") === code ? "" : told;
  return { words: (WORDS[i18n.language] ?? enReasons)[cause], raw: own, known: true };
}
