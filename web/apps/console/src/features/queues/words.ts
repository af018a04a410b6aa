// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { enQueues } from "../../i18n/enQueues";
import { esQueues } from "../../i18n/esQueues";
import { ptBRQueues } from "../../i18n/ptBRQueues";

i18n.addResourceBundle("en", "queues", enQueues);
i18n.addResourceBundle("es", "queues", esQueues);
i18n.addResourceBundle("pt-BR", "queues", ptBRQueues);

export const NS = "queues";
