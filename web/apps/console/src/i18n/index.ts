import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { load, save } from "../ui/preference";
import { en } from "./en";
import { speakRefusals } from "./refusals";

export const LANGUAGES = { en: "English", es: "Español", "pt-BR": "Português (Brasil)" } as const;
export type Language = keyof typeof LANGUAGES;
export type Words = typeof en;

const others: Record<Exclude<Language, "en">, () => Promise<Words>> = {
  es: async () => (await import("./es")).es,
  "pt-BR": async () => (await import("./ptBR")).ptBR,
};

const CHOICE = "tertulia.language";

/** The one chosen here, else the browser's first that we speak, else English. */
export function preferredLanguage(): Language {
  const wanted = [load(CHOICE, ""), ...navigator.languages];
  for (const tag of wanted) {
    const short = tag.split("-")[0];
    if (short === "en" || short === "es") return short;
    if (short === "pt") return "pt-BR";
  }
  return "en";
}

export async function startLanguages(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false }, // React escapes
    returnNull: false,
  });
  await speak(preferredLanguage());
}

export async function speak(language: Language): Promise<void> {
  if (language !== "en" && !i18n.hasResourceBundle(language, "translation")) {
    i18n.addResourceBundle(language, "translation", await others[language]());
  }
  await speakRefusals(language);
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** The language that this person chose on another device, unless he chose one here. */
export async function speakAsElsewhere(language: string | undefined): Promise<void> {
  if (!language || load(CHOICE, "") || language === i18n.language || !(language in LANGUAGES)) return;
  await speak(language as Language);
}

export function chooseLanguage(language: Language): Promise<void> {
  save(CHOICE, language);
  return speak(language);
}
