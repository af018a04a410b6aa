"""The words of letters with reports, in the languages of the console."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = (
    *("overview", "agent", "queue", "channel", "flow", "tag", "invitation"),
    *("opened", "resolved", "reopened", "in", "out", "said", "assigned", "transferred"),
    *("handed_off", "bot_resolved", "tagged", "invited", "first", "reply", "resolution"),
    *("taken", "sla", "rating", "bot_share", "now", "before", "day", "gone", "none", "lead"),
    *("open", "unanswered"),
)


def _words(*words: str) -> Mapping[str, str]:
    return dict(zip(_NAMES, words, strict=True))


WORDS: Mapping[str, Mapping[str, str]] = {
    "en": _words(
        *("Overview", "Agents", "Queues", "Channels", "Flows", "Tags", "Invitations"),
        *("Opened", "Resolved", "Reopened", "Messages in", "Messages out", "Said by flows"),
        *("Assigned", "Transferred", "Handed over", "Resolved alone", "Tagged", "Brought"),
        *("First reply", "Reply", "Resolution", "Waiting", "SLA", "Rating", "By flows alone"),
        *("Now", "Before", "Day", "No longer there", "Nothing in these days"),
        *("What happened in {account}. Half of the times were no longer.", "Open the report"),
        "Unanswered",
    ),
    "es": _words(
        *("Resumen", "Agentes", "Colas", "Canales", "Flujos", "Etiquetas", "Invitaciones"),
        *("Abiertas", "Resueltas", "Reabiertas", "Mensajes recibidos", "Mensajes enviados"),
        *("Dichos por flujos", "Asignadas", "Transferidas", "Entregadas", "Resueltas solas"),
        *("Etiquetadas", "Traídas", "Primera respuesta", "Respuesta", "Resolución", "Espera"),
        *("SLA", "Valoración", "Solo por flujos", "Ahora", "Antes", "Día", "Ya no existe"),
        *("Nada en estos días", "Lo que pasó en {account}. La mitad de los tiempos no fue mayor."),
        *("Abrir el informe", "Sin respuesta"),
    ),
    "pt-BR": _words(
        *("Visão geral", "Agentes", "Filas", "Canais", "Fluxos", "Etiquetas", "Convites"),
        *("Abertas", "Resolvidas", "Reabertas", "Mensagens recebidas", "Mensagens enviadas"),
        *("Ditas por fluxos", "Atribuídas", "Transferidas", "Entregues", "Resolvidas sozinhas"),
        *("Etiquetadas", "Trazidas", "Primeira resposta", "Resposta", "Resolução", "Espera"),
        *("SLA", "Avaliação", "Só por fluxos", "Agora", "Antes", "Dia", "Não existe mais"),
        *("Nada nestes dias", "O que houve em {account}. Metade dos tempos não foi maior."),
        *("Abrir o relatório", "Sem resposta"),
    ),
}
