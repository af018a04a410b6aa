/** What contacts are told, in their language: the same whatever the console speaks. */
export const SUGGESTIONS: Record<string, Record<string, string>> = {
  closed: {
    en: "Thanks for your message. We are closed now and back {{ opening }}.",
    es: "Gracias por su mensaje. Ahora estamos cerrados y volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Estamos fechados agora e voltamos {{ opening }}.",
  },
  break: {
    en: "Thanks for your message. We are on a break and back {{ opening }}.",
    es: "Gracias por su mensaje. Estamos en una pausa y volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Estamos em um intervalo e voltamos {{ opening }}.",
  },
  holiday: {
    en: "Thanks for your message. Today is a holiday here. We are back {{ opening }}.",
    es: "Gracias por su mensaje. Hoy es festivo. Volvemos {{ opening }}.",
    "pt-BR": "Obrigado pela mensagem. Hoje é feriado. Voltamos {{ opening }}.",
  },
};
