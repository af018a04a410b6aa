import type { enPromises } from "./enPromises";

export const ptBRPromises: typeof enPromises = {
  view: "Prazos",
  late: "Atrasado",
  soon: "Quase atrasado",
  running: "No prazo",
  empty: "Nada a vencer",
  emptyText: "Aqui aparecem as conversas para as quais uma fila prometeu resposta ou conclusão, primeiro as que vencem antes.",
};
