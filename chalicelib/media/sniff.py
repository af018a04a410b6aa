"""What a file is, told by its first bytes: what a stranger says of it is not to be believed."""

from __future__ import annotations

# (offset, bytes, type). From the formats' own specifications; the first that fits wins.
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (0, b"BM", "image/bmp"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\xff\xf9", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (0, b"fLaC", "audio/flac"),
    (0, b"%PDF-", "application/pdf"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<body", b"<head")
UNKNOWN = "application/octet-stream"
HEAD = 512  # bytes that are enough to tell

# What a browser shows or runs by itself. Only the bytes can prove it.
_PROVEN_ONLY = frozenset({mime for _, _, mime in _SIGNATURES}) | {
    "text/html",
    "text/xml",
    "application/xml",
    "application/xhtml+xml",
    "image/svg+xml",
}


def sniff(head: bytes, claimed: str) -> str:
    """The MIME type of a file that begins with `head`.

    claimed: what its sender calls it; believed only where it is harmless, that is, where the bytes
    tell nothing and the claim is not of something that a browser would show or run.
    """
    for offset, signature, mime in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return _refined(mime, head, claimed)
    start = head.lstrip()[:64].lower()
    if any(start.startswith(sign) for sign in _MARKUP):
        return UNKNOWN
    plain = claimed.partition(";")[0].strip().lower()
    return UNKNOWN if not plain or plain in _PROVEN_ONLY else plain


def _refined(mime: str, head: bytes, claimed: str) -> str:
    """A container may hold sound or pictures: there the sender's word decides between the two."""
    family = claimed.split("/")[0]
    if mime in ("video/mp4", "video/webm") and family == "audio":
        return mime.replace("video", "audio")
    if mime == "audio/ogg" and family == "video":
        return "video/ogg"
    return mime
