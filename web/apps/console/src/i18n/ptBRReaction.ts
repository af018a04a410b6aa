import type { enReaction } from "./enReaction";

export const ptBRReaction: typeof enReaction = {
  react: "Reagir",
  pick: "Escolha uma reação",
  more: "Mais emojis",
  putBy: "{{emoji}} de {{names}}. Remover",
  waiting: "A caminho",
  failed: "Reação não entregue: {{reason}}",
  takenBackFailed: "Reação não removida: {{reason}}",
};
