"""Which of a contact's fields a column holds, and what a row of them says. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.contacts.model import MAX_ATTRIBUTES
from chalicelib.contacts.phone import canonical
from chalicelib.contacts.sheet import unquoted
from chalicelib.search.words import fold
from chalicelib.shared.errors import InvalidInput
from chalicelib.tags.model import MAX_NAME, MOST_ON_ONE

ATTRIBUTE = "attribute:"
EXTERNAL_ID = "external_id"
TAGS = "tags"
FIELDS = ("name", "email", "phone", "description", EXTERNAL_ID, TAGS)
LENGTHS = {"name": 120, "email": 254, "description": 2000, EXTERNAL_ID: 200}
MAX_ATTRIBUTE_NAME = 60
MAX_ATTRIBUTE = 1000
_TAG_ENDS = re.compile("[,;|\n]")

# Headers in English, Spanish and Portuguese, folded. First and last name are put together.
_KNOWN: Mapping[str, tuple[str, ...]] = {
    "name": (
        *("name", "full name", "first name", "last name", "given name", "family name", "surname"),
        *("nombre", "nombre completo", "nombres", "apellido", "apellidos", "cliente", "contacto"),
        *("nome", "nome completo", "sobrenome", "primeiro nome", "contato", "customer", "contact"),
    ),
    "email": (
        *("email", "e mail", "mail", "email address", "e mail address"),
        *("correo", "correo electronico", "endereco de email", "endereco de e mail"),
    ),
    "phone": (
        *("phone", "phone number", "telephone", "mobile", "mobile phone", "cell", "cell phone"),
        *("telefono", "numero de telefono", "movil", "celular", "telefone", "fone", "whatsapp"),
        *("numero de telefone", "telefone celular", "tel"),
    ),
    "description": (
        *("description", "notes", "note", "about", "comments", "descripcion", "notas", "nota"),
        *("comentarios", "observaciones", "descricao", "observacoes", "anotacoes"),
    ),
    EXTERNAL_ID: (
        *("external id", "id", "customer id", "user id", "id externo", "id de cliente"),
        *("codigo", "codigo do cliente", "id do cliente"),
    ),
    TAGS: ("tags", "tag", "labels", "label", "etiquetas", "etiqueta", "marcadores"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says of a contact; '' = nothing. phone: E.164."""

    name: str = ""
    email: str = ""
    phone: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()  # their names


class Refused(Exception):
    """Of one row. code: for the reader's own language."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


def guess(headers: Sequence[str]) -> list[str]:
    """A field for each header, or an attribute of its name. Of several for one field but the name
    the first has it."""
    found: list[str] = []
    for header in headers:
        words = fold(header).strip()
        wanted = next((name for name, known in _KNOWN.items() if words in known), "")
        if not words:
            found.append("")
        elif wanted and (wanted == "name" or wanted not in found):
            found.append(wanted)
        else:
            found.append(f"{ATTRIBUTE}{header[:MAX_ATTRIBUTE_NAME]}")
    return found


def check(fields: Sequence[str], width: int) -> None:
    """Raises InvalidInput (fields)."""
    if len(fields) != width:
        raise InvalidInput("one for each column", field="fields")
    for number, name in enumerate(fields):
        attribute = name.removeprefix(ATTRIBUTE) if name.startswith(ATTRIBUTE) else ""
        if name and name not in FIELDS and not 0 < len(attribute.strip()) <= MAX_ATTRIBUTE_NAME:
            raise InvalidInput("no field of a contact", field=f"fields.{number}")
    if not any(fields):
        raise InvalidInput("choose at least one column", field="fields")
    if sum(name.startswith(ATTRIBUTE) for name in fields) > MAX_ATTRIBUTES:
        raise InvalidInput(f"at most {MAX_ATTRIBUTES} attributes", field="fields")


def draft(fields: Sequence[str], cells: Sequence[str], region: str = "") -> Draft:
    """Raises Refused."""
    values: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for name, cell in zip(fields, map(unquoted, cells), strict=True):
        if not cell or not name:
            continue
        if name.startswith(ATTRIBUTE):
            if len(cell) > MAX_ATTRIBUTE:
                raise Refused(name, "too_long")
            attributes[name.removeprefix(ATTRIBUTE).strip()] = cell
        elif name == "name":
            values["name"] = f"{values.get('name', '')} {cell}".strip()
        else:
            values.setdefault(name, cell)
    for name, longest in LENGTHS.items():
        if len(values.get(name, "")) > longest:
            raise Refused(name, "too_long")
    tags = _tags(values.pop(TAGS, ""))
    if external := values.pop(EXTERNAL_ID, ""):
        attributes[EXTERNAL_ID] = external
    if not values and not attributes:
        raise Refused("", "empty")
    if phone := values.get("phone"):
        values["phone"] = canonical(phone, region)
        if not values["phone"]:
            raise Refused("phone", "no_phone")
    if "email" in values and not is_email(values["email"]):
        raise Refused("email", "no_email")
    return Draft(**values, attributes=attributes, tags=tags)


def _tags(cell: str) -> tuple[str, ...]:
    """Raises Refused."""
    names = tuple(dict.fromkeys(filter(None, (" ".join(n.split()) for n in _TAG_ENDS.split(cell)))))
    if len(names) > MOST_ON_ONE:
        raise Refused(TAGS, "too_many")
    if any(len(name) > MAX_NAME for name in names):
        raise Refused(TAGS, "too_long")
    return names


def is_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(local and at and domain) and not any(letter.isspace() for letter in text)
