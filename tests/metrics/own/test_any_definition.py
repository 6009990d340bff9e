"""Whatever stands in a definition, it is a metric that can be compiled, or an error that says where."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import InputError
from holdfast.metrics import Catalogue, Request, catalogue, compile_sql
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare
from holdfast.metrics.own.keys import FORMS, PARTS

_SHARE: dict[str, Any] = {
    "form": "share",
    "better": "up",
    "population": {"table": "customers", "at": "signed_at", "where": "free_since is null"},
    "outcome": {"table": "events", "at": "occurred_at", "where": "name = 'x'", "count": 2},
    "window": {"days": 14},
}
_RATIO: dict[str, Any] = {
    "form": "ratio",
    "better": "up",
    "numerator": {"table": "orders", "at": "ordered_at", "value": "amount_minor"},
    "denominator": {"table": "tickets", "at": "opened_at"},
}
_SCORE: dict[str, Any] = {
    "form": "score",
    "better": "up",
    "population": {"table": "surveys", "at": "answered_at", "asked": "kind = 'nps'", "asked_at": "sent_at"},
    "outcome": {"value": "score", "scale": [1, 5], "boxes": [4, 5]},
}
_WORDS = (
    "customers",
    "events",
    "tickets",
    "day",
    "row",
    "customer",
    "ever",
    "own",
    "nps",
    "signed_at",
    "score",
    "1",
)
VALUES = st.one_of(
    st.sampled_from(
        [*FORMS, *_WORDS, "opened_at", "customer_id", "ended_at", "kind = 'x'", "score > :n", "a b"]
    ),
    st.integers(-3, 400),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.lists(st.integers(0, 9), max_size=3),
    st.dictionaries(
        st.sampled_from(["table", "at", "days", "hours", "n", "value"]), st.integers(0, 9), max_size=2
    ),
    st.text(max_size=6),
)
KEYS = [(part, key.name) for part, keys in PARTS.items() for key in keys] + [
    ("", "colour"),
    ("outcome", "colour"),
]


@settings(max_examples=300)
@given(
    base=st.sampled_from([_SHARE, _RATIO, _SCORE]),
    changes=st.lists(st.tuples(st.sampled_from(KEYS), VALUES), min_size=1, max_size=3),
    removed=st.one_of(st.none(), st.sampled_from(KEYS)),
)
def test_a_definition_is_a_metric_or_an_error_that_says_where(
    base: dict[str, Any], changes: list[tuple[tuple[str, str], object]], removed: tuple[str, str] | None
) -> None:
    definition = deepcopy(base)
    for (part, key), value in changes:
        place = definition.setdefault(part, {}) if part else definition
        if isinstance(place, dict):
            place[key] = value
    if removed and isinstance(definition.get(removed[0], definition), dict):
        (definition.get(removed[0], {}) if removed[0] else definition).pop(removed[1], None)

    try:
        made = declare({"own": definition}, known=catalogue().metrics, place=".".join, scopes=scope_of)
    except InputError as error:
        assert error.where.startswith("metrics.own")  # noqa: PT017 - either is right
        return

    request = Request(metric="own", as_of=date(2024, 6, 1), start=date(2024, 5, 1), catalogue=Catalogue(made))
    assert compile_sql(request, dialect="duckdb")
