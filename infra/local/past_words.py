"""What was said in the demo account's past. (tag, question, answer, thanks) by topic, and names."""

from __future__ import annotations

TALKS: tuple[tuple[str, str, str, str], ...] = (
    (
        "Order",
        "Hi, has my order left already?",
        "Good morning. It left yesterday and arrives tomorrow before noon.",
        "Perfect, thank you",
    ),
    (
        "Order",
        "Can I still add a bag of beans to my order?",
        "Yes, I have added it. There is nothing more to pay for delivery.",
        "You are the best",
    ),
    (
        "Refund",
        "The grinder came broken. What do I do?",
        "I am sorry. Keep it; a new one goes out today, and here is a label for the old one.",
        "That was quick, thanks",
    ),
    (
        "Refund",
        "I was charged twice for the tasting",
        "You were, our mistake. One of them is on its way back, in two days at most.",
        "Thanks for sorting it out",
    ),
    (
        "Café",
        "Do you sell to cafés too?",
        "We do: from six kilos a month it is 18 % less. Shall I send you the list?",
        "Yes please",
    ),
    (
        "Café",
        "Is there still a place at the tasting on Saturday?",
        "There are three. I have kept one for you until tonight.",
        "See you on Saturday",
    ),
    (
        "",
        "Which of your coffees is good for a French press?",
        "The Cerrado, ground coarsely. Four minutes, and no more.",
        "I will try it",
    ),
    (
        "",
        "Até que horas vocês entregam hoje?",
        "Até às oito da noite. Quer que eu reserve um horário?",
        "Não precisa, obrigada",
    ),
    (
        "",
        "¿Tienen té sin cafeína?",
        "Sí: rooibos, manzanilla y una mezcla de la casa.",
        "Gracias",
    ),
    (
        "VIP",
        "The usual two kilos for Friday, please",
        "They are set aside. Same address?",
        "Same as ever",
    ),
)
FIRST = (
    *("Anna", "Bruno", "Carla", "Diego", "Elena", "Felix", "Grace", "Hugo", "Inês", "Jonas"),
    *("Karin", "Lucas", "Marta", "Nina", "Oscar", "Paula", "Rafael", "Sofia", "Tomás", "Vera"),
)
LAST = (
    *("Almeida", "Becker", "Costa", "Duarte", "Evans", "Ferreira", "García", "Hoffmann", "Ito"),
    *("Jensen", "Kaya", "Lima", "Moreau", "Novak", "Okafor", "Pires", "Rossi", "Schmidt", "Wood"),
)
