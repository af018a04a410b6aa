import type { enStart } from "./enStart";

export const esStart: typeof enStart = {
  menu: "Primeros pasos",
  title: "Te damos la bienvenida, {{name}}",
  lead: "Seis pasos desde una cuenta vacía hasta el primer chat respondido. Se marcan solos.",
  allDone: "Todo está listo",
  allDoneText: "Tu primer chat está respondido. Esta lista sigue en tu menú.",
  progress: "{{done}} de {{all}} hechos",
  done: "Hecho",
  putAway: "Guardar esta lista",
  putAwayDone: "Sigue en tu menú, en Primeros pasos.",
  steps: {
    site: {
      title: "Crea el chat de tu web",
      text: "Ponle nombre y color. Es un minuto.",
      action: "Crear el chat",
    },
    installed: {
      title: "Ponlo en tu web",
      text: "Pega esta línea antes de </body>. El paso se marca cuando llega el primer visitante.",
      action: "Copiar la línea",
    },
    colleague: {
      title: "Invita a un compañero",
      text: "Dos responden más rápido que uno.",
      action: "Invitar a un compañero",
    },
    message: {
      title: "Envíate un mensaje",
      text: "En una página nuestra, con el chat de verdad: escribe como un visitante.",
      action: "Abrir la página de prueba",
    },
    answer: {
      title: "Respóndelo",
      text: "Está en tu bandeja. Ábrelo, escribe y pulsa Intro.",
      action: "Ir a la bandeja",
    },
    provider: {
      title: "Conecta WhatsApp o Telegram",
      text: "Todo llega a la misma bandeja.",
      action: "Conectar un canal",
    },
  },
};
