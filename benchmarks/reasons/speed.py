"""What reasons cost: processor seconds of one thread, on a machine with other work."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.evidence.rates import Goal, Line

from holdfast.reasons.privacy.names import NOBODY
from holdfast.reasons.taxonomy.reading import starter
from holdfast.reasons.texts.model import RawText
from holdfast.reasons.texts.reading import read_texts
from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.vectors import vectors
from holdfast.service.demo import make_demo_company
from holdfast.service.why import why_in
from holdfast.service.workspace import open_workspace
from holdfast.simulate.themes import THEMES, ticket_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

TICKETS = 100_000


def lines() -> Iterator[Line]:
    """100,000 tickets, no two of them the same, and `why` of a company with 10,000 customers."""
    rng = np.random.default_rng(1)
    drawn = ticket_texts(rng.integers(0, len(THEMES), TICKETS), rng).tolist()
    rows = [RawText("ticket", f"C{n}", None, n, f"{text} Case {_word(n)}.") for n, text in enumerate(drawn)]
    start = process_time()
    reading = read_texts(rows, NOBODY)
    assign([text.words for text in reading.texts], starter(), vectors("tfidf"))
    yield Line("100,000 tickets by TF-IDF, read and masked", Goal(0, 60), figure=process_time() - start)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "company"
        make_demo_company(place, company="Seed", customers=5000, seed=1)
        start = process_time()
        with open_workspace(place) as workspace:
            why_in(workspace)
        yield Line("why, 10,000 rows of customers", Goal(0, 5), figure=process_time() - start)


def _word(number: int) -> str:
    """A word of letters for a number, so that no two texts are the same."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
