import type { enTelling } from "./enTelling";

export const ptBRTelling: typeof enTelling = {
  title: "O que o contato vê da equipe",
  lead: "Além das mensagens, {{channel}} pode saber o que os agentes fazem. Desligue o que ninguém de fora deve saber.",
  seen: "Marcas de leitura",
  seenHint: "O contato vê que a mensagem dele foi lida.",
  typing: "Digitando",
  typingHint: "O contato vê que alguém está digitando.",
  typingMarks: "No {{channel}}, quem vê alguém digitando vê também que a mensagem foi lida: sem marcas de leitura, isso não é mostrado.",
};
