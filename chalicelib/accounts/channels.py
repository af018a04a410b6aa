"""Channels of an account: found for every webhook, set up by administrators."""

from __future__ import annotations

import json
import secrets as random
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from chalicelib.accounts import channel_rules, claims
from chalicelib.accounts.connecting import read_answer
from chalicelib.accounts.model import ChannelRecord, Lazy
from chalicelib.accounts.ports import AccountPorts
from chalicelib.channels.base import HEARD_EVERY, Channel, Stamp
from chalicelib.shared.errors import InvalidInput, NotFound
from chalicelib.shared.ids import AccountId, account_of, new_channel_id


def get_channel(p: AccountPorts, *, channel_id: str) -> Channel:
    """At most 10 seconds old; a paused one is looked at again sooner, as it may have been resumed.
    Secrets are decrypted at their first use. Raises NotFound."""
    try:
        account_id = account_of(channel_id)
    except ValueError:
        raise NotFound("no such channel") from None
    return p.channels.get(
        channel_id,
        p.clock(),
        lambda: _opened(p, p.store.channel(account_id, channel_id)),
        lambda channel: not channel.paused,
    )


def owned_channel(p: AccountPorts, *, account_id: str, channel_id: str) -> ChannelRecord:
    """Fresh, for its administrators. Raises NotFound for another account's."""
    return p.store.channel(account_id, channel_id)


def webhook_url(p: AccountPorts, channel: ChannelRecord) -> str:
    """Where the provider is to call; '' for a website, and for an API channel, whose address is a
    secret (`channel_keys`). For e-mail the address that takes its letters in; '' if this
    deployment has no domain for mail."""
    if channel.kind in ("website", "custom"):
        return ""
    if channel.kind == "email":
        domain = p.base_urls.get("email", "")
        return f"{channel.id}@{domain}" if domain else ""
    return f"{p.public_url}/api/hooks/{channel.kind}/{channel.id}"


def add_channel(
    p: AccountPorts,
    *,
    account_id: str,
    kind: str,
    name: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    queue_id: str = "",
) -> ChannelRecord:
    """Raises InvalidInput naming the field. What is to be connected is unverified until it is."""
    channel_rules.check(kind, settings=settings, secrets=secrets, whole=True)
    _check_queue(p, account_id, queue_id)
    _check_settings(p, account_id, settings, ())
    made = {channel_rules.GENERATED[kind]: _new_secret()} if kind in _MAKES else {}
    channel = ChannelRecord(
        id=new_channel_id(AccountId(account_id), p.clock()),
        account_id=AccountId(account_id),
        kind=kind,
        name=name,
        settings=_filled(settings),
        queue_id=queue_id,
        health="ok" if kind == "website" else "unverified",
    )
    sealed = _sealed(p, channel, made | _filled(secrets))
    p.store.add_channel(sealed)
    p.pages.forget(account_id)
    return sealed


_MAKES = frozenset(channel_rules.GENERATED)


def _new_secret() -> str:
    """48 hex digits: VK takes 50 characters at most."""
    return random.token_hex(24)


def change_channel(
    p: AccountPorts,
    *,
    account_id: str,
    channel_id: str,
    name: str | None = None,
    settings: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    queue_id: str | None = None,
    paused: bool | None = None,
) -> ChannelRecord:
    """None leaves a part as it is; '' clears one setting. New credentials are unverified."""
    before = p.store.channel(account_id, channel_id)
    new_settings, new_secrets = settings or {}, secrets or {}
    channel_rules.check(before.kind, settings=new_settings, secrets=new_secrets, whole=False)
    if queue_id is not None:
        _check_queue(p, account_id, queue_id)
    _check_settings(p, account_id, new_settings, before.secret_names)
    after = replace(
        before,
        name=before.name if name is None else name,
        settings=_filled({**before.settings, **new_settings}),
        queue_id=before.queue_id if queue_id is None else queue_id,
        paused=before.paused if paused is None else paused,
    )
    if new_secrets:
        after = _sealed(p, after, {**_secrets(p, before), **new_secrets})
    changed = {
        name for name, value in new_settings.items() if value != before.settings.get(name, "")
    }
    if new_secrets or changed - channel_rules.UNCHECKED.get(before.kind, frozenset()):
        after = replace(after, health="unverified", health_detail="", failing_since=None)
    return _saved(p, before, after)


def remove_channel(p: AccountPorts, *, account_id: str, channel_id: str) -> None:
    """Its conversations stay. Raises NotFound."""
    record = p.store.channel(account_id, channel_id)
    p.store.remove_channel(account_id, channel_id)
    claims.free(p, record)
    _forget(p, account_id, channel_id)


def set_health(p: AccountPorts, *, channel_id: str, health: str, detail: str = "") -> None:
    """health: ok | credentials_broken | unverified. detail: in words, for the administrator."""
    channel = p.store.channel(account_of(channel_id), channel_id)
    if health == "ok" and (taken := claims.take(p, channel)):
        health, detail = "unverified", taken
    if (channel.health, channel.health_detail) != (health, detail):
        _saved(p, channel, _judged(channel, health, detail, p.clock()))


def _judged(record: ChannelRecord, health: str, detail: str, now: datetime) -> ChannelRecord:
    since = (record.failing_since or now) if health == "credentials_broken" else None
    told = replace(record, health=health, health_detail=detail)
    return replace(told, checked_at=now, failing_since=since)


def heard(p: AccountPorts, *, channel_id: str, at: datetime) -> None:
    """Somebody wrote in; at most once an hour (`intake.is_quiet`). Repeatable."""
    account_id = account_of(channel_id)
    p.store.heard(account_id, channel_id, at, at - HEARD_EVERY)
    _forget(p, account_id, channel_id)


def spoke(p: AccountPorts, *, channel_id: str, at: datetime) -> None:
    """Something went out; at most once an hour. Repeatable."""
    account_id = account_of(channel_id)
    p.store.spoke(account_id, channel_id, at, at - HEARD_EVERY)
    p.channels.forget(channel_id)
    _claim_again(p, p.store.channel(account_id, channel_id))


def _claim_again(p: AccountPorts, record: ChannelRecord) -> None:
    """For those that were connected before there were claims. Where another account has the same
    since, what people write arrives there: this one's owner is told."""
    if record.health == "ok" and (taken := claims.take(p, record)):
        _saved(p, record, _judged(record, "unverified", taken, p.clock()))


def connect(p: AccountPorts, *, account_id: str, channel_id: str) -> ChannelRecord:
    """Check the credentials with the provider and set its webhook; the outcome is the health.

    A refusal is no error of ours: the channel comes back with `credentials_broken` and the
    provider's words. A provider that does not answer leaves it unverified; so does a bot, page or
    number that works elsewhere. It is claimed after the provider's first good answer, which tells
    whose it is, and before its webhook is set.
    """
    record = p.store.channel(account_id, channel_id)
    adapter = p.adapter(record.kind)
    taken, claimed = _taken(p, record), False
    waiting = list(
        adapter.connect_requests(
            _opened(p, record),
            webhook_url=webhook_url(p, record),
            base_url=p.base_urls.get(record.kind, ""),
        )
    )
    while waiting and not taken:
        request = waiting.pop(0)
        if request.stamped:
            request = request.stamped(Stamp(random.token_hex(16), p.clock()))
        response = p.call(request)
        answer = read_answer(record.kind, response)
        if answer.health != "ok":
            if answer.health == "credentials_broken":
                claims.free(p, record)
            return _told(p, record, answer.health, answer.detail)
        record = _learnt(p, record, answer.facts)
        if not claimed:
            taken = _taken(p, record) or claims.take(p, record)
            claimed = bool(claims.identity(record))
        following = request.then(response) if request.then else None
        waiting = [following, *waiting] if following else waiting
    return _told(p, record, "unverified" if taken else "ok", taken)


def _told(p: AccountPorts, record: ChannelRecord, health: str, detail: str) -> ChannelRecord:
    """A provider may take its time: what was changed meanwhile stays. Raises NotFound."""
    now = p.store.channel(record.account_id, record.id)
    return _saved(p, now, _judged(now, health, detail, p.clock()))


def _taken(p: AccountPorts, record: ChannelRecord) -> str:
    """In words, if another channel of the account is connected to the same bot, page or number:
    the provider calls one of them only."""
    name = channel_rules.KNOWN_BY.get(record.kind, "")
    same = record.settings.get(name, "")
    for each in p.store.page(record.account_id).channels if same else ():
        works = each.kind == record.kind and each.id != record.id and each.health == "ok"
        if works and each.settings.get(name, "") == same:
            return claims.words(record, each)
    return ""


def _learnt(p: AccountPorts, record: ChannelRecord, facts: Mapping[str, str]) -> ChannelRecord:
    """Kept at once: a provider may call the webhook before it answers the next of our calls."""
    if facts.items() <= record.settings.items():
        return record
    fresh = p.store.channel(record.account_id, record.id)
    return _saved(p, fresh, replace(fresh, settings={**fresh.settings, **facts}))


def listen(p: AccountPorts, *, account_id: str, automation: Mapping[str, str]) -> None:
    """Keep what flows want to see of each channel's messages: '', first or every. A process that
    has read the channel before knows it within a minute."""
    for channel in p.store.page(account_id).channels:
        wanted = automation.get(channel.id, "")
        if channel.automation != wanted:
            p.store.set_automation(account_id, channel.id, wanted)
            _forget(p, account_id, channel.id)


def _check_queue(p: AccountPorts, account_id: str, queue_id: str) -> None:
    if queue_id:
        try:
            p.store.queue(account_id, queue_id)
        except NotFound:
            raise InvalidInput("there is no such queue", field="queue_id") from None


def _check_settings(
    p: AccountPorts, account_id: str, settings: Mapping[str, str], secrets: Collection[str]
) -> None:
    """What needs to know more than the setting. Raises InvalidInput naming it."""
    wanted = set(channel_rules.split_ids(settings.get("departments", "")))
    if wanted and not wanted <= {str(queue.id) for queue in p.store.page(account_id).queues}:
        raise InvalidInput("there is no such queue", field="settings.departments")
    if settings.get("url", "").startswith("http:") and not p.plain_http:
        raise InvalidInput("must begin with https://", field="settings.url")
    asks = settings.get("identity", "") in ("optional", "required")
    if asks and "identity_key" not in secrets:
        raise InvalidInput("make a key first", field="settings.identity")


def new_identity_key(p: AccountPorts, *, account_id: str, channel_id: str) -> str:
    """A key that the site's server signs its users' ids with: 64 hex digits, shown this once. The
    one before is void. Raises NotFound, also for a channel that is no website."""
    before = p.store.channel(account_id, channel_id)
    if before.kind != "website":
        raise NotFound("no such channel")
    key = random.token_hex(32)
    _saved(p, before, _sealed(p, before, {**_secrets(p, before), "identity_key": key}))
    return key


def save_secrets(
    p: AccountPorts, before: ChannelRecord, after: ChannelRecord, secrets: Mapping[str, str]
) -> None:
    """Of what we make ourselves: the whole of the channel's secrets, in the place of what was."""
    _saved(p, before, _sealed(p, after, secrets))


def installed(p: AccountPorts, *, channel: ChannelRecord) -> None:
    """Its script was seen on a site: remembered once, for the first steps."""
    if channel.installed:
        return
    fresh = p.store.channel(channel.account_id, channel.id)
    if not fresh.installed:
        _saved(p, fresh, replace(fresh, installed=True))


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _secrets(p: AccountPorts, channel: ChannelRecord) -> Mapping[str, str]:
    if not channel.sealed:
        return {}
    plain = p.secrets.decrypt(channel.sealed, account_id=channel.account_id)
    opened: dict[str, str] = json.loads(plain)
    return opened


def _sealed(p: AccountPorts, channel: ChannelRecord, secrets: Mapping[str, str]) -> ChannelRecord:
    kept = _filled(secrets)
    if not kept:
        return replace(channel, secret_names=(), sealed="")
    sealed = p.secrets.encrypt(json.dumps(kept), account_id=channel.account_id)
    return replace(channel, secret_names=tuple(sorted(kept)), sealed=sealed)


def _opened(p: AccountPorts, record: ChannelRecord) -> Channel:
    return Channel(
        id=record.id,
        account_id=record.account_id,
        kind=record.kind,
        name=record.name,
        settings=record.settings,
        secrets=Lazy(record.secret_names, lambda: _secrets(p, record)),
        queue_id=record.queue_id,
        paused=record.paused,
        health=record.health,
        health_detail=record.health_detail,
        automation=record.automation,
        heard_at=record.heard_at,
        spoke_at=record.spoke_at,
    )


def _saved(p: AccountPorts, before: ChannelRecord, after: ChannelRecord) -> ChannelRecord:
    p.store.save_channel(before, after)
    _forget(p, after.account_id, after.id)
    return after


def _forget(p: AccountPorts, account_id: str, channel_id: str) -> None:
    p.channels.forget(channel_id)
    p.pages.forget(account_id)
