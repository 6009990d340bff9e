"""What does not fit, in words of the page: where, what stands there, and what to do about it here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.service.dataset.sampling import faults as faults_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.service.dataset.sampling import Asked, Fault

_MENDS = {
    "ts": "Choose the form in which this column writes its dates, or correct the file.",
    "money": "Say below whether amounts are decimal (12.34) or minor units (1234), or correct the file.",
    "choice": "Say below what each of its values means.",
    "int": "Take another column, or correct the file.",
    "bool": "Take a column of yes and no, or correct the file.",
    "text": "Take another column, or correct the file.",
}
_MISSING = "Every row needs it. Take another column, say one value for every row, or correct the file."


def looked_through(asked: Asked) -> dict[str, Any]:
    """What is found in all rows, as it is stored and shown; a file that cannot be read has an error alone."""
    try:
        return dict(storable(found_of(*faults_of(asked))))
    except HoldfastError as error:
        return {"rows": None, "error": str(error).replace("\0", "\ufffd"), "faults": []}


def found_of(rows: int, faults: Sequence[Fault]) -> dict[str, Any]:
    """What was found in all rows, as it is stored and shown."""
    return {"rows": rows, "error": "", "faults": [_fault(one) for one in faults]}


def storable(value: Any) -> Any:  # noqa: ANN401 - what JSON holds
    """The same without NUL characters, which data may hold and a database of records may not."""
    text = json.dumps(value)
    return json.loads(text.replace("\\u0000", "\\ufffd")) if "\\u0000" in text else value


def _fault(one: Fault) -> dict[str, Any]:
    finding = one.finding
    return {
        "column": one.column,
        "said": finding.message.partition(": ")[2] or finding.message,
        "examples": [
            {"value": example.value, "file": example.file or "", "row": example.row}
            for example in finding.examples
        ],
        "mend": _MISSING if one.kind == "missing" else _MENDS.get(one.type, _MENDS["text"]),
    }
