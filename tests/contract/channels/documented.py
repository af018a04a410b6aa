"""The kinds that each provider's reference lists, and where a payload shows which it is of.

A kind joins its list when the reference has it: the test then asks for a payload under
tests/fixtures/<channel>/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def _names(prefix: str, words: str) -> frozenset[str]:
    return frozenset(f"{prefix}{word}" for word in words.split())


# https://core.telegram.org/bots/api#update and #message, Bot API 10.3 (as aiogram 3.31 types it):
# what an update may hold, and what makes a message one of its kind.
TELEGRAM = (
    _names(
        "update ",
        "message edited_message channel_post edited_channel_post business_connection"
        " business_message edited_business_message deleted_business_messages message_reaction"
        " message_reaction_count inline_query chosen_inline_result callback_query shipping_query"
        " pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member"
        " chat_join_request chat_boost removed_chat_boost guest_message managed_bot subscription"
        " stopped_message_generation",
    )
    | _names(
        "message ",
        "text animation audio document paid_media photo sticker story video video_note voice"
        " checklist contact dice game poll venue location new_chat_members left_chat_member"
        " new_chat_title new_chat_photo delete_chat_photo group_chat_created"
        " supergroup_chat_created message_auto_delete_timer_changed migrate_to_chat_id"
        " migrate_from_chat_id pinned_message invoice successful_payment refunded_payment"
        " users_shared chat_shared gift unique_gift connected_website write_access_allowed"
        " passport_data proximity_alert_triggered boost_added chat_background_set"
        " checklist_tasks_done checklist_tasks_added direct_message_price_changed"
        " forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened"
        " general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway"
        " giveaway_winners giveaway_completed paid_message_price_changed suggested_post_approved"
        " suggested_post_approval_failed suggested_post_declined suggested_post_paid"
        " suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended"
        " video_chat_participants_invited web_app_data live_photo rich_message chat_owner_changed"
        " chat_owner_left gift_upgrade_sent managed_bot_created poll_option_added"
        " poll_option_deleted community_chat_added community_chat_joined community_chat_removed",
    )
    | _names("message ", "reply_to_message quote forward_origin media_group_id entities caption")
)

# https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview#fields
# and .../webhooks/reference/messages: fields, types of messages, states.
WHATSAPP = (
    _names(
        "field ",
        "account_alerts account_review_update account_update automatic_events"
        " business_capability_update calls history message_template_components_update"
        " message_template_quality_update message_template_status_update messages"
        " partner_solutions payment_configuration_update phone_number_name_update"
        " phone_number_quality_update security smb_app_state_sync smb_message_echoes"
        " template_category_update user_preferences",
    )
    | _names(
        "message ",
        "audio button contacts document edit image interactive location order reaction revoke"
        " sticker system text unsupported video",
    )
    | _names("interactive ", "button_reply list_reply nfm_reply")
    | _names("status ", "sent delivered read failed played")
    | _names("has ", "context referral errors")
)

# https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/
# webhook-events: the member of an event that tells its field; below a message, what it may hold.
_META = _names(
    "event ",
    "message message_edit reaction read postback referral optin pass_thread_control"
    " take_thread_control",
) | _names("message ", "text attachments quick_reply reply_to is_echo is_deleted referral")
MESSENGER = (
    _META
    | _names(
        "event ",
        "delivery account_linking request_thread_control app_roles policy_enforcement"
        " messaging_feedback response_feedback game_play",
    )
    | _names("attachment ", "image audio video file template fallback location")
    | _names("list ", "messaging standby changes")
)
# .../instagram-messaging/webhooks and instagram-platform/webhooks/examples
INSTAGRAM = (
    _META
    | _names("attachment ", "image audio video file share story_mention ig_reel ig_post template")
    | _names("list ", "messaging standby changes")
    | _names("message ", "is_unsupported")
)

# https://developers.viber.com/docs/api/rest-bot-api/#callbacks
VIBER = _names(
    "event ",
    "webhook subscribed unsubscribed conversation_started delivered seen failed message"
    " client_status",
) | _names("message ", "text picture video file location contact sticker url")

# https://dev.vk.com/en/api/community-events/json-schema (messages) and messages/objects.json of
# https://github.com/VKCOM/vk-api-schema (messages_message_attachment_type)
VK = _names(
    "event ",
    "confirmation message_new message_reply message_edit message_allow message_deny message_read"
    " message_typing_state message_event message_reaction_event",
) | _names(
    "attachment ",
    "photo audio video doc link market wall wall_reply sticker gift audio_message graffiti story"
    " poll call",
)


def _telegram(payload: Json) -> Iterator[str]:
    for key, value in payload.items():
        yield f"update {key}"
        if isinstance(value, dict) and key.endswith(("message", "post")):
            yield from (f"message {name}" for name in value)


def _whatsapp(payload: Json) -> Iterator[str]:
    for change in (each for entry in _all(payload, "entry") for each in _all(entry, "changes")):
        yield f"field {change.get('field')}"
        value = change.get("value")
        for message in _all(value, "messages"):
            yield f"message {message.get('type')}"
            yield from (f"has {name}" for name in message)
            if isinstance(message.get("interactive"), dict):
                yield f"interactive {message['interactive'].get('type')}"
        yield from (f"status {status.get('status')}" for status in _all(value, "statuses"))


def _meta(payload: Json) -> Iterator[str]:
    for entry in _all(payload, "entry"):
        yield from (f"list {name}" for name in entry)
        for event in [*_all(entry, "messaging"), *_all(entry, "standby")]:
            yield from (f"event {name}" for name in event)
            message = event.get("message")
            yield from (f"message {name}" for name in message or ())
            yield from (f"attachment {each.get('type')}" for each in _all(message, "attachments"))


def _viber(payload: Json) -> Iterator[str]:
    yield f"event {payload.get('event')}"
    if isinstance(payload.get("message"), dict):
        yield f"message {payload['message'].get('type')}"


def _vk(payload: Json) -> Iterator[str]:
    yield f"event {payload.get('type')}"
    inner = payload.get("object")
    if isinstance(inner, dict):
        for each in _all(inner.get("message", inner), "attachments"):
            yield f"attachment {each.get('type')}"


def _all(holder: Any, name: str) -> list[Json]:
    members = holder.get(name) if isinstance(holder, dict) else None
    return [x for x in members if isinstance(x, dict)] if isinstance(members, list) else []


DOCUMENTED: Mapping[str, tuple[frozenset[str], Callable[[Json], Iterator[str]]]] = {
    "telegram": (TELEGRAM, _telegram),
    "whatsapp": (WHATSAPP, _whatsapp),
    "messenger": (MESSENGER, _meta),
    "instagram": (INSTAGRAM, _meta),
    "viber": (VIBER, _viber),
    "vk": (VK, _vk),
}
