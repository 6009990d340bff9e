from __future__ import annotations

import json
from typing import TYPE_CHECKING

from holdfast.report.json import review_json

if TYPE_CHECKING:
    from holdfast.review.run import Review


def test_json_holds_reading_findings_and_summary(seed_review: Review) -> None:
    document = json.loads(review_json(seed_review))

    assert {"reading", "findings", "summary"} <= document.keys()
    assert {"rule", "level", "target", "span", "message", "why", "rewrite", "evidence"} <= document[
        "findings"
    ][0].keys()
