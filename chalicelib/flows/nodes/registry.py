"""Every kind of node, by its name. The only list of them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, create_model

from chalicelib.flows.nodes.attribute import Attribute
from chalicelib.flows.nodes.base import NodeKind
from chalicelib.flows.nodes.buttons import Buttons, List
from chalicelib.flows.nodes.condition import Condition
from chalicelib.flows.nodes.end import End
from chalicelib.flows.nodes.hand_off import Hand
from chalicelib.flows.nodes.hours import Hours
from chalicelib.flows.nodes.http import Http
from chalicelib.flows.nodes.integration import Integration
from chalicelib.flows.nodes.jump import Jump
from chalicelib.flows.nodes.message import Message
from chalicelib.flows.nodes.note import Note
from chalicelib.flows.nodes.question import Question
from chalicelib.flows.nodes.set_variable import SetVariable
from chalicelib.flows.nodes.split import Split
from chalicelib.flows.nodes.survey import Survey
from chalicelib.flows.nodes.tags import Tags
from chalicelib.flows.nodes.wait import Wait

_ALL: tuple[NodeKind[Any], ...] = (
    Message(),
    Buttons(),
    List(),
    Question(),
    Condition(),
    SetVariable(),
    Tags(),
    Hours(),
    Hand(),
    Survey(),
    Note(),
    Attribute(),
    Http(),
    Integration(),
    Wait(),
    Jump(),
    Split(),
    End(),
)
KINDS: dict[str, NodeKind[Any]] = {kind.name: kind for kind in _ALL}


def data_models() -> dict[str, type[BaseModel]]:
    """Kind -> the model of its `data`."""
    return {name: kind.data for name, kind in KINDS.items()}


def shapes() -> type[BaseModel]:
    """A model with a field for each kind, for the JSON schema and the client's types."""
    fields: dict[str, Any] = {name: (model, ...) for name, model in data_models().items()}
    return create_model("NodeData", **fields)
