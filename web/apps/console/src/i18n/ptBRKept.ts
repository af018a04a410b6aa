import type { enKept } from "./enKept";

export const ptBRKept: typeof enKept = {
  conversation: "Esta conversa",
  whichAttribute: "Nome do atributo",
  follow: "Seguir",
  unfollow: "Deixar de seguir",
  followedBy: "Seguida por {{names}}",
  emptyFollowing: "Você não segue nenhuma conversa aberta",
  emptyFollowingText: "Siga uma pelo menu dela e você fica sabendo das mensagens novas, mesmo que não seja sua.",
  notSentYet: "Foi escrita antes e não foi enviada. Tente de novo se ainda fizer sentido.",
  viewUp: "Subir a visão",
  viewDown: "Descer a visão",
  palette: { follow: "Seguir esta conversa", unfollow: "Deixar de seguir esta conversa" },
};
