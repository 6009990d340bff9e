"""Who is at risk in one plain table with a flag of who left: `holdfast risk --table`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from holdfast.connect.sources.files.plain_table import plain_table
from holdfast.errors import InputError
from holdfast.reasons.risk.assessing import trust_of
from holdfast.reasons.risk.because import because, rests_on, typical_values, weights
from holdfast.reasons.risk.choosing import outside
from holdfast.reasons.risk.cross_section import fit_table, flag_values, table_frame
from holdfast.reasons.risk.doubting import doubt_of
from holdfast.reasons.risk.leaks import AT_LEAVING, leak_by_name, leaks, refuse_leaks
from holdfast.reasons.risk.models import chances
from holdfast.reasons.risk.refusing import refuse_little
from holdfast.records.risk import AtRisk, RiskReport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from holdfast.reasons.risk.cross_section import CrossSection
    from holdfast.reasons.risk.leaks import Leak

    Texts = NDArray[np.object_]
    Reals = NDArray[np.float64]

_PARTS = 5
_WEIGHED = 5_000
_DAY_LIKE = 0.9


@dataclass(frozen=True, slots=True)
class TableQuestion:
    """Which file, and which of its columns say what.

    Attributes:
        flag: Column that says who left.
        id_column: Column that names the customer; None takes the first one that differs in every row.
        without: Columns that are not used.
        features: Columns that must be used; one that knows the future is refused.
        length: Customers on the list; None lists everybody.
    """

    flag: str
    id_column: str | None = None
    without: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    length: int | None = 10


def risk_in_table(path: Path, question: TableQuestion) -> RiskReport:
    """A chance for each row by customers like it, listed for those who are flagged as still there.

    Raises:
        InputError: No such column; a flag that is neither yes nor no or that contradicts a date of leaving;
            nobody, everybody or fewer than 30 left; a column asked for knows the future.
        SourceError: The file cannot be read.
    """
    columns = {name: np.array(v, dtype=object) for name, v in plain_table(path).items()}
    _refuse_unknown(path, columns, question)
    left = flag_values(question.flag, columns[question.flag])
    where = str(path)
    refuse_little(where, events=int(left.sum()), customers=len(left), stayed=int((left == 0).sum()))
    named = question.id_column or _id_column(columns)
    told = {n: v for n, v in columns.items() if n not in {question.flag, named, *question.without}}
    _refuse_contradiction(question.flag, left, told)
    left_out = leaks(told, left)
    refuse_leaks(question.features, left_out)
    used = {n: v for n, v in told.items() if n not in {leak.column for leak in left_out}}
    frame = table_frame(used)
    if not frame.rows:
        raise InputError(
            where, "no column is left to tell customers apart by", "at least one", "Bring more columns"
        )
    fitted = fit_table(frame, left)
    names = columns[named] if named else np.array([f"row {n + 1}" for n in range(len(left))], dtype=object)
    return _report(fitted, names, question, left_out)


def _refuse_unknown(path: Path, columns: Mapping[str, Texts], question: TableQuestion) -> None:
    asked = (question.flag, *((question.id_column,) if question.id_column else ()), *question.features)
    for name in asked:
        if name not in columns:
            raise InputError(
                str(path),
                f"there is no column {name!r}",
                f"one of: {', '.join(columns)}",
                "Name one of these",
            )


def _id_column(columns: Mapping[str, Texts]) -> str | None:
    return next((n for n, v in columns.items() if len(v) > 1 and len(set(v.tolist())) == len(v)), None)


def _refuse_contradiction(flag: str, left: Reals, columns: Mapping[str, Texts]) -> None:
    """A day of leaving that is filled for those who stayed, or empty for those who left."""
    for name, values in columns.items():
        filled = np.array([bool(value) for value in values.tolist()])
        is_days = np.array([str(v)[:4].isdigit() and "-" in str(v) for v in values[filled].tolist()])
        if leak_by_name(name) != AT_LEAVING or not filled.any() or is_days.mean() < _DAY_LIKE:
            continue
        stayed, gone = int((filled & (left == 0)).sum()), int((~filled & (left == 1)).sum())
        if stayed + gone > max(3, 0.1 * left.sum()):
            raise InputError(
                f"column {flag}",
                f"{stayed:,} rows with a day in {name!r} are not flagged as left, {gone:,} flagged have none",
                f"a flag that agrees with {name!r}",
                f"Correct whichever is wrong, or leave the days out by --without {name}",
            )


def _report(
    fitted: CrossSection, names: Texts, question: TableQuestion, left_out: tuple[Leak, ...]
) -> RiskReport:
    sample, model = fitted.sample, fitted.model
    recipe = next(one for one in fitted.tried if one.taken)
    unseen = outside(fitted.recipe, sample, parts=_PARTS, seed=1)
    # A row that is flagged helped to fit the model: its own chance is the one by the others.
    still = np.flatnonzero(sample.left == 0)
    order = still[np.argsort(-unseen[still], kind="stable")][: question.length]
    typical = typical_values(sample.frame)
    told = because(model, sample.frame.take(order), typical)
    seen = sample.frame.take(np.arange(min(_WEIGHED, len(names))))
    expected = float(unseen[still].sum())
    trust = trust_of(unseen, sample.left, "customers of the table, each by a model that had not seen it")
    return RiskReport(
        doubt=doubt_of(trust),
        as_of=None,
        horizon_days=None,
        customers=len(still),
        expected_leavers=expected,
        events=sample.events,
        model=recipe.model,
        listed=tuple(
            AtRisk(str(names[row]), float(unseen[row]), None, why)
            for row, why in zip(order.tolist(), told, strict=True)
        ),
        order="chance",
        listed_share=float(unseen[order].sum()) / expected if expected else 0.0,
        gave_notice=0,
        money=None,
        currency=None,
        trust=trust,
        receipt=None,
        tried=fitted.tried,
        rests_on=rests_on(weights(model, seen, typical)),
        left_out=tuple((leak.column, leak.reason) for leak in left_out),
        notes=_NOTES,
    )


_NO_DAYS = (
    "The table has no days: what was known before a customer left, and what was written afterwards, cannot be"
    " told apart by time. Columns that show by name or values that they know the future are left out."
)
_NOTES = (
    _NO_DAYS,
    "A chance here is how often customers like this one are flagged as left, not a chance within some days.",
)


def table_chances(
    columns: Mapping[str, Texts], left: Reals, learn_from: NDArray[np.int64], asked: NDArray[np.int64]
) -> Reals:
    """Chances of some rows of a table by a model fitted on others; for benchmarks and tests.

    Args:
        columns: Text of each column.
        left: 0 or 1.
        learn_from: Rows to fit on.
        asked: Rows to give chances.
    """
    frame = table_frame(columns)
    fitted = fit_table(frame.take(learn_from), left[learn_from])
    return chances(fitted.model, frame.take(asked))
