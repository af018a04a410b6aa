export const WORDS = {
  intro:
    "Leave your number and somebody will call you within {} seconds.|Deja tu número y alguien te llamará en {} segundos.|Deixe seu número e alguém ligará em {} segundos.",
  phone: "Phone|Teléfono|Telefone",
  hint: "With + and the country code|Con + y el prefijo del país|Com + e o código do país",
  name: "Name (optional)|Nombre (opcional)|Nome (opcional)",
  ask: "Call me|Llámenme|Ligue para mim",
  sending: "One moment…|Un momento…|Um momento…",
  back: "Back to the chat|Volver al chat|Voltar ao chat",
  chat: "Write meanwhile|Escribir mientras tanto|Escrever enquanto isso",
  ringing: "We are ringing our team.|Estamos avisando al equipo.|Estamos chamando a equipe.",
  left: "{} seconds left|Quedan {} segundos|Restam {} segundos",
  moment: "One moment…|Un momento…|Um momento…",
  accepted: "{} is calling you now.|{} te está llamando.|{} está ligando para você.",
  team: "Our team|El equipo|A equipe",
  done: "Thank you for talking to us.|Gracias por hablar con nosotros.|Obrigado por falar conosco.",
  later: "We will call you again.|Te llamaremos de nuevo.|Ligaremos de novo para você.",
  missed:
    "Nobody could call right now. We have your number and will call you back.|Ahora nadie pudo llamar. Tenemos tu número y te llamaremos.|Ninguém pôde ligar agora. Temos seu número e ligaremos para você.",
  waiting:
    "Nobody is here right now. We have your number and will call you back.|Ahora no hay nadie. Tenemos tu número y te llamaremos.|Não há ninguém agora. Temos seu número e ligaremos para você.",
  needed: "Please enter your number.|Escribe tu número.|Digite seu número.",
  badPhone:
    "This is not a phone number. Begin with + and the country code.|No es un número de teléfono. Empieza con + y el prefijo del país.|Isto não é um número de telefone. Comece com + e o código do país.",
  wait: "Too many tries. Wait a minute.|Demasiados intentos. Espera un minuto.|Muitas tentativas. Aguarde um minuto.",
  failed:
    "That did not work. Check your connection and try again.|No funcionó. Revisa tu conexión e inténtalo de nuevo.|Não funcionou. Verifique sua conexão e tente de novo.",
} as const;
