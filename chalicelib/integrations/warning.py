"""The letter to administrators, when a service lets an integration in no more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from chalicelib.integrations.model import Connection

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "subject": "An integration needs reconnecting: {name}",
        "why": "{name} is not let in any more ({why}). Nothing is sent there until somebody "
        "reconnects it:",
    },
    "es": {
        "subject": "Hay que volver a conectar una integración: {name}",
        "why": "{name} ya no tiene acceso ({why}). No se envía nada allí hasta que alguien la "
        "vuelva a conectar:",
    },
    "pt-BR": {
        "subject": "É preciso reconectar uma integração: {name}",
        "why": "{name} não tem mais acesso ({why}). Nada é enviado para lá até que alguém a "
        "reconecte:",
    },
}


def letter(connection: Connection, why: str, *, language: str, link: str) -> tuple[str, str, str]:
    """Subject, text, HTML. What an administrator or the service wrote stands in it as text."""
    words = WORDS.get(language, WORDS["en"])
    name = " ".join(connection.name.split())[:100]
    said = words["why"].format(name=name, why=why)
    way = f'<a href="{escape(link)}">{escape(link)}</a>'
    html = f"<p>{escape(said)}<br>{way}</p>"
    return words["subject"].format(name=name), f"{said}\n{link}\n", html
