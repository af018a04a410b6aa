"""Ports of working hours, tied to other domains' services. Imports are late."""

from __future__ import annotations


def has_queue(account_id: str, queue_id: str) -> bool:
    from chalicelib import bindings_calls
    from chalicelib.accounts.model import AccountPage

    def there(page: AccountPage) -> bool:
        return any(queue.id == queue_id for queue in page.queues)

    return there(bindings_calls.site(account_id, there))
