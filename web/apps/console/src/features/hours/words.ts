// The page's words come with the page, not with the console's first load.
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { enHours } from "../../i18n/enHours";
import { esHours } from "../../i18n/esHours";
import { ptBRHours } from "../../i18n/ptBRHours";

i18n.addResourceBundle("en", "hours", enHours);
i18n.addResourceBundle("es", "hours", esHours);
i18n.addResourceBundle("pt-BR", "hours", ptBRHours);

const PLACES = ["hours", "translation"];

export const useWords = () => useTranslation(PLACES, { nsMode: "fallback" });

/** What contacts are told, in their language: the same whatever the console speaks. */
export const SUGGESTIONS: Record<string, Record<string, string>> = {
  closed: {
    en: "Thanks for your message. We are closed now and back {{ opening }}.",
    es: "Gracias por su mensaje. Ahora estamos cerrados y volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Estamos fechados agora e voltamos {{ opening }}.",
  },
  break: {
    en: "Thanks for your message. We are on a break and back {{ opening }}.",
    es: "Gracias por su mensaje. Estamos en una pausa y volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Estamos em um intervalo e voltamos {{ opening }}.",
  },
  holiday: {
    en: "Thanks for your message. Today is a holiday here. We are back {{ opening }}.",
    es: "Gracias por su mensaje. Hoy es festivo. Volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Hoje é feriado. Voltamos {{ opening }}.",
  },
};
