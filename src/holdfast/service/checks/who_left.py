"""The reconcile gate: sources that say who left have to agree before any churn is worth a target."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from holdfast.service.checks.leaver_sources import (
    CAME_BACK,
    LEFT,
    RUNS_ON,
    STAYS,
    LeaverSource,
    coded_customers,
    leaver_sources,
)
from holdfast.service.checks.places import EXAMPLES, examples
from holdfast.service.checks.wording import contradiction, finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.checks.look import Look
    from holdfast.tables import CheckFinding, Example

Codes = tuple[int | None, ...]
_REMEDY = "Find out which source is right, and map that one alone; until then no churn of these data holds"
_ORDER = ("note", "warning", "error")


def find(look: Look) -> Iterator[CheckFinding]:
    """One finding with the count of each source, and one per pair that disagrees; none where all agree.

    A customer named in `churn_reasons` who never stopped paying contradicts; one who left and is not named
    does not, since nobody is made to give a reason. Who came back, or gave notice lately, agrees with all.
    """
    sources = leaver_sources(look) if look.end else ()
    if len(sources) < 2:  # noqa: PLR2004 (it takes two to disagree)
        return
    coded = coded_customers(look, sources)
    table = _cross_table(look, coded, len(sources))
    pairs = list(_pairs(look, coded, sources, table))
    if pairs:
        yield _summary(sources, table, pairs)
        yield from pairs


def _cross_table(look: Look, coded: str, width: int) -> Counter[Codes]:
    """Customers by their codes in each source."""
    keys = ", ".join(f"k{number}" for number in range(width))
    rows = look.rows(f"SELECT {keys}, COUNT(*) FROM ({coded}) AS t GROUP BY {keys}")
    return Counter(
        {tuple(None if code is None else int(code) for code in row[:-1]): int(row[-1] or 0) for row in rows}
    )


def _pairs(
    look: Look, coded: str, sources: tuple[LeaverSource, ...], table: Counter[Codes]
) -> Iterator[CheckFinding]:
    for (i, one), (j, other) in combinations(enumerate(sources), 2):
        only_one = sum(n for codes, n in table.items() if _only(one, codes[i], other, codes[j]))
        only_other = sum(n for codes, n in table.items() if _only(other, codes[j], one, codes[i]))
        if not only_one + only_other:
            continue
        both = sum(n for codes, n in table.items() if _is_left(codes[i]) and _is_left(codes[j]))
        count, of = only_one + only_other, only_one + only_other + both
        yield finding(
            table=one.table if other.kind == "flag" else other.table,
            kind="contradictory",
            severity=contradiction(count / of),
            says=f"{one.name} and {other.name} disagree about {count:,} customers: {both:,} left by both, "
            f"{only_one:,} by {one.name} alone, {only_other:,} by {other.name} alone",
            count=count,
            of=of,
            remedy=_REMEDY,
            examples=_examples(look, coded, (i, one), (j, other)),
        )


def _only(one: LeaverSource, code: int | None, other: LeaverSource, against: int | None) -> bool:
    """Whether the customer left by one source and stays by the other."""
    if not _is_left(code):
        return False
    if other.kind == "names":
        return False  # not to be named says nothing
    if one.kind == "names" and other.kind == "spans":
        return code == RUNS_ON
    return against == STAYS


def _is_left(code: int | None) -> bool:
    return code in {LEFT, RUNS_ON}


def _examples(
    look: Look, coded: str, first: tuple[int, LeaverSource], second: tuple[int, LeaverSource]
) -> tuple[Example, ...]:
    (i, one), (j, other) = first, second
    left = f"k{{}} IN ({LEFT}, {RUNS_ON})"
    conditions = [f"({left.format(i)} AND k{j} = {STAYS})"] if other.kind != "names" else []
    conditions += [f"({left.format(j)} AND k{i} = {STAYS})"] if one.kind != "names" else []
    if other.kind == "names" and one.kind == "spans":
        conditions = [f"k{j} = {RUNS_ON}"]
    sql = (
        f"SELECT customer_id FROM ({coded}) AS t WHERE {' OR '.join(conditions)} "
        f"ORDER BY customer_id LIMIT {EXAMPLES}"
    )
    found = [(str(key), f"customer_id {key}") for (key,) in look.rows(sql)]
    return examples(look, other.table, "customer_id", found)


def _summary(
    sources: tuple[LeaverSource, ...], table: Counter[Codes], pairs: list[CheckFinding]
) -> CheckFinding:
    counts = ", ".join(_count_words(number, source, table) for number, source in enumerate(sources))
    worst = max(pairs, key=lambda pair: _ORDER.index(pair.severity))
    return finding(
        table=next((s.table for s in sources if s.kind == "spans"), "customers"),
        kind="contradictory",
        severity=worst.severity,
        says=f"the sources do not agree who left; of {table.total():,} customers left by {counts}. "
        f"Together: {_crossed(sources, table)}",
        count=max(pair.count for pair in pairs),
        of=table.total(),
        remedy=_REMEDY,
    )


def _crossed(sources: tuple[LeaverSource, ...], table: Counter[Codes]) -> str:
    """Customers by the sources that count or name them, the largest group first."""
    groups: Counter[str] = Counter()
    for codes, n in table.items():
        by = [s.name for s, code in zip(sources, codes, strict=True) if code is not None and code != STAYS]
        groups[f"by {' and '.join(by)}{' alone' if len(by) == 1 else ''}" if by else "by none"] += n
    ordered = sorted(groups.items(), key=lambda group: (-group[1], group[0]))
    return ", ".join(f"{n:,} {name}" for name, n in ordered)


def _count_words(number: int, source: LeaverSource, table: Counter[Codes]) -> str:
    codes: Counter[int | None] = Counter()
    for key, n in table.items():
        codes[key[number]] += n
    if source.kind != "names":
        return f"{source.name} {codes[LEFT]:,}"
    named = sum(n for code, n in codes.items() if code is not None)
    back = f" ({codes[CAME_BACK]:,} of them back)" if codes[CAME_BACK] else ""
    return f"{source.name} {named:,}{back}"
