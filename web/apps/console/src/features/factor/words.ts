// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { enFactor } from "../../i18n/enFactor";
import { esFactor } from "../../i18n/esFactor";
import { ptBRFactor } from "../../i18n/ptBRFactor";

i18n.addResourceBundle("en", "factor", enFactor);
i18n.addResourceBundle("es", "factor", esFactor);
i18n.addResourceBundle("pt-BR", "factor", ptBRFactor);

export const NS = "factor";
