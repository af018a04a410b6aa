"""What a survey says by itself, in three languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.surveys.model import COMMENT, Kind, Question

LANGUAGES = ("en", "es", "pt")

# en | es | pt
_WORDS: Mapping[str, str] = {
    "csat": "How was our service?|¿Qué te pareció la atención?|Como foi o nosso atendimento?",
    "nps": (
        "How likely are you to recommend us, from 0 to 10?"
        "|¿Qué probabilidad hay de que nos recomiendes, de 0 a 10?"
        "|De 0 a 10, quanto você nos recomendaria?"
    ),
    "ces": (
        "How easy was it to get what you needed, from 1 to 7?"
        "|¿Qué tan fácil fue resolver lo que necesitabas, de 1 a 7?"
        "|De 1 a 7, foi fácil resolver o que você precisava?"
    ),
    "comment": (
        "Would you like to tell us why?|¿Quieres contarnos por qué?|Quer nos contar por quê?"
    ),
    "skip": "Skip|Omitir|Pular",
    "thanks": ("Thank you for your answer.|Gracias por tu respuesta.|Obrigado pela sua resposta."),
    "again": (
        "Sorry, that is not one of the answers."
        "|Perdona, esa no es una de las respuestas."
        "|Desculpe, essa não é uma das respostas."
    ),
    "number": (
        "Please answer with a number from {low} to {high}."
        "|Responde con un número del {low} al {high}."
        "|Responda com um número de {low} a {high}."
    ),
    "page": "Or answer here: {url}|O responde aquí: {url}|Ou responda aqui: {url}",
    "link": ("It takes a minute: {url}|Te llevará un minuto: {url}|Leva um minuto: {url}"),
    "ends": "{low} = {low_label}, {high} = {high_label}",
    "nps.low": "not at all|nada|nada",
    "nps.high": "very likely|seguro que sí|com certeza",
    "ces.low": "very hard|muy difícil|muito difícil",
    "ces.high": "very easy|muy fácil|muito fácil",
    "csat.1": "😠 Very bad|😠 Muy mal|😠 Muito ruim",
    "csat.2": "🙁 Bad|🙁 Mal|🙁 Ruim",
    "csat.3": "😐 Okay|😐 Regular|😐 Regular",
    "csat.4": "🙂 Good|🙂 Bien|🙂 Bom",
    "csat.5": "😀 Great|😀 Muy bien|😀 Ótimo",
    "ask.title": "Your feedback|Tu opinión|Sua opinião",
    "ask.send": "Send|Enviar|Enviar",
    "ask.change": "Send again|Enviar de nuevo|Enviar de novo",
    "ask.optional": "optional|opcional|opcional",
    "ask.required": "Choose an answer.|Elige una respuesta.|Escolha uma resposta.",
    "ask.kept": (
        "Your answer is kept. You may change it and send it again."
        "|Tu respuesta está guardada. Puedes cambiarla y enviarla de nuevo."
        "|Sua resposta está guardada. Você pode mudar e enviar de novo."
    ),
    "ask.over": (
        "This survey has ended. Thank you all the same."
        "|Esta encuesta ya terminó. Gracias de todos modos."
        "|Esta pesquisa já terminou. Obrigado mesmo assim."
    ),
    "ask.unknown": (
        "There is no survey at this address. Open the newest link that you got."
        "|No hay ninguna encuesta en esta dirección. Abre el último enlace que recibiste."
        "|Não há pesquisa neste endereço. Abra o link mais recente que você recebeu."
    ),
    "ask.busy": (
        "That did not work. Try again in a moment."
        "|No se pudo. Inténtalo de nuevo en un momento."
        "|Não deu certo. Tente de novo daqui a pouco."
    ),
}


def language_of(*wishes: str) -> str:
    """The first of them that we speak; English if none."""
    for wish in wishes:
        short = wish.strip().lower().replace("_", "-").partition("-")[0]
        if short in LANGUAGES:
            return short
    return "en"


def say(name: str, language: str, **values: object) -> str:
    all_of_them = _WORDS[name].split("|")
    text = all_of_them[LANGUAGES.index(language)] if len(all_of_them) > 1 else all_of_them[0]
    return text.format(**values) if values else text


def question_text(question: Question, language: str) -> str:
    if question.text:
        return question.text
    name = COMMENT if question.kind is Kind.TEXT else question.kind.value
    return say(name, language) if name in _WORDS else ""


def labels(question: Question, language: str) -> tuple[str, str]:
    """What the two ends mean; '' where nothing is to be said."""
    kind = question.kind.value
    low = say(f"{kind}.low", language) if f"{kind}.low" in _WORDS else ""
    high = say(f"{kind}.high", language) if f"{kind}.high" in _WORDS else ""
    return question.low_label or low, question.high_label or high


def title(question: Question, value: str, language: str) -> str:
    """How an answer is shown: on a button, in a line, in a list of results."""
    if question.kind is Kind.CHOICE:
        place = int(value) if value.isdigit() else -1
        return question.options[place] if 0 <= place < len(question.options) else value
    if question.kind is Kind.CSAT and f"csat.{value}" in _WORDS:
        return say(f"csat.{value}", language)
    return value
