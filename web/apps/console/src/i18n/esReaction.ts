import type { enReaction } from "./enReaction";

export const esReaction: typeof enReaction = {
  react: "Reaccionar",
  pick: "Elige una reacción",
  more: "Más emojis",
  putBy: "{{emoji}} de {{names}}. Quitar",
  waiting: "En camino",
  failed: "Reacción no entregada: {{reason}}",
  takenBackFailed: "Reacción no retirada: {{reason}}",
};
