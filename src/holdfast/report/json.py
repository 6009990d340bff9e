"""A review as JSON with stable keys, for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.review.run import Review


def review_json(review: Review) -> str:
    """The published form of a review: ``name``, ``reading``, ``findings``, ``summary``."""
    return json.dumps(review.to_dict(), ensure_ascii=False, indent=2) + "\n"
