"""Every expression that engines disagree on, over values that make them disagree."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from sqlglot import exp

from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit import texts
from holdfast.metrics.emit.rendering import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from holdfast.connect.engines.duckdb import DuckDBEngine
    from holdfast.metrics import Engine

    Probe = Callable[[str], exp.Expr]
    Pair = tuple[exp.Expr, exp.Expr]

BIG = 2**63 - 1
NUMBERS = (None, 0, 1, -1, 2, -7, 62, 10**12, BIG, -BIG)
MASKS = (None, 0, 1, 5, 2**62, 2**62 + 1, BIG)
POSITIONS = (None, 0, 1, 31, 32, 62)
# Month ends, leap days, both changes of clocks in Berlin and New York, long ago, far ahead, microseconds.
MOMENTS = (
    None, "2024-01-31 23:00:00", "2024-02-29 23:59:59.999999", "2024-03-10 06:59:59.999999",
    "2024-03-10 07:00:00", "2024-03-31 00:59:59", "2024-03-31 01:00:00", "2024-10-27 00:30:00",
    "2024-10-27 01:30:00", "2024-11-03 05:30:00.000001", "2024-12-31 23:30:00", "1999-12-31 22:00:00",
    "1970-01-01 00:00:00", "1969-12-31 23:59:59.5", "1918-11-11 11:00:00", "2038-01-19 03:14:08",
    "2299-12-31 12:00:00",
)  # fmt: skip
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia")
TEXTS = (
    None, "", " ", "plain", "it's \"odd\"", "a\\b", "50%", "a_b", "ÀÉîß", "ÿ", "  12 ", "12.0", "12.50",
    "-7", "1e3", "0x10", "999999999999999999", "9999999999999999999", "tab\there", "ab\n", "日本",
    "-- x; DROP",
)  # fmt: skip


def _instant(text: str | None) -> exp.Expr:
    kind = exp.DataType.Type.TIMESTAMPNTZ
    return exp.cast(exp.null(), kind) if text is None else exp.cast(exp.Literal.string(text), kind)


def _whole(number: int | None) -> exp.Expr:
    return exp.cast(exp.null() if number is None else sql.whole(number), exp.DataType.Type.BIGINT)


def _text(value: str | None) -> exp.Expr:
    return exp.cast(exp.null() if value is None else sql.text(value), exp.DataType.Type.TEXT)


A, B = exp.column("a"), exp.column("b")


def _pairs(values: Iterable[exp.Expr]) -> list[Pair]:
    found = list(values)
    return [(one.copy(), other.copy()) for one in found for other in found]


_MOMENTS, _NUMBERS = _pairs(map(_instant, MOMENTS)), _pairs(map(_whole, NUMBERS))
_TEXTS = [(_text(value), _text(None)) for value in TEXTS]
_MASKS = [(_whole(mask), _whole(position)) for mask in MASKS for position in POSITIONS]
_SMALL = _pairs(map(_whole, (None, 0, 1, -1, 7, -7, 10**9)))


def _day(of: exp.Expr, zone: str, dialect: str) -> exp.Expr:
    return sql.local_day(of.copy(), zone, dialect)


def _day_in(zone: str) -> Probe:
    return lambda dialect: _day(B, zone, dialect)


def _yes(condition: exp.Expr) -> exp.Expr:
    return sql.case((condition, sql.whole(1)), default=sql.whole(0))


PROBES: dict[str, tuple[Sequence[Pair], Probe]] = {
    **{f"local day in {zone}": (_MOMENTS[: len(MOMENTS)], _day_in(zone)) for zone in ZONES},
    "days between local days": (
        _MOMENTS, lambda d: sql.days_between(_day(A, "Asia/Tokyo", d), _day(B, "Europe/Berlin", d), d),
    ),
    "microseconds between": (_MOMENTS, lambda d: sql.microseconds_between(A.copy(), B.copy(), d)),
    "month number": (_MOMENTS[: len(MOMENTS)], lambda d: sql.month_number(B.copy(), d)),
    "days later": (_MOMENTS[: len(MOMENTS)], lambda _: sql.days_later(B.copy(), 31)),
    "earliest of": (_MOMENTS, lambda _: sql.earliest_of(A.copy(), B.copy())),
    "before": (_MOMENTS, lambda _: _yes(exp.LT(this=A.copy(), expression=B.copy()))),
    "least": (_NUMBERS, lambda _: exp.Least(this=A.copy(), expressions=[B.copy()], ignore_nulls=True)),
    "greatest": (_NUMBERS, lambda _: exp.Greatest(this=A.copy(), expressions=[B.copy()], ignore_nulls=True)),
    "wide product": (_SMALL, lambda d: exp.Mul(this=sql.wide(A.copy(), d), expression=sql.wide(B.copy(), d))),
    "square of big money": (
        [(_whole(number), _whole(0)) for number in (10**15, -(10**15), 4 * 10**18)],
        lambda d: exp.Mul(this=sql.wide(A.copy(), d), expression=sql.wide(A.copy(), d)),
    ),
    "remainder": (_SMALL, lambda _: exp.Mod(this=A.copy(), expression=sql.whole(60))),
    "whole steps": (
        [(_whole(number), _whole(0)) for number in (None, 0, 1, 59, 60, 61, 10**15)],
        lambda d: sql.steps_of(A.copy(), 60, d),
    ),
    "one bit": (_MASKS, lambda _: sql.bit(B.copy())),
    "bits dropped": (_MASKS, lambda _: sql.shifted_down(A.copy(), B.copy())),
    "bits in both": (_MASKS, lambda _: sql.both(A.copy(), sql.bit(B.copy()))),
    "bits in either": (_MASKS, lambda _: sql.either(A.copy(), sql.bit(B.copy()))),
    "bits of the first only": (_MASKS, lambda _: sql.less(A.copy(), sql.bit(B.copy()))),
    "lowest bit": (_MASKS, lambda _: sql.lowest_bit(A.copy())),
    "number of bits": (_MASKS, lambda _: sql.bit_count(A.copy())),
    "small letters": (_TEXTS, lambda d: texts.lower(A.copy(), d)),
    "capitals": (_TEXTS, lambda d: texts.upper(A.copy(), d)),
    "length of a text": (_TEXTS, lambda d: texts.length(A.copy(), d)),
    "whole number in a text": (_TEXTS, lambda d: texts.whole_in(A.copy(), d)),
    "digits of a hash": (
        _TEXTS,
        lambda _: exp.Substring(this=exp.MD5(this=A.copy()), start=sql.whole(1), length=sql.whole(6)),
    ),
    "a text itself": (_TEXTS, lambda _: A.copy()),
    "text without blanks around": (_TEXTS, lambda _: exp.Trim(this=A.copy())),
    "text like a pattern": (
        _TEXTS, lambda _: _yes(exp.Like(this=A.copy(), expression=sql.text("%a_b%"))),
    ),
}  # fmt: skip
GROUPS: dict[str, tuple[Sequence[Pair], Probe]] = {
    "exact sum": (_NUMBERS, lambda d: sql.exact_sum(B.copy(), d)),
    "exact sum of one sign": ([(_whole(1), _whole(BIG))] * 3, lambda d: sql.exact_sum(B.copy(), d)),
    "count": (_NUMBERS, lambda _: exp.Count(this=B.copy())),
    "count of distinct": (_NUMBERS, lambda _: exp.Count(this=exp.Distinct(expressions=[B.copy()]))),
    "bits of a group": (_MASKS, lambda _: sql.bits_of(A.copy())),
    "least of a group": (_MOMENTS, lambda d: _day(exp.Min(this=B.copy()), "Asia/Tokyo", d)),
    "sum of nothing": ([(_whole(1), _whole(None))], lambda d: sql.exact_sum(B.copy(), d)),
}


@pytest.mark.parametrize("name", PROBES)
def test_every_value_is_the_same(engine: Engine, duckdb: DuckDBEngine, name: str) -> None:
    values, probe = PROBES[name]

    found = _answers(engine, values, probe)

    assert found == _answers(duckdb, values, probe)


@pytest.mark.parametrize("name", GROUPS)
def test_every_group_is_the_same(engine: Engine, duckdb: DuckDBEngine, name: str) -> None:
    values, probe = GROUPS[name]

    found = _grouped(engine, values, probe)

    assert found == _grouped(duckdb, values, probe)


def test_a_running_maximum_takes_ties_and_nulls_as_they_come(engine: Engine, duckdb: DuckDBEngine) -> None:
    order = exp.Order(expressions=[exp.Ordered(this=key.copy(), nulls_first=False) for key in (B, A)])
    spec = exp.WindowSpec(kind="ROWS", start="UNBOUNDED", start_side="PRECEDING", end="CURRENT ROW")
    window = exp.Window(this=exp.Max(this=A.copy()), order=order, spec=spec)

    found, wanted = (_answers(one, _NUMBERS, lambda _: window.copy()) for one in (engine, duckdb))

    assert found == wanted


def test_an_empty_set_of_bits_is_null_and_not_zero(engine: Engine) -> None:
    query = exp.select(sql.bits_of(A.copy()).as_("x")).from_(_table(_MASKS)).where("1 = 0")

    assert list(engine.rows(text_of(query, engine.dialect))) == [(None,)]


def test_an_instant_comes_back_as_it_went_in(engine: Engine) -> None:
    moment = datetime.fromisoformat("2024-10-27 01:30:00.123456")
    query = exp.select(exp.cast(exp.Literal.string(str(moment)), exp.DataType.Type.TIMESTAMPNTZ).as_("x"))

    assert list(engine.rows(text_of(query, engine.dialect))) == [(moment.isoformat(),)]


def _table(values: Sequence[Pair]) -> exp.Subquery:
    rows = [(sql.whole(number), one.copy(), other.copy()) for number, (one, other) in enumerate(values)]
    return sql.table_of("given", ("number", "a", "b"), rows).subquery("rows_given")


def _answers(engine: Engine, values: Sequence[Pair], probe: Probe) -> list[tuple[object, ...]]:
    query = exp.select("number", probe(engine.dialect).as_("x")).from_(_table(values))
    return sorted(engine.rows(text_of(query, engine.dialect)), key=str)


def _grouped(engine: Engine, values: Sequence[Pair], probe: Probe) -> list[tuple[object, ...]]:
    query = exp.select(A.copy(), probe(engine.dialect).as_("x")).from_(_table(values)).group_by(A.copy())
    return sorted(engine.rows(text_of(query, engine.dialect)), key=str)
