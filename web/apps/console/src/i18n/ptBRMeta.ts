import type { enMeta } from "./enMeta";

export const ptBRMeta: typeof enMeta = {
  messengerText: "Pessoas que escrevem para a sua página do Facebook",
  instagramText: "Mensagens para a sua conta do Instagram",
  shelf: {
    title: "Ainda não entendido",
    text_one: "{{shown}} item deste canal não pôde ser lido. Fica guardado inteiro; depois de atualizar o Tertulia, leia de novo.",
    text_other: "{{shown}} itens deste canal não puderam ser lidos. Ficam guardados inteiros; depois de atualizar o Tertulia, leia de novo.",
    readAgain: "Ler de novo",
    read_one: "{{count}} item foi lido e já está na sua conversa.",
    read_other: "{{count}} itens foram lidos e já estão nas suas conversas.",
    nothingLeft: "Não resta nada.",
  },
  meta: {
    page_id: "ID da página",
    access_token: "Token de acesso da página",
    messengerPageHint: "No Facebook: sua página › Sobre › Transparência da página.",
    instagramPageHint: "Da página do Facebook vinculada à sua conta do Instagram: Sobre › Transparência da página.",
    messengerTokenHint: "Meta for Developers › seu app › Messenger › Configurações da API, ao lado da sua página. Precisa de pages_messaging.",
    instagramTokenHint: "Meta for Developers › seu app › Messenger › Configurações do Instagram, ao lado da sua página. Precisa de instagram_manage_messages.",
    messengerStep1: "No seu app, abra Messenger › Configurações da API e configure o webhook.",
    messengerStep3: "Em Campos do webhook, assine messages, messaging_postbacks, message_echoes, message_reads, message_deliveries, message_reactions e message_edits.",
    instagramStep1: "No seu app, abra Messenger › Configurações do Instagram e configure o webhook.",
    instagramStep3: "Em Campos do webhook, assine messages, messaging_postbacks, messaging_seen, message_reactions, message_edit e messaging_referral.",
    step4: "Depois conecte aqui. Isso verifica o token e inscreve a sua página.",
  },
};
