"""Metrics and segments of a workspace's own give the same counts on every engine, to the last integer."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from holdfast.metrics import Request, catalogue, compile_sql, resolve
from holdfast.metrics.expression.reading import SEGMENT, read_expression
from holdfast.metrics.expression.scope import scope_of
from holdfast.metrics.own.declaring import declare

if TYPE_CHECKING:
    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics import Engine

AS_OF = date(2024, 6, 12)
DEFINITIONS = tomllib.loads("""
[second_ticket]
form = "share"
better = "down"
population = { table = "tickets", at = "opened_at", entity = "customer_id" }
window = { days = 45 }
[second_ticket.outcome]
table = "engagements"
at = "completed_at"
where = "kind like 'on%' or kind = 'review_call'"
count = 2

[solved_soon]
form = "share"
better = "up"
population = { table = "tickets", at = "opened_at", where = "opened_at > date '2024-01-31'" }
outcome = { at = "first_public_reply_at", where = "days_between(opened_at, first_public_reply_at) <= 1" }
window = { days = 3 }

[again]
form = "share"
better = "up"
outcome = { again = "order_id" }
window = { days = 60 }
[again.population]
table = "orders"
at = "ordered_at"
where = "kind not in ('refund', 'test') and 2 * amount_minor - 1 > 0"

[left]
form = "state"
better = "down"
outcome = { until = "ended_at" }
[left.population]
table = "subscriptions"
at = "started_at"
where = "coalesce(amount_minor, 0) > 0 and not state = 'trial'"

[waited]
form = "duration"
better = "down"
population = { table = "tickets", at = "opened_at", where = "date(opened_at) <> date '2024-03-31'" }
outcome = { until = "first_public_reply_at" }
window = { hours = 4 }

[met_after]
form = "duration"
better = "down"
outcome = { table = "engagements", at = "completed_at" }
window = { days = 10 }
[met_after.population]
table = "customers"
at = "signed_at"
where = "free_since is null or free_since >= signed_at"

[liked]
form = "score"
better = "up"
outcome = { value = "score" }
[liked.population]
table = "surveys"
at = "answered_at"
where = "abs(score - 5) <= 5"
asked = "lower(upper(kind)) = 'nps'"
asked_at = "sent_at"

[earned]
form = "sum"
better = "up"
population = { table = "orders", at = "ordered_at", where = "customer_id is not null" }
outcome = { value = "amount_minor" }

[earned_per_ticket]
form = "ratio"
better = "up"
numerator = "earned"
denominator = { table = "tickets", at = "opened_at", where = "first_public_reply_at is not null" }
""")
OWN = catalogue().with_own(declare(DEFINITIONS, known=catalogue().metrics, place=".".join, scopes=scope_of))
SEGMENTS = {
    "by size": "case size when 'large' then 1 when 'small' then 2 end",
    "short": "length(trim(size)) > 5 or size is null",
    "signing day": "date(signed_at)",
    "from": "case when signed_at <= date '2024-03-31' then upper(size) else 'é ''\" \\' end",
    "days": "case when days_between(signed_at, free_since) > 0 then 'later' else 'once' end",
    "number": "coalesce(whole(world), -1) * 10 + 5",
}  # fmt: skip
SHAPES = {
    "months in Berlin": {"start": date(2024, 1, 1), "by": ("by size", "from"), "time_zone": "Europe/Berlin"},
    "weeks in Kathmandu": {
        "grain": "week", "start": date(2024, 2, 20), "by": ("number", "short"), "time_zone": "Asia/Kathmandu",
        "filters": {"days": ("later", "(none)")},
    },
    "quarters in New York": {"grain": "quarter", "by": ("signing day",), "time_zone": "America/New_York"},
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_count_is_the_same(engine: Engine, duckdb: DuckDBEngine, name: str, shape: str) -> None:
    scope = scope_of("customers", duckdb.columns("customers"))
    expressions = {
        name: read_expression(text, scope, where=name, wanted=SEGMENT) for name, text in SEGMENTS.items()
    }
    request = Request(metric=name, as_of=AS_OF, expressions=expressions, catalogue=OWN, **SHAPES[shape])  # type: ignore[arg-type]
    request = resolve(duckdb, request)

    found = Counter(engine.rows(compile_sql(request, engine=engine)))

    assert found == Counter(duckdb.rows(compile_sql(request, engine=duckdb)))
    assert found
    assert (
        all(float(value).is_integer() for row in found for value in row if isinstance(value, float)) is True
    )
