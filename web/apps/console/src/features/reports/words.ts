// These screens' words come with them: nobody else loads them.
import i18n from "i18next";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

const NAME = "reports";
const WORDS: Record<string, () => Promise<object>> = {
  en: async () => (await import("../../i18n/enReports")).enReports,
  es: async () => (await import("../../i18n/esReports")).esReports,
  "pt-BR": async () => (await import("../../i18n/ptBRReports")).ptBRReports,
};

export async function speakReports(language: string): Promise<void> {
  if (i18n.hasResourceBundle(language, NAME)) return;
  const words = await WORDS[language]?.();
  if (words) i18n.addResourceBundle(language, NAME, words);
}

export function useWords() {
  const { t, i18n: spoken } = useTranslation(NAME);
  return { t, language: spoken.language };
}

/** When another language is chosen while one looks. */
export function useSpoken(): void {
  const { language } = useWords();
  const [, show] = useState("");
  useEffect(() => void speakReports(language).then(() => show(language)), [language]);
}
