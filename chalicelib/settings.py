"""The only reader of os.environ. Read late, by `settings()`; never at import."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Settings:
    """Names of this deployment's parts. Addresses are full URLs without a trailing slash."""

    stage: str
    region: str
    main_table: str
    connections_table: str
    inbound_queue_url: str
    outbound_queue_url: str
    media_queue_url: str
    automation_queue_url: str
    timers_queue_url: str
    jobs_queue_url: str
    deliveries_queue_url: str
    timers_queue_arn: str
    scheduler_role_arn: str
    scheduler_group: str  # of EventBridge Scheduler; '' = its default group
    bus_name: str
    media_bucket: str
    kms_key_id: str
    user_pool_id: str
    user_pool_client_id: str
    edge_secret: str  # what CloudFront shows; '' = nothing that it tells is believed
    public_url: str  # the one origin of console, API and widget
    websocket_url: str  # what browsers open
    sockets_endpoint: str  # where `@connections` calls go
    telegram_api_url: str
    whatsapp_api_url: str
    messenger_api_url: str
    instagram_api_url: str
    viber_api_url: str
    vk_api_url: str
    integrations_url: str  # what answers for integrations' services; '' = they themselves
    mail_sender: str  # an address that SES may send from; '' = no mail is sent
    mail_domain: str  # where channels have their addresses; '' = no mail is taken in
    mail_topic: str  # the SNS topic that SES tells; an ARN
    mail_signer: str  # who signs in SNS's place on the local stack; '' = SNS
    mail_configuration: str  # SES's configuration set of what channels send; '' = none
    aws_endpoint_url: str | None  # None on AWS
    allowed_private_hosts: frozenset[str]  # host names that our own calls may reach; empty on AWS


_DEFAULTS = {
    "TERTULIA_STAGE": "dev",
    "AWS_REGION": "us-east-1",
    "TELEGRAM_API_URL": "https://api.telegram.org",
    "WHATSAPP_API_URL": "https://graph.facebook.com/v23.0",
    "MESSENGER_API_URL": "https://graph.facebook.com/v23.0",
    "INSTAGRAM_API_URL": "https://graph.facebook.com/v23.0",
    "VIBER_API_URL": "https://chatapi.viber.com/pa",
    "VK_API_URL": "https://api.vk.com/method",
}


def _value(name: str) -> str:
    return os.environ.get(name) or _DEFAULTS.get(name, "")


def handler() -> str:
    """Which of our functions this process serves, as Lambda names it; '' outside of Lambda."""
    return os.environ.get("_HANDLER", "")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Missing names are empty: each function is given only those that it uses."""
    return Settings(
        stage=_value("TERTULIA_STAGE"),
        region=_value("AWS_REGION"),
        main_table=_value("MAIN_TABLE"),
        connections_table=_value("CONNECTIONS_TABLE"),
        inbound_queue_url=_value("INBOUND_QUEUE_URL"),
        outbound_queue_url=_value("OUTBOUND_QUEUE_URL"),
        media_queue_url=_value("MEDIA_QUEUE_URL"),
        automation_queue_url=_value("AUTOMATION_QUEUE_URL"),
        timers_queue_url=_value("TIMERS_QUEUE_URL"),
        jobs_queue_url=_value("JOBS_QUEUE_URL"),
        deliveries_queue_url=_value("DELIVERIES_QUEUE_URL"),
        timers_queue_arn=_value("TIMERS_QUEUE_ARN"),
        scheduler_role_arn=_value("SCHEDULER_ROLE_ARN"),
        scheduler_group=_value("SCHEDULER_GROUP"),
        bus_name=_value("BUS_NAME"),
        media_bucket=_value("MEDIA_BUCKET"),
        kms_key_id=_value("KMS_KEY_ID"),
        user_pool_id=_value("USER_POOL_ID"),
        user_pool_client_id=_value("USER_POOL_CLIENT_ID"),
        edge_secret=_value("EDGE_SECRET"),
        public_url=_value("PUBLIC_URL"),
        websocket_url=_value("WEBSOCKET_URL"),
        sockets_endpoint=_value("SOCKETS_ENDPOINT"),
        telegram_api_url=_value("TELEGRAM_API_URL"),
        whatsapp_api_url=_value("WHATSAPP_API_URL"),
        messenger_api_url=_value("MESSENGER_API_URL"),
        instagram_api_url=_value("INSTAGRAM_API_URL"),
        viber_api_url=_value("VIBER_API_URL"),
        vk_api_url=_value("VK_API_URL"),
        integrations_url=_value("INTEGRATIONS_URL"),
        mail_sender=_value("MAIL_SENDER"),
        mail_domain=_value("MAIL_DOMAIN").lower(),
        mail_topic=_value("MAIL_TOPIC"),
        mail_signer=_value("MAIL_SIGNER"),
        mail_configuration=_value("MAIL_CONFIGURATION"),
        aws_endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
        allowed_private_hosts=frozenset(filter(None, _value("ALLOWED_PRIVATE_HOSTS").split(","))),
    )
