"""Where a workspace says which customers left: each source as one SQL code per customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from holdfast.connect.sources.files.model import literal, quoted
from holdfast.service.checks.look import PAID, RUNNING, plain
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look

# Codes of a customer in one source. A source of names knows leavers alone: silence says nothing there.
STAYS, LEFT, CAME_BACK, RUNS_ON, PENDING = 0, 1, 2, 3, 4
_LEAVING_FLAGS = frozenset(
    [
        "churn",
        "churned",
        "churnflag",
        "ischurn",
        "ischurned",
        "haschurned",
        "churnedflag",
        "cancelled",
        "canceled",
        "iscancelled",
        "iscanceled",
        "left",
        "hasleft",
        "lost",
        "islost",
        "islapsed",
        "lapsed",
        "inactive",
        "isinactive",
    ]
)
_STAYING_FLAGS = frozenset(["active", "isactive", "activeflag", "iscustomer", "currentcustomer", "paying"])
# A date of leaving that is filled says gone.
_LEAVING_DATES = frozenset(
    [
        "churndate",
        "churnedat",
        "churnedon",
        "cancelledat",
        "canceledat",
        "cancellationdate",
        "leftat",
        "leavingdate",
    ]
)
_STATUSES = frozenset(
    ["status", "customerstatus", "accountstatus", "state", "customerstate", "lifecyclestage"]
)
# One system knows of a leaver some days before the other.
_LAG = "INTERVAL '7 days'"
_YES, _NO = ("true", "t", "yes", "y", "1", "1.0"), ("false", "f", "no", "n", "0", "0.0")
_GONE = (
    *("churned", "churn", "cancelled", "canceled", "former", "former customer", "lost", "inactive"),
    *("terminated", "closed", "lapsed", "left"),
)
_THERE = ("active", "current", "customer", "live", "paying", "open")


@dataclass(frozen=True, slots=True)
class LeaverSource:
    """One source that says who left.

    Attributes:
        name: As findings write it.
        table: Canonical table that a finding about it belongs to.
        kind: ``flag`` speaks of every customer as of the day of export, ``spans`` of every customer at any
            day, ``names`` only of those who left.
        code: SQL of the customer's code, null where the source does not know.
    """

    name: str
    table: str
    kind: Literal["flag", "spans", "names"]
    code: str


def leaver_sources(look: Look) -> tuple[LeaverSource, ...]:
    """The sources that speak of leaving: flags of customers, subscriptions, reasons for leaving."""
    return (*_flags(look), *_spans(look), *_names(look))


def coded_customers(look: Look, sources: tuple[LeaverSource, ...]) -> str:
    """A query of id and codes k0, k1 … per customer who ever paid, or per customer without subscriptions."""
    codes = ", ".join(f"{source.code} AS k{number}" for number, source in enumerate(sources))
    parts, joins = [], ""
    if look.has("subscriptions"):
        parts.append(f"spans AS ({_spans_sql(look)})")
        joins += " JOIN spans AS p ON p.customer_id = c.customer_id"
    if look.has("churn_reasons"):
        parts.append(f"named AS ({_names_sql(look)})")
        joins += " LEFT JOIN named AS r ON r.customer_id = c.customer_id"
    with_ = f"WITH {', '.join(parts)} " if parts else ""
    return f"{with_}SELECT c.customer_id, {codes} FROM customers AS c{joins}"


def _flags(look: Look) -> Iterator[LeaverSource]:
    if not look.has("customers") or look.is_derived("customers") or _is_cut(look):
        return
    if look.has("customers", "is_paying"):
        code = f"CASE WHEN c.is_paying THEN {STAYS} WHEN NOT c.is_paying THEN {LEFT} END"
        yield LeaverSource("is_paying of customers", "customers", "flag", code)
    for name in look.segments():
        if plain(name) in _LEAVING_DATES:
            filled = f"NULLIF(TRIM(CAST(c.{quoted(name)} AS VARCHAR)), '')"
            code = f"CASE WHEN {filled} IS NULL THEN {STAYS} ELSE {LEFT} END"
            yield LeaverSource(f"{name} of customers", "customers", "flag", code)
        words = _words(plain(name))
        if words is not None:
            gone, there = (", ".join(map(literal, part)) for part in words)
            value = f"LOWER(TRIM(CAST(c.{quoted(name)} AS VARCHAR)))"
            code = f"CASE WHEN {value} IN ({gone}) THEN {LEFT} WHEN {value} IN ({there}) THEN {STAYS} END"
            yield LeaverSource(f"{name} of customers", "customers", "flag", code)


def _words(name: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Values that say gone and those that say there, by the column's name; None where it says neither."""
    if name in _LEAVING_FLAGS:
        return _YES, _NO
    if name in _STAYING_FLAGS:
        return _NO, _YES
    return (_GONE, _THERE) if name in _STATUSES else None


def _is_cut(look: Look) -> bool:
    """Whether the as-of date lies before the day of export, of which flags speak.

    A day is no matter: where no as-of date is given, it is the day of the latest row.
    """
    instants = {"subscriptions": "started_at", "churn_reasons": "left_at"}
    present = [(table, column) for table, column in instants.items() if look.has(table, column)]
    later = [
        f"(SELECT COUNT(*) FROM {table} WHERE {column} >= {look.end} + INTERVAL '1 day')"
        for table, column in present
    ]
    return bool(later) and look.numbers(f"SELECT {' + '.join(later)}") != (0,)


def _spans(look: Look) -> Iterator[LeaverSource]:
    if look.has("subscriptions"):
        code = f"CASE WHEN p.is_running = 1 THEN {STAYS} ELSE {LEFT} END"
        yield LeaverSource("subscriptions", "subscriptions", "spans", code)


def _names(look: Look) -> Iterator[LeaverSource]:
    if look.has("churn_reasons"):
        yield LeaverSource("churn_reasons", "churn_reasons", "names", "r.code")


def _spans_sql(look: Look) -> str:
    runs = f"{PAID} AND {RUNNING} AND (s.ended_at IS NULL OR s.ended_at > {look.end})"
    return (
        f"SELECT s.customer_id, MAX(CASE WHEN {runs} THEN 1 ELSE 0 END) AS is_running "
        f"FROM subscriptions AS s WHERE {PAID} AND s.started_at < {look.end} GROUP BY s.customer_id"
    )


def _names_sql(look: Look) -> str:
    """Per customer its last day of leaving, and whether a span ran on beyond it or began after it."""
    last = (
        "SELECT customer_id, MAX(left_at) AS left_at FROM churn_reasons "
        f"WHERE left_at < {look.end} GROUP BY customer_id"
    )
    if not look.has("subscriptions"):
        return f"SELECT n.customer_id, {LEFT} AS code FROM ({last}) AS n"
    # Notice is given within a paid interval, and a month more is grace: what runs beyond both never ended.
    grace = "n.left_at + (s.interval_months + 1) * INTERVAL '1 month'"
    lasts = f"s.started_at <= n.left_at AND (s.ended_at IS NULL OR s.ended_at > {grace})"
    is_over = f"{grace} < {look.end}"
    if look.has("subscriptions", "cancel_requested_at"):
        # Where notices are recorded, a leaver's span without one is none that is about to end.
        noticed = "(s.cancel_requested_at IS NOT NULL OR s.ended_at IS NOT NULL)"
        is_over = f"({is_over} OR (NOT {noticed} AND n.left_at < {look.end} - {_LAG}))"
    back = f"s.started_at > n.left_at AND s.started_at < {look.end}"
    return (
        "SELECT n.customer_id, CASE "
        f"WHEN MAX(CASE WHEN {lasts} AND {is_over} THEN 1 ELSE 0 END) = 1 THEN {RUNS_ON} "
        f"WHEN MAX(CASE WHEN {back} THEN 1 ELSE 0 END) = 1 THEN {CAME_BACK} "
        f"WHEN MAX(CASE WHEN {lasts} THEN 1 ELSE 0 END) = 1 THEN {PENDING} ELSE {LEFT} END AS code "
        f"FROM ({last}) AS n LEFT JOIN subscriptions AS s ON s.customer_id = n.customer_id AND {PAID} "
        "GROUP BY n.customer_id"
    )
