"""Why customers leave, in a workspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from holdfast.connect.sources.files.model import quoted
from holdfast.errors import InputError
from holdfast.metrics.departures import departures, paid_days
from holdfast.metrics.exits import last_paid
from holdfast.metrics.snapshots import paid_currencies
from holdfast.metrics.written import written
from holdfast.reasons.privacy.leftovers import privacy_sentences
from holdfast.reasons.privacy.names import contacts
from holdfast.reasons.ranking.model import Lives
from holdfast.reasons.ranking.why import Told, why_customers_leave
from holdfast.reasons.risk.leaks import leaks
from holdfast.reasons.texts.model import RawText
from holdfast.reasons.texts.reading import read_texts
from holdfast.reasons.themes.assigning import assign
from holdfast.reasons.themes.proposing import propose
from holdfast.reasons.themes.vectors import vectors
from holdfast.records.reason import ProposedTheme
from holdfast.service.leavers_known import (
    buyers,
    contradictions,
    ends_ahead,
    gone,
    shop_sentence,
    window_days,
)
from holdfast.service.link_tables import PAYING
from holdfast.service.measuring import request_for
from holdfast.service.theme_files import confirmed_texts, themes_of
from holdfast.service.why_notes import notes_on_reading
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.metrics.request import Request
    from holdfast.metrics.written import Written
    from holdfast.reasons.texts.model import Reading
    from holdfast.reasons.themes.assigning import Assigned
    from holdfast.reasons.themes.confirming import Confirmed
    from holdfast.records.reason import WhyCustomersLeave
    from holdfast.service.workspace import Workspace

TEXTS = ("tickets", "surveys", "churn_reasons")
"""Tables that hold what customers write."""
MOST_CUSTOMERS = 50_000
"""Above it customers are drawn in the engine, as for a panel."""
_YEARS = 8
_REQUESTED = "cancel_requested"
_TOLD_BY = {"tfidf": "words (TF-IDF)", "sentences": "sentence embeddings"}
_PRAISE = {"nps": 9, "csat": 4, "ces": 6}
"""Scores from which on a comment is no complaint."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was read in a workspace.

    Attributes:
        reading: Texts, cleaned and masked.
        listed: Reasons from the list that were chosen on leaving: customer, day, reason.
        sampled_share: Of the customers, 0..1.
    """

    reading: Reading
    listed: tuple[tuple[str, int, str | None], ...]
    sampled_share: float


@dataclass(frozen=True, slots=True)
class Themed:
    """What was read, told by themes.

    Attributes:
        words: Each text once.
        places: For every text of the reading which of the words it is.
        assigned: How well each of the words fits each theme.
        confirmed: Texts that somebody has told.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    assigned: Assigned
    confirmed: tuple[Confirmed, ...]


def why_in(workspace: Workspace, *, way: str = "tfidf") -> WhyCustomersLeave:
    """Why customers leave: themes of what they wrote, weighed against their leaving.

    Nothing is stored. Above 50,000 customers some are drawn, and what was lost is scaled up.

    Args:
        workspace: Open.
        way: ``tfidf`` or ``sentences`` (with the extra ``holdfast[text]``).

    Raises:
        InputError: The way or a file of themes cannot be used, or there is nothing to read.
        SourceError: The engine failed.
    """
    return why_and_texts(workspace, way=way)[0]


def why_and_texts(workspace: Workspace, *, way: str = "tfidf") -> tuple[WhyCustomersLeave, Themed]:
    """Why customers leave, and the texts it rests on, for whoever asks more of them; read and told once.

    Args:
        workspace: Open.
        way: ``tfidf`` or ``sentences`` (with the extra ``holdfast[text]``).

    Raises:
        InputError: The way or a file of themes cannot be used, or there is nothing to read.
        SourceError: The engine failed.
    """
    with workspace.engine.snapshot():
        heard = hear(workspace)
        customers, lives, currency = _lives(workspace, heard.sampled_share)
    lives, left_out = without_leaks(lives)
    read = themed(workspace, heard, way=way)
    assigned, places = read.assigned, list(read.places)
    told = Told(
        texts=heard.reading.texts,
        themes=assigned.themes,
        about=assigned.about[places],
        fits=assigned.scores[places],
        listed=heard.listed,
    )
    found = why_customers_leave(told, lives, customers, as_of=workspace.as_of, currency=currency)
    privacy = privacy_sentences(heard.reading.masked, heard.reading.left, heard.reading.rows)
    notes = (
        *_on_leaving(workspace, lives),
        *left_out,
        *notes_on_reading(heard, told, lives, customers),
        _told_by(way, len(read.confirmed)),
    )
    made = replace(
        found,
        way=way,
        confirmed=len(read.confirmed),
        proposed=_proposed(read.words, assigned),
        notes=(*notes, *privacy),
    )
    return made, read


def themed(workspace: Workspace, heard: Heard, *, way: str) -> Themed:
    """What was read, each text told once by the workspace's themes.

    Raises:
        InputError: The way or a file of themes cannot be used.
    """
    themes, confirmed = themes_of(workspace.path.parent), confirmed_texts(workspace.path.parent)
    texts = heard.reading.texts
    order = {words: place for place, words in enumerate(dict.fromkeys(one.words for one in texts))}
    assigned = assign(list(order), themes, vectors(way), confirmed=confirmed)
    return Themed(tuple(order), tuple(order[one.words] for one in texts), assigned, confirmed)


def hear(workspace: Workspace) -> Heard:
    """What customers wrote in tickets, survey comments and on leaving; praise is left out.

    Raises:
        InputError: None of the tables is there.
        SourceError: The engine failed.
    """
    engine, request = workspace.engine, _request(workspace)
    if set(TEXTS).isdisjoint(workspace.tables):
        raise InputError(
            str(workspace.path),
            "no table holds what customers wrote",
            "tickets, surveys or churn_reasons",
            "Map one of them",
        )
    # Without a list of customers, nor orders or subscriptions to make one of, whoever writes is one.
    listed_in = "customers" if "customers" in workspace.tables else _first_table(workspace)
    [[count]] = engine.rows(f"SELECT COUNT(DISTINCT customer_id) FROM {listed_in}")  # noqa: S608 - a table's name
    share = min(1.0, MOST_CUSTOMERS / max(int(count or 0), 1))
    rows: list[RawText] = []
    listed: list[tuple[str, int, str | None]] = []
    for source in ("ticket", "survey", "leaving"):
        for row in written(engine, request, source, sampled_share=share):
            if source == "leaving":
                listed.append((row.customer_id, row.on.toordinal(), _text(row, "reason")))
            if source == "ticket" or row.words is not None:
                rows += _raw(source, row)
    rows.sort(key=lambda one: (one.day, one.customer_id, one.words or ""))
    reading = read_texts(rows, contacts(emails=_emails(workspace)))
    return Heard(reading, tuple(sorted(listed, key=str)), share)


def _told_by(way: str, confirmed: int) -> str:
    taught = f", and taught by {confirmed:,} confirmed texts" if confirmed else ""
    return f"Themes are told by {_TOLD_BY[way]}{taught}."


def _on_leaving(workspace: Workspace, lives: Lives) -> Iterator[str]:
    """What a reader must know of who counts as having left."""
    if "subscriptions" in workspace.tables:
        if not np.isfinite(lives.left).any():
            yield from ends_ahead(workspace)
        yield from contradictions(workspace)
    elif some := buyers(workspace):
        yield shop_sentence(workspace, some)
        yield f"Here who has not ordered for {window_days(workspace)} days counts as gone."


def without_leaks(lives: Lives) -> tuple[Lives, tuple[str, ...]]:
    """The customers without segments that say who left, and a sentence for each of these.

    Who stands as cancelled would be held against others who do, and nothing would go with leaving.
    """
    texts = {name: values.astype(np.object_) for name, values in lives.segments.items()}
    found = {one.column: one.reason for one in leaks(texts, np.isfinite(lives.left).astype(np.float64))}
    kept = {name: values for name, values in lives.segments.items() if name not in found}
    said = (f"{name} is not adjusted for, and not looked at: {reason}." for name, reason in found.items())
    return replace(lives, segments=kept), tuple(said)


def _request(workspace: Workspace) -> Request:
    """Of logo churn; its start says from when on days are told fast, and need not be looked up."""
    start = workspace.as_of - timedelta(days=_YEARS * 366)
    return replace(request_for(workspace, PAYING), data_start=start)


def _first_table(workspace: Workspace) -> str:
    """Of those that hold what customers wrote."""
    return next(table for table in workspace.tables if table in TEXTS)


def _raw(source: str, row: Written) -> Iterator[RawText]:
    score = row.more.get("score")
    praised = _PRAISE.get(str(row.more.get("kind")))
    if source == "survey" and praised and score is not None and float(score) >= praised:
        return
    yield RawText(source, row.customer_id, _text(row, "person_id"), row.on.toordinal(), row.words)  # type: ignore[arg-type]


def _text(row: Written, name: str) -> str | None:
    value = row.more.get(name)
    return None if value is None else str(value)


def _emails(workspace: Workspace) -> list[str]:
    """Addresses of the contact list, whose names are masked.

    Of persons who were erased too, as long as the company's own list has them; they are kept nowhere.
    """
    loaded = workspace.sources.tables.get("people")
    source = (
        next((one.source for one in loaded.conversions if one.column.name == "email"), None)
        if loaded
        else None
    )
    if loaded is None or source is None:
        return []
    sql = (
        f"SELECT DISTINCT {quoted(source)} FROM ({loaded.source_sql}) AS r WHERE {quoted(source)} IS NOT NULL"  # noqa: S608 - a name, quoted
    )
    return sorted(str(email).strip() for (email,) in workspace.sources.raw.rows(sql))


def _proposed(words: Sequence[str], assigned: Assigned) -> tuple[ProposedTheme, ...]:
    nowhere = np.flatnonzero(assigned.fits_nowhere)
    texts = [words[place] for place in nowhere.tolist()]
    return tuple(
        ProposedTheme(one.words, one.texts, one.quotes)
        for one in propose(texts, assigned.rows[nowhere], words)
    )


def _lives(workspace: Workspace, share: float) -> tuple[list[str], Lives, str | None]:
    """Customers who ever paid; none where no table says who left."""
    engine = workspace.engine
    if "subscriptions" not in workspace.tables:
        return _shop_lives(workspace)
    requested = "cancel_requested_at" in engine.columns("subscriptions")
    ends = replace(_request(workspace), parameters=workspace.metric_parameters(PAYING))
    request = replace(ends, parameters={**ends.parameters, "variant": _REQUESTED}) if requested else ends
    left = departures(engine, request, sampled_share=share)
    began = {
        one: min(start for start, _ in spans)
        for one, spans in paid_days(engine, request).items()
        if one in left
    }
    customers = sorted(one for one in left if one in began)
    paid = last_paid(engine, ends, *([request] if requested else []), sampled_share=share)
    currencies = paid_currencies(engine, request)
    lives = Lives(
        began=np.array([began[one].toordinal() for one in customers], dtype=np.int64),
        left=np.array(
            [np.nan if (day := left[one]) is None else day.toordinal() for one in customers], dtype=np.float64
        ),
        paid=np.array([paid.get(one, np.nan) for one in customers], dtype=np.float64),
        segments=_segments(workspace, customers),
        until=workspace.as_of.toordinal(),
        sampled_share=share,
    )
    return customers, lives, currencies[0] if len(currencies) == 1 else None


def _shop_lives(workspace: Workspace) -> tuple[list[str], Lives, str | None]:
    """Of buyers: one counts as gone once the window of the repeat purchase rate passed without an order."""
    some = buyers(workspace)
    customers = [one.customer_id for one in some]
    lives = Lives(
        began=np.array([one.first for one in some], dtype=np.int64),
        left=gone(workspace, some),
        paid=np.array([one.monthly_minor for one in some], dtype=np.float64),
        segments=_segments(workspace, customers),
        until=workspace.as_of.toordinal(),
    )
    return customers, lives, workspace.company.currency if some else None


def _segments(
    workspace: Workspace, customers: Sequence[str]
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.str_]]]:
    present = workspace.engine.columns("customers")
    names = [name for name in workspace.segments if name in present]
    if not names or not customers:
        return {}
    columns = ", ".join(f'"{name}"' for name in names)
    values = {
        str(customer): ["(none)" if value is None else str(value) for value in row]
        for customer, *row in workspace.engine.rows(f"SELECT customer_id, {columns} FROM customers")  # noqa: S608 - names of columns
    }
    empty = ["(none)"] * len(names)
    return {
        name: np.array([values.get(one, empty)[place] for one in customers], dtype=np.str_)
        for place, name in enumerate(names)
    }
