"""A review as JSON with stable keys, for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.run import Review


def review_json(*reviews: Review, is_list: bool = False) -> str:
    """The published form: ``name``, ``reading``, ``findings``, ``ignored``, ``summary``; a list of several.

    Args:
        reviews: Any number.
        is_list: A list even of one, where several files were asked for.
    """
    values = [review.to_dict() for review in reviews]
    value = values[0] if len(values) == 1 and not is_list else values
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
