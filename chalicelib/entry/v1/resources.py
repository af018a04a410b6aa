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
ACCOUNT = Resource("Account", "account")

RESOURCES = (
    *(MESSAGES, CONVERSATIONS, CONTACTS, SCHEDULED, FILES, TAGS, QUICK_RESPONSES, FLOWS, SURVEYS),
    *(AGENTS, QUEUES, CHANNELS, WEBHOOKS, ACCOUNT),
)
