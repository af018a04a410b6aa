"""What boto3 and moto make anew for every test, though it comes out the same: made once a process.

A third of the time of a test of the API went there. Needs a word in `deployment` and nowhere else.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from tests.support.quick_tables import rows_directly


@cache
def certificates_once() -> None:
    """httpx reads all of the machine's certificates for each call that is not a client's: a third
    of what browser tests did themselves."""
    from httpx._transports import default

    setattr(default, "create_ssl_context", cache(vars(default)["create_ssl_context"]))  # noqa: B010


@cache
def kept_clients() -> Any:
    """chalicelib.shared.aws.client with a memory of its own, which `wiring.forget` leaves alone:
    making a client costs 10 ms and more, and all that moto pretends looks alike to it."""
    from chalicelib.shared import aws

    kept = cache(aws.client.__wrapped__)

    def client(service: str, *, endpoint_url: str | None = None) -> Any:
        return kept(service, endpoint_url=endpoint_url)

    client.cache_clear = lambda: None  # type: ignore[attr-defined]
    return client


@cache
def make_once() -> None:
    """The services' descriptions (moto begins a new session, and that would read them again), the
    one key that all of moto's user pools sign with, and the RSA key that it gives each KMS key,
    which only asymmetric ones would use."""
    import botocore.loaders
    import botocore.session
    from joserfc.jwk import RSAKey
    from moto.kms import models as kms

    botocore.session.create_loader = cache(botocore.loaders.create_loader)
    kms.generate_private_key = cache(kms.generate_private_key)
    import_key = RSAKey.import_key

    @cache
    def imported(text: str) -> Any:
        return import_key(json.loads(text))

    def import_once(value: Any, *more: Any, **named: Any) -> Any:
        if isinstance(value, dict) and not more and not named:
            return imported(json.dumps(value, sort_keys=True))
        return import_key(value, *more, **named)

    RSAKey.import_key = import_once  # type: ignore[method-assign]
    _read_values_plainly()
    rows_directly()


def _read_values_plainly() -> None:
    """Of each attribute's value in a table's answer, moto's serializer tries some sixty names that
    an object might have it under. A table's values are dicts with the names of the wire."""
    from moto.core.serialize import AttributePicker, AttributePickerContext

    look = AttributePicker.__call__

    def pick(self: AttributePicker, context: AttributePickerContext) -> Any:
        found = context.obj
        parent = getattr(context.shape, "parent", None)
        if type(found) is dict and parent is not None and parent.name == "AttributeValue":
            return found.get(context.key)
        return look(self, context)

    AttributePicker.__call__ = pick
