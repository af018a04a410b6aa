"""The letter to administrators, when a webhook was switched off by itself. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from chalicelib.webhooks.model import Endpoint, Off

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "A webhook was switched off: {name}",
        "failing": "Nothing came through to {url} for five days: nothing is sent there any more.",
        "gone": "{url} answered that it is gone (410), so nothing is sent there any more.",
        "next": "What was not delivered is kept for 30 days. Once the address works again, "
        "switch the webhook on and choose “Send all failed again”:",
    },
    "es": {
        "subject": "Se desactivó un webhook: {name}",
        "failing": "Durante cinco días no llegó nada a {url}, así que ya no se envía nada allí.",
        "gone": "{url} respondió que ya no existe (410), así que ya no se envía nada allí.",
        "next": "Lo que no se entregó se guarda 30 días. Cuando la dirección vuelva a funcionar, "
        "active el webhook y elija «Reenviar las fallidas»:",
    },
    "pt-BR": {
        "subject": "Um webhook foi desativado: {name}",
        "failing": "Nada chegou a {url} por cinco dias, então nada mais é enviado para lá.",
        "gone": "{url} respondeu que não existe mais (410), então nada mais é enviado para lá.",
        "next": "O que não foi entregue fica guardado por 30 dias. Quando o endereço voltar a "
        "funcionar, ative o webhook e escolha “Reenviar as que falharam”:",
    },
}
BY_ITSELF = (Off.FAILING, Off.GONE)


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    text: str
    html: str


def letter(endpoint: Endpoint, *, language: str, link: str) -> Letter:
    """link: to the webhook's ledger. What an administrator wrote stands in it as text."""
    words = WORDS.get(language, WORDS["en"])
    name = " ".join((endpoint.description or endpoint.url).split())
    why = words[endpoint.off.value].format(url=endpoint.url)
    text = f"{why}\n\n{words['next']}\n{link}\n"
    way = f'<a href="{escape(link)}">{escape(link)}</a>'
    html = f"<p>{escape(why)}</p><p>{escape(words['next'])}<br>{way}</p>"
    return Letter(words["subject"].format(name=name[:100]), text, html)
