"""Owns the door: bytes become text here, or are refused with the reason."""

from __future__ import annotations

import codecs
import hashlib

from discoverycli.domain.text.words import NOT_TEXT, same_lines
from discoverycli.formats.entries import (
    MAX_FILE_BYTES,
    MAX_LINES,
    ProblemKind,
    RefusedError,
    Source,
)

_WIDE_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(path: str, data: bytes) -> Source:
    """The text of a file, with its lines ended by a line feed alone.

    Only UTF-8 is read, with or without a byte order mark; characters are kept as they are,
    in whatever normal form.

    Raises:
        RefusedError: more than 10 MB or 500,000 lines, another encoding, or a NUL character; or a
            path that no journal could name.
    """
    if NOT_TEXT.search(path):
        raise RefusedError("its name is not UTF-8; rename it")
    if len(data) > MAX_FILE_BYTES:
        raise RefusedError("larger than 10 MB, the limit for a file", kind=ProblemKind.TOO_LARGE)
    if data.startswith(_WIDE_MARKS):
        raise RefusedError("written in UTF-16 or UTF-32; save it as UTF-8", line=1)
    body = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in body:
        line = body[: body.index(b"\x00")].count(b"\n") + 1
        raise RefusedError("holds a NUL character, so it is not a text file in UTF-8", line=line)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise RefusedError("not UTF-8; save it as UTF-8", line=line) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        limit = "more than 500,000 lines, the limit for a file"
        raise RefusedError(limit, kind=ProblemKind.TOO_LARGE)
    return Source(path, text, _sha256(same_lines(text).encode()), _former(data, text))


def _former(data: bytes, text: str) -> tuple[str, ...]:
    """The hashes of the bytes, here and where lines end in other ways: journals may know an
    interview by one of them, since files were first known by their bytes."""
    ends = ("\n", "\r\n")
    return tuple(map(_sha256, (data, *(text.replace("\n", end).encode() for end in ends))))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
