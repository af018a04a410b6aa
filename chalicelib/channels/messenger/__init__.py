"""Facebook Messenger: people who write to a page.

Limits: https://developers.facebook.com/docs/messenger-platform/reference/send-api (text "less than
2000 characters", files of 25 MB), .../send-messages/quick-replies (13, titles of 20 characters,
payloads of 1000), .../reference/templates/button (3 buttons, text of 640 characters).
"""

from __future__ import annotations

from chalicelib.channels.base import ChannelAdapter, Limits
from chalicelib.channels.gestures import USUAL
from chalicelib.channels.meta.messaging import Messaging
from chalicelib.channels.meta.render import MOST_BUTTONS
from chalicelib.shared.content import MEDIA_KINDS, Kind

MB = 1024 * 1024

LIMITS = Limits(
    text_length=2000,
    caption_length=0,
    media_bytes=dict.fromkeys(MEDIA_KINDS, 25 * MB),
    kinds=MEDIA_KINDS | {Kind.TEXT, Kind.OPTIONS, Kind.LOCATION, Kind.CONTACT},
    as_text=frozenset({Kind.LOCATION, Kind.CONTACT}),
    buttons=13,
    button_title_length=20,
    url_buttons=True,
    most_with_url=MOST_BUTTONS,
    option_id_bytes=1000,
    options_text_length=640,
    window_hours=24,
    late_hours=7 * 24,
    reactions=USUAL,
    any_reaction=True,
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"}),
        Kind.VIDEO: frozenset({"video/mp4", "video/quicktime", "video/webm", "video/ogg"}),
        Kind.AUDIO: frozenset({"audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/ogg"}),
        Kind.VOICE: frozenset({"audio/mp4", "audio/aac", "audio/ogg"}),
    },
)

ADAPTER: ChannelAdapter = Messaging(
    kind="messenger",
    origin="page",
    limits=LIMITS,
    asked="name,link",
    subscribed=",".join(
        (
            "messages",
            "message_deliveries",
            "message_echoes",
            "message_edits",
            "message_reactions",
            "message_reads",
            "messaging_account_linking",
            "messaging_handovers",
            "messaging_optins",
            "messaging_policy_enforcement",
            "messaging_postbacks",
            "messaging_referrals",
            "standby",
        )
    ),
    known="first_name,last_name,name,profile_pic",
)
