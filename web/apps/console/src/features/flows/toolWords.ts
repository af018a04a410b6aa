// Words of the simulator, versions, numbers, gallery and files: they come with these, as the builder's.
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { enFlowTools } from "../../i18n/enFlowTools";
import { esFlowTools } from "../../i18n/esFlowTools";
import { ptBRFlowTools } from "../../i18n/ptBRFlowTools";

i18n.addResourceBundle("en", "flowTools", enFlowTools);
i18n.addResourceBundle("es", "flowTools", esFlowTools);
i18n.addResourceBundle("pt-BR", "flowTools", ptBRFlowTools);

const PLACES = ["flowTools", "translation"];

export const useToolWords = () => useTranslation(PLACES, { nsMode: "fallback" });
export const sayTool = (key: string, values: Record<string, unknown> = {}): string => i18n.t(key, { ns: PLACES, ...values });
