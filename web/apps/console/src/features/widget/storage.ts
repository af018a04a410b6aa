// The table of what the widget keeps in a visitor's browser, for the site's cookie policy: the rows
// come from the widget's build (/w/storage.json); here they get the words of three languages. Pure.
import type { Language } from "../../i18n";

export interface StoredRow {
  key: string;
  purpose: string;
  life: string; // "395 days"
}

interface Words {
  head: { name: string; purpose: string; life: string; kind: string };
  local: string;
  units: Record<string, string>;
  purposes: Record<string, string>;
}

/** Without an English purpose: the build's own is English. */
export const WORDS: Record<Language, Words> = {
  en: {
    head: { name: "Name", purpose: "Purpose", life: "Kept for", kind: "Kind" },
    local: "Local storage",
    units: { minute: "minute", minutes: "minutes", hour: "hour", hours: "hours", day: "day", days: "days" },
    purposes: {},
  },
  es: {
    head: { name: "Nombre", purpose: "Finalidad", life: "Se guarda", kind: "Tipo" },
    local: "Almacenamiento local",
    units: { minute: "minuto", minutes: "minutos", hour: "hora", hours: "horas", day: "día", days: "días" },
    purposes: {
      token: "Reconoce al visitante, para que su conversación siga ahí en la próxima visita",
      consent: "Recuerda que el visitante aceptó que se guarden estas entradas",
      ab: "Mantiene al visitante en el mismo grupo cuando se comparan dos versiones de un texto",
      visit: "Distingue una visita nueva de otra página de la misma visita",
      look: "Color, textos y posición del chat, para dibujarlo sin esperar",
      outbox: "Mensajes escritos y aún no enviados; cada uno se quita cuando se envía",
      draft: "El mensaje que se está escribiendo, para que no se pierda al cambiar de página",
      open: "Si el chat estaba abierto, para que siga abierto en la página siguiente",
      greeted: "Recuerda que se cerró el saludo",
      formed: "Recuerda que el formulario previo al chat se rellenó o se saltó",
      read: "Hasta dónde se leyeron los mensajes, para que otras pestañas no los muestren como nuevos",
      lease: "Hace que solo una de varias pestañas envíe los mensajes pendientes",
    },
  },
  "pt-BR": {
    head: { name: "Nome", purpose: "Finalidade", life: "Guardado por", kind: "Tipo" },
    local: "Armazenamento local",
    units: { minute: "minuto", minutes: "minutos", hour: "hora", hours: "horas", day: "dia", days: "dias" },
    purposes: {
      token: "Reconhece o visitante, para que a conversa continue ali na próxima visita",
      consent: "Lembra que o visitante aceitou que estas entradas sejam guardadas",
      ab: "Mantém o visitante no mesmo grupo quando duas versões de um texto são comparadas",
      visit: "Distingue uma nova visita de outra página da mesma visita",
      look: "Cor, textos e posição do chat, para desenhá-lo sem espera",
      outbox: "Mensagens escritas e ainda não enviadas; cada uma é removida quando é enviada",
      draft: "A mensagem que está sendo escrita, para que não se perca ao mudar de página",
      open: "Se o chat estava aberto, para que continue aberto na página seguinte",
      greeted: "Lembra que a saudação foi fechada",
      formed: "Lembra que o formulário antes do chat foi preenchido ou pulado",
      read: "Até onde as mensagens foram lidas, para que outras abas não as mostrem como novas",
      lease: "Faz com que só uma de várias abas envie as mensagens pendentes",
    },
  },
};

/** "tertulia.<channel>.outbox.<id>" -> "outbox". */
export const kindOf = (key: string): string => key.split(".")[2] ?? "";

export function inWords(rows: readonly StoredRow[], language: Language): StoredRow[] {
  const { purposes, units } = WORDS[language];
  return rows.map(({ key, purpose, life }) => {
    const [amount, unit = ""] = life.split(" ");
    return { key, purpose: purposes[kindOf(key)] ?? purpose, life: `${amount} ${units[unit] ?? unit}` };
  });
}

export function asText(rows: readonly StoredRow[], language: Language): string {
  const { head, local } = WORDS[language];
  const lines = rows.map(({ key, purpose, life }) => [key, local, purpose, life].join("\t"));
  return [[head.name, head.kind, head.purpose, head.life].join("\t"), ...lines].join("\n");
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export function asHtml(rows: readonly StoredRow[], language: Language): string {
  const { head, local } = WORDS[language];
  const row = (tag: string, cells: string[]) =>
    `    <tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
  return [
    `<table lang="${language}">`,
    "  <thead>",
    row("th", [head.name, head.kind, head.purpose, head.life]),
    "  </thead>",
    "  <tbody>",
    ...rows.map(({ key, purpose, life }) => row("td", [key, local, purpose, life])),
    "  </tbody>",
    "</table>",
  ].join("\n");
}
