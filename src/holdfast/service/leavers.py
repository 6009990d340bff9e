"""The leavers' test on typed reasons: an OKR replayed on customers who already left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.okr import parse_okr, read_okr_bytes
from holdfast.okr.decode import LARGEST_OKR, decode
from holdfast.review.leavers.model import Leaver, LeaversTest
from holdfast.review.leavers.replay import replay
from holdfast.service.leavers_fields import FieldNames, leaver_of
from holdfast.service.leavers_file import read_leavers

__all__ = ["leavers_in", "okr_to_replay", "replay", "replay_leavers"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.okr.model import OkrDocument


def replay_leavers(
    okr: str, leavers: str | Iterable[Leaver | Mapping[str, object] | str], *, name: str = "okr"
) -> LeaversTest:
    """Which reasons for leaving no key result touches, and for whom every key result would have been green.

    It describes customers who left, as remembered: it never says that one of them would have stayed.

    Args:
        okr: An OKR in any form that `review_okr` reads.
        leavers: A text (CSV with a header, YAML or JSON, or lines such as "Acme: too expensive"), or one
            value for each customer: such a line, or a mapping with ``reason`` and, where known, ``name``,
            ``when``, ``theme``, ``touched_by`` and an answer for each key result (``kr1``).
        name: File name of the OKR, for messages.

    Raises:
        InputError: The OKR or a leaver is not understood, with its place.
    """
    document = parse_okr(okr, name=name)
    if isinstance(leavers, str):
        told, notices = read_leavers(leavers, name="leavers")
        return replay(document, told, notices=notices)
    return replay(document, [_leaver(one, number) for number, one in enumerate(leavers, start=1)])


def okr_to_replay(data: bytes, *, name: str) -> OkrDocument:
    """The OKR in the bytes of a file, for `replay`.

    Raises:
        InputError: The bytes are not text, or the text is no OKR.
    """
    return read_okr_bytes(data, name=name)


def leavers_in(data: bytes, *, name: str) -> tuple[tuple[Leaver, ...], tuple[str, ...]]:
    """The leavers in the bytes of a file, and what of it was not used.

    Raises:
        InputError: Another encoding, or a row or field that is not understood.
    """
    if len(data) > LARGEST_OKR:
        expected = f"at most {LARGEST_OKR:,}: a few customers with their reasons"
        raise InputError(name, f"{len(data):,} bytes", expected, "Take the last customers who left")
    return read_leavers(decode(data, name=name), name=name)


def _leaver(value: Leaver | Mapping[str, object] | str, number: int) -> Leaver:
    place = f"leaver {number}"
    if isinstance(value, Leaver):
        return value
    if isinstance(value, str):
        return read_leavers(value, name="leavers.txt")[0][0]
    fields: dict[str, str] = {}
    for key, held in value.items():
        field = FieldNames.of(key)
        if field is None:
            raise InputError(
                f"{place}, '{key}'", "an unknown field", f"one of {FieldNames.KNOWN}", "Correct it"
            )
        fields[field] = "" if held is None else str(held)
    return leaver_of(fields, place=place)
