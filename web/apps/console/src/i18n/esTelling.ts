import type { enTelling } from "./enTelling";

export const esTelling: typeof enTelling = {
  title: "Lo que el contacto ve del equipo",
  lead: "Además de los mensajes, {{channel}} puede saber qué hacen los agentes. Desactiva lo que nadie de fuera deba saber.",
  seen: "Marcas de lectura",
  seenHint: "El contacto ve que su mensaje se ha leído.",
  typing: "Escribiendo",
  typingHint: "El contacto ve que alguien está escribiendo.",
  typingMarks: "En {{channel}}, quien ve que alguien escribe ve también que su mensaje se ha leído: sin marcas de lectura, no se muestra.",
};
