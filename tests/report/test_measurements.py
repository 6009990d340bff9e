from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from holdfast.report.measurements import measurements_csv, measurements_json, measurements_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.records import Measurement, MetricCard


def test_the_table_is_aligned_and_holds_no_column_that_says_everybody_in_each_row(
    card: MetricCard, measure: Callable[..., Measurement]
) -> None:
    text = measurements_text(card, [measure(7, 70, 80), measure(8, 1000, 1100)])

    lines = text.splitlines()
    head = next(i for i, line in enumerate(lines) if line.startswith("period"))
    assert "segment" not in lines[head]
    ends = {line.index("final") for line in lines[head + 2 : head + 4]}
    assert len(ends) == 1
    assert "Data up to 1 Oct 2026 (that day not included)" in text


def test_an_undefined_value_and_a_provisional_one_say_so_in_words(
    card: MetricCard, measure: Callable[..., Measurement]
) -> None:
    text = measurements_text(card, [measure(7, 0, 0), measure(9, 180, 199, pending=41)])

    assert "no value (nobody to count)" in text
    assert "not final yet: 41 of 240 still within their 10 days" in text


def test_no_measurement_is_a_sentence_and_not_an_empty_table(card: MetricCard) -> None:
    assert "Nothing to measure" in measurements_text(card, [])


def test_csv_holds_shares_as_fractions_and_undefined_values_as_nothing(
    measure: Callable[..., Measurement],
) -> None:
    segment = (("size", 'large; "key"'),)

    rows = list(
        csv.DictReader(StringIO(measurements_csv([measure(7, 30, 40, segment=segment), measure(8, 0, 0)])))
    )

    assert [row["value"] for row in rows] == ["0.75", ""]
    assert rows[0]["segment"] == 'size=large; "key"'
    assert [row["details.median_days"] for row in rows] == ["2.5", ""]
    assert rows[0]["period_end"] == "2026-08-01"


def test_json_holds_the_card_and_null_for_what_is_undefined(
    card: MetricCard, measure: Callable[..., Measurement]
) -> None:
    document = json.loads(measurements_json(card, [measure(8, 0, 0)]))

    assert document["metric"]["name"] == "onboarding_scheduled"
    assert document["measurements"][0]["value"] is None
    assert document["measurements"][0]["interval"] is None
    assert document["measurements"][0]["as_of"] == "2026-10-01"
