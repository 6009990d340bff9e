"""Bytes of a file to text, or one clear message."""

from __future__ import annotations

import codecs

from holdfast.errors import InputError

LARGEST_OKR = 2_000_000
MOST_LINES = 20_000
_SAVE_AS_UTF_8 = "Save the file as UTF-8 (in most editors: Save as, encoding UTF-8) and try again"


def decode(data: bytes, *, name: str) -> str:
    """The text of a file: UTF-8, with or without byte order mark, or UTF-16 with one.

    Raises:
        InputError: The data are too large, binary, or in another encoding.
    """
    check_size(len(data), name=name, unit="bytes")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16", name=name)
    if b"\0" in data:
        raise binary(name, f"a zero byte at offset {data.index(0)}")
    return _decoded(data, "utf-8-sig", name=name)


def check_text(text: str, *, name: str) -> str:
    """The text with plain line feeds and without byte order mark.

    Raises:
        InputError: It is too long, empty, or holds what no text holds.
    """
    check_size(len(text), name=name, unit="characters")
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not clean.strip():
        found = "only white space" if clean else "nothing: the file is empty"
        raise InputError(
            name, found, "an OKR", "Write 'Objective: …', then 'Key results:' and one line for each"
        )
    if "\0" in clean:
        raise binary(name, f"a zero character on line {clean.count(chr(10), 0, clean.index(chr(0))) + 1}")
    try:
        clean.encode()
    except UnicodeEncodeError as error:
        line = clean.count("\n", 0, error.start) + 1
        raise InputError(
            f"{name}, line {line}", "half of a character", "whole characters", _SAVE_AS_UTF_8
        ) from error
    lines = clean.count("\n") + 1
    if lines > MOST_LINES:
        raise InputError(name, f"{lines:,} lines", f"an OKR of at most {MOST_LINES:,} lines", _CUT)
    return clean


_CUT = "Cut out the objective and its key results and give only those"


def check_size(size: int, *, name: str, unit: str) -> None:
    """Refuse what is too large to be an OKR, before anything is done with it.

    Raises:
        InputError: More than 2,000,000 of the unit.
    """
    if size > LARGEST_OKR:
        raise InputError(name, f"{size:,} {unit}", f"an OKR of at most {LARGEST_OKR:,}", _CUT)


def binary(name: str, found: str) -> InputError:
    """The error for what is not text at all."""
    remedy = "Export the document as plain text, Markdown or YAML"
    return InputError(name, f"binary data ({found})", "text", remedy)


def _decoded(data: bytes, encoding: str, *, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        bom = len(codecs.BOM_UTF8) if encoding == "utf-8-sig" and data.startswith(codecs.BOM_UTF8) else 0
        at = error.start + bom
        line = data.count(b"\n", 0, at) + 1
        found = f"byte 0x{data[at]:02x} at offset {at} is not {encoding.removesuffix('-sig').upper()}"
        raise InputError(f"{name}, line {line}", found, "text in UTF-8", _SAVE_AS_UTF_8) from error
