"""Small files of each kind, true to their first bytes, for people who send one without choosing."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

Paint = Callable[[int, int], tuple[int, int, int]]


def png(width: int = 320, height: int = 200, paint: Paint | None = None) -> bytes:
    """A picture; unless told, a soft gradient. paint: red, green and blue of a point, 0 to 255."""

    def soft(x: int, y: int) -> tuple[int, int, int]:
        return 60 + 150 * x // width, 120 + 90 * y // height, 190

    colour = paint or soft
    rows = b"".join(
        b"\0" + bytes(part for x in range(width) for part in colour(x, y)) for y in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)

# kind -> (name, MIME type, bytes)
_FILES: dict[str, tuple[str, str, bytes]] = {
    "video": (
        "clip.mp4",
        "video/mp4",
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\0" * 64,
    ),
    "voice": ("voice.ogg", "audio/ogg", b"OggS" + b"\0" * 60),
    "audio": ("song.mp3", "audio/mpeg", b"ID3\x03" + b"\0" * 60),
    "file": ("invoice.pdf", "application/pdf", _PDF),
    "sticker": ("sticker.webp", "image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8L" + b"\0" * 32),
}


def sample(kind: str) -> tuple[str, str, bytes]:
    """(name, MIME type, bytes) for image, video, voice, audio, file or sticker."""
    return ("photo.png", "image/png", png()) if kind == "image" else _FILES[kind]
