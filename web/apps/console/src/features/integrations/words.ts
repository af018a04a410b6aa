// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { enIntegrations } from "../../i18n/enIntegrations";
import { esIntegrations } from "../../i18n/esIntegrations";
import { ptBRIntegrations } from "../../i18n/ptBRIntegrations";

i18n.addResourceBundle("en", "integrations", enIntegrations);
i18n.addResourceBundle("es", "integrations", esIntegrations);
i18n.addResourceBundle("pt-BR", "integrations", ptBRIntegrations);

export const NS = "integrations";
