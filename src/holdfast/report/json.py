"""A review as JSON with stable keys, for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.run import Review


def review_json(*reviews: Review) -> str:
    """The published form of a review: ``name``, ``reading``, ``findings``, ``summary``; a list of several."""
    values = [review.to_dict() for review in reviews]
    return json.dumps(values[0] if len(values) == 1 else values, ensure_ascii=False, indent=2) + "\n"
