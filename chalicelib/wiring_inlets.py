"""The composition root of inbound webhooks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from chalicelib.settings import settings
from chalicelib.shared import aws
from chalicelib.shared.clock import system_clock as system_clock

if TYPE_CHECKING:
    from chalicelib.inlets.ports import InletPorts


@cache
def inlet_ports() -> InletPorts:
    from chalicelib import bindings_inlets
    from chalicelib.inlets.ports import InletPorts
    from chalicelib.inlets.store import DynamoInletStore
    from chalicelib.shared.secrets import KmsSecretBox

    here = settings()
    return InletPorts(
        store=DynamoInletStore(),
        secrets=KmsSecretBox(aws.kms, here.kms_key_id),
        key=bindings_inlets.key,
        check=bindings_inlets.check,
        work=bindings_inlets.work,
        take=bindings_inlets.take,
        shown=bindings_inlets.shown,
        clock=system_clock,
        public_url=here.public_url,
    )
