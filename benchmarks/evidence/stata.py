"""Reads the kinds of columns that the published files of the job-training experiment have (Stata 8 to 10)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

HEADER, NAME, LABEL = 109, 33, 81
FORMATS = {113: 12, 114: 49}
TYPES = {251: "<i1", 252: "<i2", 253: "<i4", 254: "<f4", 255: "<f8"}
TEXT_UP_TO = 244


def columns(path: Path) -> dict[str, NDArray[np.float64]]:
    """Every column of numbers by its name."""
    data = path.read_bytes()
    format_width = FORMATS[data[0]]
    count, rows = struct.unpack_from("<hi", data, 4)
    kinds = list(data[HEADER : HEADER + count])
    at = HEADER + count
    names = [data[at + NAME * n : at + NAME * (n + 1)].split(b"\0")[0].decode() for n in range(count)]
    at += NAME * count + 2 * (count + 1) + format_width * count + NAME * count + LABEL * count
    while True:  # characteristics, which nobody needs
        kind, size = struct.unpack_from("<bi", data, at)
        at += 5 + size
        if kind == 0:
            break
    wanted = np.dtype([(name, TYPES.get(kind, f"S{kind}")) for name, kind in zip(names, kinds, strict=True)])
    table = np.frombuffer(data, wanted, rows, at)
    numbers = [name for name, kind in zip(names, kinds, strict=True) if kind > TEXT_UP_TO]
    return {name: table[name].astype(np.float64) for name in numbers}
