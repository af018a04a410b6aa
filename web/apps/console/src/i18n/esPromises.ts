import type { enPromises } from "./enPromises";

export const esPromises: typeof enPromises = {
  view: "Plazos",
  late: "Vencido",
  soon: "A punto de vencer",
  running: "A tiempo",
  empty: "No vence nada",
  emptyText: "Aquí aparecen las conversaciones para las que una cola prometió respuesta o cierre, primero las que vencen antes.",
};
