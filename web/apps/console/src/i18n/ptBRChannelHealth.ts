import type { enChannelHealth } from "./enChannelHealth";

export const ptBRChannelHealth: typeof enChannelHealth = {
  facts: {
    checked: "Última verificação",
    never: "ainda não",
    heard: "Última mensagem recebida",
    nothing: "nenhuma até agora",
    lastHour: "na última hora",
    spoke: "Última mensagem enviada",
    failing: "Falhando desde",
  },
  repair: {
    telegram: "Peça o token ao @BotFather no Telegram (/token), cole abaixo no campo do token, salve e conecte de novo.",
    whatsapp: "No Meta for Developers, crie um token permanente de um usuário do sistema para este número, cole abaixo no campo do token de acesso, salve e conecte de novo.",
    messenger: "No Meta for Developers, crie um novo token de acesso desta página, cole abaixo, salve e conecte de novo.",
    instagram: "No Meta for Developers, crie um novo token de acesso desta página, cole abaixo, salve e conecte de novo.",
    viber: "No Viber, copie a chave do bot (Mais › Configurações › Bots › seu bot › Editar), cole abaixo como token, salve e conecte de novo.",
    vk: "No VK, crie um novo token de acesso da comunidade (Gerenciar › Configurações › Uso da API), cole abaixo, salve e conecte de novo.",
    email: "O Amazon SES não envia a partir deste endereço. Verifique o endereço ou o domínio no SES e verifique de novo.",
    custom: "Confira o endereço e a chave no seu servidor. Se perdeu a chave, crie outros acima, passe-os ao servidor e conecte de novo.",
  },
  repairWaits: "Até lá nada sai; o que as pessoas escrevem continua chegando, se o provedor entregar.",
  pauseText: "Um canal pausado não envia nada. O que as pessoas escrevem continua chegando e fica guardado.",
  pauseSiteText: "Um site pausado não mostra o chat.",
  pausedText: "Pausado: nada sai. O que as pessoas escrevem continua chegando e fica guardado.",
  pausedSiteText: "Pausado: o chat não aparece no seu site.",
};
