"""What the public API is about, in the order in which it is documented."""

from __future__ import annotations

from chalicelib.entry.v1.registry import Resource

MESSAGES = Resource("Messages", "messages")
CONVERSATIONS = Resource("Conversations", "conversations")
CONTACTS = Resource("Contacts", "contacts")
SCHEDULED = Resource("Scheduled messages", "messages")
FILES = Resource("Files", "files")
TAGS = Resource("Tags", "tags")
QUICK_RESPONSES = Resource("Quick responses", "quick_responses")
FLOWS = Resource("Flows", "flows")
SURVEYS = Resource("Surveys", "surveys")
AGENTS = Resource("Agents", "agents")
QUEUES = Resource("Queues", "queues")
CHANNELS = Resource("Channels", "channels")
WEBHOOKS = Resource("Webhooks", "webhooks")
DELIVERIES = Resource("Webhooks", "deliveries")
CALLBACKS = Resource("Callbacks", "callbacks")
REPORTS = Resource("Reports", "reports")
AUDIT = Resource("Audit log", "audit")
ACCOUNT = Resource("Account", "account")

RESOURCES = (
    *(MESSAGES, CONVERSATIONS, CONTACTS, SCHEDULED, FILES, TAGS, QUICK_RESPONSES, FLOWS, SURVEYS),
    *(CALLBACKS, REPORTS, AGENTS, QUEUES, CHANNELS, WEBHOOKS, DELIVERIES, AUDIT, ACCOUNT),
)
GROUPS = tuple(dict.fromkeys(each.group for each in RESOURCES))
