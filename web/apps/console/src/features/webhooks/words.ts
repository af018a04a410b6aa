// These words come with what uses them, not with the first load.
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { enWebhooks } from "../../i18n/enWebhooks";
import { esWebhooks } from "../../i18n/esWebhooks";
import { ptBRWebhooks } from "../../i18n/ptBRWebhooks";

i18n.addResourceBundle("en", "webhooks", enWebhooks);
i18n.addResourceBundle("es", "webhooks", esWebhooks);
i18n.addResourceBundle("pt-BR", "webhooks", ptBRWebhooks);

export const NS = "webhooks";

/** What happened, in words; a type that this console does not know yet, as it is. */
export function useTypeNames(): (type: string) => string {
  const { t } = useTranslation(NS);
  return (type) => t(`type.${type.replace(".", "_") as "message_sent"}`, { defaultValue: type });
}
