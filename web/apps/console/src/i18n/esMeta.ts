import type { enMeta } from "./enMeta";

export const esMeta: typeof enMeta = {
  messengerText: "Personas que escriben a tu página de Facebook",
  instagramText: "Mensajes a tu cuenta de Instagram",
  shelf: {
    title: "Aún sin entender",
    text_one: "{{shown}} elemento de este canal no se pudo leer. Se guarda entero; tras actualizar Tertulia, vuelve a leerlo.",
    text_other: "{{shown}} elementos de este canal no se pudieron leer. Se guardan enteros; tras actualizar Tertulia, vuelve a leerlos.",
    readAgain: "Leer de nuevo",
    read_one: "Se leyó {{count}} elemento y ya está en su conversación.",
    read_other: "Se leyeron {{count}} elementos y ya están en sus conversaciones.",
    nothingLeft: "No queda nada.",
  },
  meta: {
    page_id: "ID de la página",
    access_token: "Token de acceso de la página",
    messengerPageHint: "En Facebook: tu página › Información › Transparencia de la página.",
    instagramPageHint: "De la página de Facebook vinculada a tu cuenta de Instagram: Información › Transparencia de la página.",
    messengerTokenHint: "Meta for Developers › tu app › Messenger › Configuración de la API, junto a tu página. Necesita pages_messaging.",
    instagramTokenHint: "Meta for Developers › tu app › Messenger › Configuración de Instagram, junto a tu página. Necesita instagram_manage_messages.",
    messengerStep1: "En tu app, abre Messenger › Configuración de la API y configura el webhook.",
    messengerStep3: "En Campos del webhook, suscríbete a messages, messaging_postbacks, message_echoes, message_reads, message_deliveries, message_reactions y message_edits.",
    instagramStep1: "En tu app, abre Messenger › Configuración de Instagram y configura el webhook.",
    instagramStep3: "En Campos del webhook, suscríbete a messages, messaging_postbacks, messaging_seen, message_reactions, message_edit y messaging_referral.",
    step4: "Después conecta aquí. Así se comprueba el token y se suscribe tu página.",
  },
};
