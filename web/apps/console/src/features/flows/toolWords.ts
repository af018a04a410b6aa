// Words of the simulator, tests, versions, numbers, gallery and files: they come with these, as the builder's.
import i18n from "i18next";
import { useTranslation } from "react-i18next";
import { enFlowTests } from "../../i18n/enFlowTests";
import { enFlowTools } from "../../i18n/enFlowTools";
import { esFlowTests } from "../../i18n/esFlowTests";
import { esFlowTools } from "../../i18n/esFlowTools";
import { ptBRFlowTests } from "../../i18n/ptBRFlowTests";
import { ptBRFlowTools } from "../../i18n/ptBRFlowTools";

i18n.addResourceBundle("en", "flowTools", { ...enFlowTools, ...enFlowTests });
i18n.addResourceBundle("es", "flowTools", { ...esFlowTools, ...esFlowTests });
i18n.addResourceBundle("pt-BR", "flowTools", { ...ptBRFlowTools, ...ptBRFlowTests });

const PLACES = ["flowTools", "translation"];

export const useToolWords = () => useTranslation(PLACES, { nsMode: "fallback" });
export const sayTool = (key: string, values: Record<string, unknown> = {}): string => i18n.t(key, { ns: PLACES, ...values });
