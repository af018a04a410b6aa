import type { enChannelHealth } from "./enChannelHealth";

export const esChannelHealth: typeof enChannelHealth = {
  facts: {
    checked: "Última comprobación",
    never: "aún no",
    heard: "Último mensaje recibido",
    nothing: "ninguno hasta ahora",
    lastHour: "en la última hora",
    spoke: "Último mensaje enviado",
    failing: "Falla desde",
  },
  repair: {
    telegram: "Pide el token a @BotFather en Telegram (/token), pégalo abajo en el campo del token, guarda y conecta de nuevo.",
    whatsapp: "En Meta for Developers, crea un token permanente de un usuario del sistema para este número, pégalo abajo en el campo del token de acceso, guarda y conecta de nuevo.",
    messenger: "En Meta for Developers, crea un nuevo token de acceso de esta página, pégalo abajo, guarda y conecta de nuevo.",
    instagram: "En Meta for Developers, crea un nuevo token de acceso de esta página, pégalo abajo, guarda y conecta de nuevo.",
    viber: "En Viber, copia la clave del bot (Más › Ajustes › Bots › tu bot › Editar), pégala abajo como token, guarda y conecta de nuevo.",
    vk: "En VK, crea un nuevo token de acceso de la comunidad (Gestión › Ajustes › Uso de la API), pégalo abajo, guarda y conecta de nuevo.",
    email: "Amazon SES no envía desde esta dirección. Verifica la dirección o su dominio en SES y comprueba de nuevo.",
    custom: "Revisa la dirección y la clave en tu servidor. Si perdiste la clave, crea otras arriba, dáselas a tu servidor y conecta de nuevo.",
  },
  repairWaits: "Hasta entonces no sale nada; lo que la gente escribe sigue llegando, si el proveedor lo entrega.",
  pauseText: "Un canal en pausa no envía nada. Lo que la gente escribe sigue llegando y se guarda.",
  pauseSiteText: "Un sitio en pausa no muestra el chat.",
  pausedText: "En pausa: no sale nada. Lo que la gente escribe sigue llegando y se guarda.",
  pausedSiteText: "En pausa: el chat no se muestra en tu sitio.",
};
