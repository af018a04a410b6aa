import type { enReasons } from "./enReasons";

export const ptBRReasons: typeof enReasons = {
  blocked: "esta pessoa não aceita mensagens suas aqui",
  gone: "não é mais possível falar com esta pessoa por aqui",
  window: "passou tempo demais desde a última mensagem dela; você poderá responder quando ela escrever de novo",
  tooMany: "o canal não aceita mais mensagens por enquanto; tente mais tarde",
  connection: "o canal não está mais conectado; um administrador precisa conectá-lo de novo",
  account: "o provedor parou ou limitou sua conta; um administrador precisa verificar",
  bill: "sua conta no provedor está sem saldo ou não foi paga",
  file: "o canal não conseguiu aceitar o arquivo",
  content: "o canal não aceitou a mensagem como está",
  device: "o aplicativo dela não consegue mostrar esta mensagem",
  template: "o canal não aceitou o modelo",
  country: "esta conta não pode escrever para esse país",
  full: "a caixa de correio dela está cheia",
  rejected: "o servidor de e-mail dela recusou a mensagem",
  busy: "o canal não respondeu; tente de novo",
  removed: "o canal foi removido",
};
