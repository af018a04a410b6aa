"""Device, browser and system from a `User-Agent` header. Pure.

Browsers freeze this header, so that a few rules name nearly all; a library's tables of thousands of
patterns cost more import time than the whole function.
https://developer.mozilla.org/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Device:
    """device: phone | tablet | computer | robot | ''. '' where the header does not say."""

    device: str = ""
    browser: str = ""
    os: str = ""


Rules = Sequence[tuple[str, str]]  # pattern, name; the first that matches wins

# Each browser names those that it descends from as well, so the youngest is asked for first.
_BROWSERS: Rules = (
    (r"Edg(?:e|A|iOS)?/", "Edge"),
    (r"OPR/|OPiOS/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"YaBrowser/", "Yandex"),
    (r"Vivaldi/", "Vivaldi"),
    (r"UCBrowser/", "UC Browser"),
    (r"FBAN|FBAV", "Facebook"),
    (r"Instagram", "Instagram"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Version/[\d.]+.*Safari/", "Safari"),
    (r"MSIE |Trident/", "Internet Explorer"),
)
_SYSTEMS: Rules = (
    (r"iPhone|iPod", "iOS"),
    (r"iPad", "iPadOS"),
    (r"Android", "Android"),
    (r"CrOS", "ChromeOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"Linux|X11", "Linux"),
)
_DEVICES: Rules = (
    (r"(?i)bot\b|crawler|spider|slurp|headless|lighthouse", "robot"),
    (r"iPad|Tablet|Kindle|Silk/|Android(?!.*Mobile)", "tablet"),
    (r"iPhone|iPod|Mobile|Phone", "phone"),
    (r"Windows|Macintosh|X11|CrOS|Linux", "computer"),
)


def read(header: str) -> Device:
    known = header[:512]
    return Device(
        device=_first(_DEVICES, known),
        browser=_first(_BROWSERS, known),
        os=_first(_SYSTEMS, known),
    )


def _first(rules: Rules, header: str) -> str:
    return next((name for pattern, name in rules if re.search(pattern, header)), "")
