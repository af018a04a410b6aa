import type { enViberVk } from "./enViberVk";

export const ptBRViberVk: typeof enViberVk = {
  viberText: "Pessoas que escrevem para o seu bot do Viber",
  vkText: "Mensagens para a sua comunidade do VK",
  viber: {
    token: "Token do bot",
    tokenHint: "No Viber: Mais › Configurações › Bots › seu bot › Editar informações › Sua chave de aplicativo.",
    welcome: "Mensagem de boas-vindas",
    welcomeHint: "Aparece para quem abre a conversa pela primeira vez, antes de escrever. Opcional.",
    connectText: "Conectar verifica o token e configura o webhook do bot. Não há nada para copiar.",
  },
  vk: {
    access_token: "Token de acesso da comunidade",
    tokenHint: "Na sua comunidade: Gerenciar › Configurações › Uso da API › Tokens de acesso. Marque gestão da comunidade, mensagens, fotos e arquivos.",
    connectText: "Conectar verifica o token e configura a Callback API. Não há nada para copiar.",
  },
};
