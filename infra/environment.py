"""A stack's outputs as the environment that `chalicelib.settings` reads: for tools that run outside
Lambda (seeding, tests, bench) against a deployed stack."""

from __future__ import annotations

from collections.abc import Mapping

FROM_OUTPUT = {
    "MAIN_TABLE": "MainTableName",
    "CONNECTIONS_TABLE": "ConnectionsTableName",
    "INBOUND_QUEUE_URL": "InboundQueueUrl",
    "OUTBOUND_QUEUE_URL": "OutboundQueueUrl",
    "MEDIA_QUEUE_URL": "MediaQueueUrl",
    "AUTOMATION_QUEUE_URL": "AutomationQueueUrl",
    "TIMERS_QUEUE_URL": "TimersQueueUrl",
    "JOBS_QUEUE_URL": "JobsQueueUrl",
    "DELIVERIES_QUEUE_URL": "DeliveriesQueueUrl",
    "MAIL_QUEUE_URL": "MailQueueUrl",
    "MAIL_TOPIC": "MailTopicArn",
    "TIMERS_QUEUE_ARN": "TimersQueueArn",
    "SCHEDULER_ROLE_ARN": "SchedulerRoleArn",
    "SCHEDULER_GROUP": "TimerGroupName",
    "BUS_NAME": "BusName",
    "MEDIA_BUCKET": "MediaBucketName",
    "KMS_KEY_ID": "KmsKeyId",
    "USER_POOL_ID": "UserPoolId",
    "USER_POOL_CLIENT_ID": "UserPoolClientId",
    "WEBSOCKET_URL": "WebsocketUrl",
    "SOCKETS_ENDPOINT": "SocketsEndpoint",
}


def environment(
    outputs: Mapping[str, str], parameters: Mapping[str, str], *, region: str, endpoint: str = ""
) -> dict[str, str]:
    """parameters: the template's, as they were given. endpoint: the emulator's, '' on AWS."""
    found = {name: outputs[output] for name, output in FROM_OUTPUT.items()}
    found |= {
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "PUBLIC_URL": parameters.get("PublicUrl", ""),
        "MAIL_DOMAIN": parameters.get("MailDomain", ""),
        "TELEGRAM_API_URL": parameters.get("TelegramApiUrl", ""),
        "WHATSAPP_API_URL": parameters.get("WhatsappApiUrl", ""),
        "MESSENGER_API_URL": parameters.get("MessengerApiUrl", ""),
        "INSTAGRAM_API_URL": parameters.get("InstagramApiUrl", ""),
        "VIBER_API_URL": parameters.get("ViberApiUrl", ""),
        "VK_API_URL": parameters.get("VkApiUrl", ""),
        "INTEGRATIONS_URL": parameters.get("IntegrationsUrl", ""),
        "MAIL_SENDER": parameters.get("MailSender", ""),
        "ALLOWED_PRIVATE_HOSTS": parameters.get("AllowedPrivateHosts", ""),
    }
    if endpoint:
        found |= {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
    return found
