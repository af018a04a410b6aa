import type { enChannelHealth } from "./enChannelHealth";

export const ptBRChannelHealth: typeof enChannelHealth = {
  facts: {
    checked: "Última verificação",
    never: "ainda não",
    heard: "Última mensagem recebida",
    nothing: "nenhuma até agora",
    lastHour: "na última hora",
  },
  pauseText: "Um canal pausado não envia nada. O que as pessoas escrevem continua chegando e fica guardado.",
  pauseSiteText: "Um site pausado não mostra o chat.",
  pausedText: "Pausado: nada sai. O que as pessoas escrevem continua chegando e fica guardado.",
  pausedSiteText: "Pausado: o chat não aparece no seu site.",
};
