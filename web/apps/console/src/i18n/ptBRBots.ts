import type { enBots } from "./enBots";

export const ptBRBots: typeof enBots = {
  bot: "Bot",
  named: "Bot · {{name}}",
  answering: "está respondendo aqui.",
  takeOver: "Assumir",
  tookOver: "A conversa é sua. O bot saiu.",
  give: "Passar para um bot",
  given: "{{name}} está com a conversa",
  view: "Com bot",
  handOff: "Entregue por um bot",
  learned: "O que o bot descobriu",
  toAgent: "passou para {{name}}",
  toQueue: "passou para a fila {{name}}",
  toInbox: "passou para todos",
  toBot: "{{actor}} passou isto para o bot {{flow}}",
  kind: "bot",
  empty: "Nenhum bot está com uma conversa",
  emptyText: "O que os bots respondem agora aparece aqui.",
  why: { failed: "um passo falhou", loop: "andava em círculos", other: "{{reason}}" },
};
