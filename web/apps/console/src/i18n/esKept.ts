import type { enKept } from "./enKept";

export const esKept: typeof enKept = {
  conversation: "Esta conversación",
  whichAttribute: "Nombre del atributo",
  follow: "Seguir",
  unfollow: "Dejar de seguir",
  followedBy: "La siguen {{names}}",
  emptyFollowing: "No sigues ninguna conversación abierta",
  emptyFollowingText: "Sigue una desde su menú y sabrás de sus mensajes nuevos aunque no sea tuya.",
  notSentYet: "Se escribió antes y no se envió. Reinténtalo si todavía sirve.",
  viewUp: "Subir la vista",
  viewDown: "Bajar la vista",
  palette: { follow: "Seguir esta conversación", unfollow: "Dejar de seguir esta conversación" },
};
