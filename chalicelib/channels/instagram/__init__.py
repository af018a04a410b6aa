"""Instagram: people who write to a professional account that is linked with a page.

Limits: https://developers.facebook.com/documentation/business-messaging/instagram-messaging/
send-message (text of 1000 bytes; images png, jpeg of 8 MB; video mp4, ogg, avi, mov, webm, audio
aac, m4a, wav, mp4 and files of 25 MB).
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.channels.base import ChannelAdapter
from chalicelib.channels.messenger import LIMITS as MESSENGER
from chalicelib.channels.messenger import MB
from chalicelib.channels.meta.gestures import HEART
from chalicelib.channels.meta.messaging import Messaging
from chalicelib.shared.content import Kind

LIMITS = replace(
    MESSENGER,
    text_length=1000,
    text_bytes=1000,
    reactions=(HEART,),
    any_reaction=False,
    media_bytes={**MESSENGER.media_bytes, Kind.IMAGE: 8 * MB, Kind.STICKER: 8 * MB},
    media_types={
        Kind.IMAGE: frozenset({"image/jpeg", "image/png"}),
        Kind.VIDEO: frozenset({"video/mp4", "video/ogg", "video/quicktime", "video/webm"}),
        Kind.AUDIO: frozenset({"audio/aac", "audio/mp4", "audio/wav"}),
        Kind.VOICE: frozenset({"audio/aac", "audio/mp4"}),
    },
)

ADAPTER: ChannelAdapter = Messaging(
    kind="instagram",
    origin="instagram",
    limits=LIMITS,
    asked="name,instagram_business_account{id,username}",
    # Of the page; what Instagram tells is chosen in the app's dashboard.
    subscribed="messages,messaging_postbacks,message_reactions,messaging_referrals",
    known="name,username,profile_pic",
)
