"""A bridge between two variants as text, CSV and JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from holdfast.metrics import cards
from holdfast.records import Measurement
from holdfast.records.bridge import Bridge, BridgeGroup, BridgeLine, BridgePart
from holdfast.report.bridge import bridge_csv, bridge_json, bridge_text
from holdfast.units import Period

STANDARD = Measurement(
    metric="logo_churn",
    variant="standard",
    version="0" * 12,
    period=Period(date(2024, 5, 1), date(2024, 6, 1)),
    segment=(),
    unit="share",
    value=0.25,
    numerator=1,
    denominator=4,
    interval=None,
    pending=0,
    is_mature=True,
    as_of=date(2024, 8, 1),
)
STRIPE = replace(STANDARD, variant="stripe", value=0.4, numerator=2, denominator=5)
LINE = BridgeLine(
    "c3", "joined and left in the window", "left 2024-05-20", BridgePart(0, 0), BridgePart(1, 1)
)
FOUND = Bridge(STANDARD, STRIPE, (BridgeGroup(LINE.reason, 1, BridgePart(1, 1)),), (LINE,), 0)


def test_the_text_leads_from_one_sum_to_the_other_and_names_each_customer() -> None:
    assert bridge_text(cards()["logo_churn"], FOUND) == (
        "Logo churn (logo_churn), May 2024: from standard to stripe\n"
        "\n"
        "                               customers  numerator  denominator  value\n"
        "-----------------------------  ---------  ---------  -----------  -----\n"
        "standard                                          1            4  25.0%\n"
        "joined and left in the window          1         +1           +1\n"
        "stripe                                            2            5  40.0%\n"
        "\n"
        "customer  standard  stripe  reason                         dates\n"
        "--------  --------  ------  -----------------------------  ---------------\n"
        "c3          0 of 0  1 of 1  joined and left in the window  left 2024-05-20\n"
    )


def test_two_metrics_are_told_apart_by_name() -> None:
    text = bridge_text(cards()["logo_churn"], replace(FOUND, second=replace(STRIPE, metric="retention_rate")))

    assert "May 2024: from logo_churn to retention_rate\n" in text
    assert "customer  logo_churn  retention_rate  reason" in text


def test_too_many_customers_are_counted_and_not_named() -> None:
    text = bridge_text(cards()["logo_churn"], replace(FOUND, lines=(), unlisted=12_345))

    assert text.endswith("12,345 customers are too many to list; narrow them with --where.\n")


def test_variants_that_agree_say_so() -> None:
    text = bridge_text(cards()["logo_churn"], replace(FOUND, groups=(), lines=()))

    assert text.endswith("Nobody is counted otherwise.\n")


def test_the_csv_has_a_row_per_customer() -> None:
    assert bridge_csv(FOUND) == (
        "customer_id,reason,dates,numerator_first,denominator_first,numerator_second,denominator_second\n"
        "c3,joined and left in the window,left 2024-05-20,0,0,1,1\n"
    )


def test_the_json_has_both_values_the_reasons_and_the_customers() -> None:
    document = json.loads(bridge_json(FOUND))

    assert (document["first"]["variant"], document["second"]["value"]) == ("standard", 0.4)
    assert document["groups"] == [{"reason": LINE.reason, "customers": 1, "numerator": 1, "denominator": 1}]
    assert document["customers"][0]["second"] == {"numerator": 1, "denominator": 1}
