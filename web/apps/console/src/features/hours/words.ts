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
