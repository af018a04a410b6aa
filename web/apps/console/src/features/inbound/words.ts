// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { enInbound } from "../../i18n/enInbound";
import { esInbound } from "../../i18n/esInbound";
import { ptBRInbound } from "../../i18n/ptBRInbound";

i18n.addResourceBundle("en", "inbound", enInbound);
i18n.addResourceBundle("es", "inbound", esInbound);
i18n.addResourceBundle("pt-BR", "inbound", ptBRInbound);

export const NS = "inbound";
