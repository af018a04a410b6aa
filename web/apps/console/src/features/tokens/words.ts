// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { enTokens } from "../../i18n/enTokens";
import { esTokens } from "../../i18n/esTokens";
import { ptBRTokens } from "../../i18n/ptBRTokens";

i18n.addResourceBundle("en", "tokens", enTokens);
i18n.addResourceBundle("es", "tokens", esTokens);
i18n.addResourceBundle("pt-BR", "tokens", ptBRTokens);

export const NS = "tokens";
