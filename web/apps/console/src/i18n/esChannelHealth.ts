import type { enChannelHealth } from "./enChannelHealth";

export const esChannelHealth: typeof enChannelHealth = {
  facts: {
    checked: "Última comprobación",
    never: "aún no",
    heard: "Último mensaje recibido",
    nothing: "ninguno hasta ahora",
    lastHour: "en la última hora",
  },
  pauseText: "Un canal en pausa no envía nada. Lo que la gente escribe sigue llegando y se guarda.",
  pauseSiteText: "Un sitio en pausa no muestra el chat.",
  pausedText: "En pausa: no sale nada. Lo que la gente escribe sigue llegando y se guarda.",
  pausedSiteText: "En pausa: el chat no se muestra en tu sitio.",
};
