import type { enApiChannel } from "./enApiChannel";

export const ptBRApiChannel: typeof enApiChannel = {
  customText: "Seu próprio aplicativo ou mensageiro, por HTTP",
  api: {
    url: "Seu endereço",
    urlHint: "Onde seu servidor recebe as respostas da sua equipe: https://example.com/messages",
    signature: "Assinaturas do seu servidor",
    signatureHint: "O endereço do canal já é um segredo. Uma assinatura também prova que ninguém mudou um evento no caminho.",
    optional: "Conferidas quando existem",
    required: "Todo evento precisa ser assinado",
    keysTitle: "Endereço e chave",
    keysNone: "Seu servidor envia os eventos a um endereço que só ele conhece. O que enviamos ao seu servidor é assinado com uma chave.",
    keysKept: "Seu servidor tem o endereço e a chave. Eles não são mostrados de novo; crie outros se os perdeu.",
    keysOnce: "Copie os dois agora: são mostrados só desta vez.",
    address: "Endereço para seus eventos",
    key: "Chave de assinatura",
    make: "Criar endereço e chave",
    renew: "Criar outros",
    renewTitle: "Criar outro endereço e outra chave?",
    renewText: "Seu servidor fica desconectado até ter os novos: o endereço anterior não recebe mais nada, e o que enviamos leva a assinatura nova.",
    connectText: "Ao conectar, enviamos ao seu endereço um evento assinado do tipo ping, que precisa responder com 2xx.",
    reference: "Como são os eventos, e programas de exemplo: docs/channels/custom.md.",
    schemas: "Os esquemas deles (JSON Schema):",
    schemaIn: "O que o seu servidor envia",
    schemaOut: "O que enviamos ao seu servidor",
  },
};
