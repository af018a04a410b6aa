import type { enStart } from "./enStart";

export const ptBRStart: typeof enStart = {
  menu: "Primeiros passos",
  title: "Boas-vindas, {{name}}",
  lead: "Seis passos de uma conta vazia até o primeiro chat respondido. Eles se marcam sozinhos.",
  allDone: "Está tudo pronto",
  allDoneText: "Seu primeiro chat foi respondido. Esta lista continua no seu menu.",
  progress: "{{done}} de {{all}} feitos",
  done: "Feito",
  putAway: "Guardar esta lista",
  putAwayDone: "Ela continua no seu menu, em Primeiros passos.",
  steps: {
    site: {
      title: "Crie o chat do seu site",
      text: "Dê um nome e uma cor. Leva um minuto.",
      action: "Criar o chat",
    },
    installed: {
      title: "Coloque no seu site",
      text: "Cole esta linha antes de </body>. O passo se marca quando chega o primeiro visitante.",
      action: "Copiar a linha",
    },
    colleague: {
      title: "Convide um colega",
      text: "Dois respondem mais rápido do que um.",
      action: "Convidar um colega",
    },
    message: {
      title: "Mande uma mensagem a si mesmo",
      text: "Em uma página nossa, com o chat de verdade: escreva como um visitante.",
      action: "Abrir a página de teste",
    },
    answer: {
      title: "Responda",
      text: "Ela está na caixa de entrada. Abra, escreva e aperte Enter.",
      action: "Ir para a caixa de entrada",
    },
    provider: {
      title: "Conecte WhatsApp ou Telegram",
      text: "Tudo chega à mesma caixa de entrada.",
      action: "Conectar um canal",
    },
  },
};
