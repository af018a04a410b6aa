from __future__ import annotations

import pytest

from chalicelib.visitors.agent_string import Device, read

KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.feature("1.5")
@pytest.mark.parametrize(
    ("header", "device", "browser", "system"),
    [
        ("", "", "", ""),
        ("curl/8.5.0", "", "", ""),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/126.0.0.0 Safari/537.36",
            "computer",
            "Chrome",
            "Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {KHTML} Chrome/126.0.0.0 Safari/537.36"
            " Edg/126.0.0.0",
            "computer",
            "Edge",
            "Windows",
        ),
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {KHTML} Chrome/126.0.0.0 Safari/537.36 OPR/112.0",
            "computer",
            "Opera",
            "Linux",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
            "computer",
            "Safari",
            "macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) CriOS/126.0 Mobile/15E148 Safari/604.1",
            "phone",
            "Chrome",
            "iOS",
        ),
        (
            "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "tablet",
            "Safari",
            "iPadOS",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {KHTML} Chrome/126.0.0.0 Mobile Safari/537.36",
            "phone",
            "Chrome",
            "Android",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-X900) {KHTML} SamsungBrowser/25.0"
            " Chrome/121.0.0.0 Safari/537.36",
            "tablet",
            "Samsung Internet",
            "Android",
        ),
        (
            "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
            "computer",
            "Firefox",
            "Linux",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {KHTML} Chrome/126.0.0.0 Safari/537.36",
            "computer",
            "Chrome",
            "ChromeOS",
        ),
        (
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "robot",
            "",
            "",
        ),
    ],
)
def test_the_header_names_device_browser_and_system(
    header: str, device: str, browser: str, system: str
) -> None:
    assert read(header) == Device(device, browser, system)


def test_a_hostile_header_takes_no_time() -> None:
    assert read("Android" * 100_000).os == "Android"
