"""The fields of a customer who left, under the names people give them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.review.leavers.model import Leaver

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALIASES = {
    "name": "name customer account client company member subscriber initials who user patient guest",
    "when": "when left date left_on churned churn_date cancelled cancellation_date month ended lost_on",
    "reason": "reason why reasons reason_for_leaving churn_reason cancellation_reason comment feedback",
    "theme": "theme category themes",
    "touched_by": "touched_by touches touched",
}
_BY_ALIAS = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}
_KEY_RESULT = re.compile(r"^(?:key_?results?|kr|k)?_?(\d{1,3}(?:\.\d{1,3})?)$")
_NONE = frozenset({"none", "no", "nothing", "-", "0"})


class FieldNames:
    """What a column or key is called, and what it stands for."""

    KNOWN = "name, when, reason, theme, touched_by, kr1, kr2 …"

    @staticmethod
    def of(written: str) -> str | None:
        """The field (``name``, ``reason`` …), ``kr 2`` for key result 2, or None for what is neither."""
        plain = re.sub(r"[\s_-]+", "_", written.strip().lower().strip("?:"))
        answer = _KEY_RESULT.match(plain)
        return f"kr {answer[1]}" if answer else _BY_ALIAS.get(plain)


def leaver_of(fields: Mapping[str, str], *, place: str) -> Leaver:
    """The leaver with these fields, each under the name that `FieldNames.of` gives; blanks are not said.

    Args:
        fields: Values as written.
        place: Where it stands, for messages.

    Raises:
        InputError: ``touched_by`` holds something else than numbers of key results or "none".
    """
    texts = {field: " ".join(value.split()) for field, value in fields.items()}
    return Leaver(
        name=texts.get("name", ""),
        reason=texts.get("reason", ""),
        when=texts.get("when") or None,
        theme=texts.get("theme") or None,
        touched_by=_labels(texts.get("touched_by", ""), place=place),
        answers=tuple(
            (field.removeprefix("kr "), value) for field, value in texts.items() if field.startswith("kr ")
        ),
        place=place,
    )


def _labels(written: str, *, place: str) -> tuple[str, ...] | None:
    """Key results by number, as in "1, 3"; empty for "none", None where nothing is said."""
    if not written:
        return None
    if written.lower() in _NONE:
        return ()
    found = [_KEY_RESULT.match(part.lower()) for part in re.split(r"[\s,;/+&]+|\band\b", written) if part]
    labels = tuple(match[1] for match in found if match is not None)
    if not labels or len(labels) != len(found):
        raise InputError(
            f"{place}, touched_by",
            f"it is '{written[:40]}'",
            "numbers of key results, such as 1 or 1, 3, or none",
            "Write the numbers only",
        )
    return labels
