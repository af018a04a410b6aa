// The builder's words come with the builder, not with the console's first load: a namespace of its
// own, with the console's words behind it.
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { enFlows } from "../../i18n/enFlows";
import { esFlows } from "../../i18n/esFlows";
import { ptBRFlows } from "../../i18n/ptBRFlows";

function add(): void {
  i18n.addResourceBundle("en", "flows", enFlows);
  i18n.addResourceBundle("es", "flows", esFlows);
  i18n.addResourceBundle("pt-BR", "flows", ptBRFlows);
}

if (i18n.isInitialized) add();
else i18n.on("initialized", add); // in a test

const PLACES = ["flows", "translation"];

/** As `useTranslation`; a key is looked for among the builder's words first. */
export const useWords = () => useTranslation(PLACES, { nsMode: "fallback" });

export const say = (key: string, values: Record<string, unknown> = {}): string => i18n.t(key, { ns: PLACES, ...values });
