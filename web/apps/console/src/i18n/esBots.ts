import type { enBots } from "./enBots";

export const esBots: typeof enBots = {
  bot: "Bot",
  named: "Bot · {{name}}",
  answering: "responde aquí.",
  takeOver: "Tomar el control",
  tookOver: "La conversación es tuya. El bot se ha ido.",
  give: "Pasar a un bot",
  given: "{{name}} tiene la conversación",
  view: "Con bot",
  handOff: "Entregada por un bot",
  learned: "Lo que el bot averiguó",
  toAgent: "la pasó a {{name}}",
  toQueue: "la pasó a la cola {{name}}",
  toInbox: "la pasó a todos",
  toBot: "{{actor}} pasó esto al bot {{flow}}",
  kind: "bot",
  empty: "Ningún bot tiene una conversación",
  emptyText: "Lo que los bots responden ahora aparece aquí.",
  why: { failed: "un paso falló", loop: "daba vueltas", other: "{{reason}}" },
};
