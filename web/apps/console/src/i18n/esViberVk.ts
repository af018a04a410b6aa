import type { enViberVk } from "./enViberVk";

export const esViberVk: typeof enViberVk = {
  viberText: "Personas que escriben a tu bot de Viber",
  vkText: "Mensajes a tu comunidad de VK",
  viber: {
    token: "Token del bot",
    tokenHint: "En Viber: Más › Ajustes › Bots › tu bot › Editar información › Tu clave de aplicación.",
    welcome: "Mensaje de bienvenida",
    welcomeHint: "Lo ve quien abre el chat por primera vez, antes de escribir nada. Opcional.",
    connectText: "Al conectar se comprueba el token y se configura el webhook del bot. No hay nada que copiar.",
  },
  vk: {
    access_token: "Token de acceso de la comunidad",
    tokenHint: "En tu comunidad: Administración › Ajustes › Uso de la API › Tokens de acceso. Marca gestión de la comunidad, mensajes, fotos y archivos.",
    connectText: "Al conectar se comprueba el token y se configura la Callback API. No hay nada que copiar.",
  },
};
