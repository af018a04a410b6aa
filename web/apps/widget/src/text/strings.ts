/** The widget's own words: English|Spanish|Brazilian Portuguese. The three together take less than
 * fetching one of them apart would. */

const WORDS = {
  chat: "Chat|Chat|Chat",
  open: "Open chat|Abrir el chat|Abrir o chat",
  close: "Close chat|Cerrar el chat|Fechar o chat",
  dismiss: "Dismiss|Descartar|Dispensar",
  title: "How can we help?|¿En qué podemos ayudarte?|Como podemos ajudar?",
  online: "We are online|Estamos en línea|Estamos on-line",
  away: "We reply as soon as we can|Respondemos en cuanto podamos|Respondemos assim que pudermos",
  write: "Write a message|Escribe un mensaje|Escreva uma mensagem",
  send: "Send|Enviar|Enviar",
  attach: "Attach a file|Adjuntar un archivo|Anexar um arquivo",
  emoji: "Emoji|Emoji|Emoji",
  messages: "Messages|Mensajes|Mensagens",
  you: "You|Tú|Você",
  team: "Team|Equipo|Equipe",
  typing: "{} is typing|{} está escribiendo|{} está digitando",
  waiting: "Sending|Enviando|Enviando",
  sent: "Sent|Enviado|Enviado",
  read: "Seen|Visto|Visto",
  failed: "Not sent.|No se envió.|Não enviado.",
  retry: "Try again|Reintentar|Tentar de novo",
  remove: "Remove|Quitar|Remover",
  offline: "No connection. What you write is sent when it is back.|Sin conexión. Lo que escribas se enviará cuando vuelva.|Sem conexão. O que você escrever será enviado quando ela voltar.",
  unkept: "Nothing is kept in this browser: the chat ends when you leave or reload the page.|Este navegador no guarda nada: el chat termina al salir de la página o recargarla.|Este navegador não guarda nada: o chat termina ao sair da página ou recarregá-la.",
  older: "Loading earlier messages|Cargando mensajes anteriores|Carregando mensagens anteriores",
  latest: "New messages|Mensajes nuevos|Novas mensagens",
  unread: "Unread messages: {}|Mensajes sin leer: {}|Mensagens não lidas: {}",
  tooBig: "Larger than 100 MB.|Supera los 100 MB.|Maior que 100 MB.",
  empty: "The file is empty.|El archivo está vacío.|O arquivo está vazio.",
  uploadFailed: "The upload failed.|No se pudo subir.|O envio do arquivo falhou.",
  image: "Image|Imagen|Imagem",
  video: "Video|Vídeo|Vídeo",
  audio: "Audio|Audio|Áudio",
  file: "File|Archivo|Arquivo",
  location: "Open the map|Abrir el mapa|Abrir o mapa",
  unsupported: "This message cannot be shown here.|Este mensaje no se puede mostrar aquí.|Esta mensagem não pode ser exibida aqui.",
  deleted: "Message deleted|Mensaje eliminado|Mensagem apagada",
  edited: "edited|editado|editada",
  resolved: "This conversation is closed. Write to open it again.|Esta conversación está cerrada. Escribe para reabrirla.|Esta conversa foi encerrada. Escreva para reabri-la.",
} as const satisfies Record<string, `${string}|${string}|${string}`>;

export type Strings = Record<keyof typeof WORDS, string>;

/** language: a BCP 47 tag; "pt-BR" and "pt" mean the same. English where we have no words. */
export function stringsFor(language: string): Strings {
  const at = Math.max(0, ["en", "es", "pt"].indexOf(language.slice(0, 2).toLowerCase()));
  return Object.fromEntries(
    Object.entries(WORDS).map(([name, words]) => [name, words.split("|")[at]]),
  ) as Strings;
}
