"""Events grouped by actor: in which intervals each did what, as bits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from holdfast.metrics.emit import actor_words, kept_actors, members
from holdfast.metrics.emit import primitives as sql
from holdfast.metrics.emit.bits import WORD, Bits
from holdfast.metrics.emit.positions import position
from holdfast.metrics.forms.model import Condition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.metrics.expression.model import Expression
    from holdfast.metrics.plan import Plan

PERSON = "person_id"
_AT, _NAME = "occurred_at", "name"


@dataclass(frozen=True, slots=True)
class Trail:
    """The intervals in which an actor did something.

    Attributes:
        events: Names of the events that count; empty where any does.
        cuts: Instants between which the intervals lie, in rising order; position 0 is what came before the
            first, and the last position what came at the last or after it.
        at_least: How many events an interval needs.
        until: Events from this instant on do not count; None where they all do.
        keeps_last: The last position is a column of its own.
        only_first_ever: Empty where the actor's very first event of any name is another.
    """

    events: tuple[str, ...]
    cuts: tuple[datetime, ...]
    at_least: int = 1
    until: datetime | None = None
    keeps_last: bool = False
    only_first_ever: bool = False

    @property
    def size(self) -> int:
        """How many words the bits take."""
        return len(self.cuts) // WORD + 1

    def bits(self, number: int, step: str = "actors") -> Bits:
        """The bits as columns of a step."""
        columns = [sql.column(name, step) for name in self.names(number)]
        return Bits(tuple(columns[: self.size]), columns[-1] if self.keeps_last else None)

    def names(self, number: int) -> tuple[str, ...]:
        """Names of the columns: the words, and the last position where it is kept."""
        words = tuple(f"trail_{number}_{word}" for word in range(self.size))
        return (*words, f"trail_{number}_last") if self.keeps_last else words


def merged_trails(trails: Sequence[Trail]) -> list[Trail]:
    """Trails with all the positions of the given ones: the same but for cuts that go on for longer."""
    found: list[Trail] = []
    for trail in sorted(trails, key=lambda trail: -len(trail.cuts)):
        place = next((place for place, one in enumerate(found) if _contains(one, trail)), None)
        if place is None:
            found.append(trail)
        elif trail.keeps_last:
            found[place] = replace(found[place], keeps_last=True)
    return actor_words.lengthened(found)


def place_of(trail: Trail, merged: Sequence[Trail]) -> int:
    """Position among merged trails of the one that stands for a trail."""
    return next(place for place, one in enumerate(merged) if _contains(one, trail))


def _contains(longer: Trail, trail: Trail) -> bool:
    # What came after the last cut of the shorter one has later positions in the longer one.
    same = replace(longer, cuts=trail.cuts, keeps_last=trail.keeps_last)
    return same == trail and longer.cuts[: len(trail.cuts)] == trail.cuts


def with_actors(  # noqa: PLR0913 - the step's own options are keywords
    query: sql.Query,
    plan: Plan,
    trails: Sequence[Trail],
    dialect: str,
    *,
    name: str = "actors",
    materialized: bool = False,
) -> sql.Query:
    """Adds the step ``actors``, or of another name: an actor's words of each trail and segments.

    Events without a customer, and those from the as-of date on, are no one's. Who has no bit in any trail may
    still have a row.
    """
    if plan.actors:
        kept = kept_actors.bits_of_kept(plan, plan.actors, trails)
        return query.with_(name, as_=kept, materialized=materialized)
    steps = members.with_members(query, plan)
    cuts = list(dict.fromkeys(trail.cuts for _, trail in _collected(trails)))
    steps = steps.with_("seen", as_=_seen(plan, trails, cuts, dialect))
    source = "seen"
    if any(trail.at_least > 1 for trail in trails):
        source = "often"
        steps = steps.with_(source, as_=_counted(plan, trails, cuts))
    merged = _merged(plan, trails, cuts, source, dialect)
    later = actor_words.steps_after(actor(plan), trails, dialect, "collected")
    for number, step in enumerate(later):
        steps, merged = steps.with_(f"collected_{number}", as_=merged), step
    if not plan.needs_customers:
        return steps.with_(name, as_=merged, materialized=materialized)
    steps = steps.with_("merged", as_=merged)
    return steps.with_(name, as_=_with_segments(plan, trails), materialized=materialized)


def _collected(trails: Sequence[Trail]) -> list[tuple[int, Trail]]:
    """Those that are read of events, with their numbers; the others are read off them."""
    return [(n, trail) for n, trail in enumerate(trails) if actor_words.finer(trail, trails) is None]


def bits_of_events(plan: Plan, trails: Sequence[Trail], dialect: str, *, since: datetime | None) -> sql.Query:
    """One row per actor with an event since an instant, or ever, before the as-of date: its words."""
    cuts = list(dict.fromkeys(trail.cuts for trail in trails))
    seen = _seen(plan, trails, cuts, dialect)
    if since:
        seen = seen.where(sql.not_before(sql.column(plan.metric.form.population.at), since))
    steps, found = [("seen", seen)], _merged(plan, trails, cuts, "seen", dialect)
    for number, step in enumerate(actor_words.steps_after(actor(plan), trails, dialect, "collected")):
        steps.append((f"collected_{number}", found))
        found = step
    for name, made in steps:
        found = found.with_(name, as_=made)
    return found


def actor(plan: Plan) -> list[str]:
    """The columns that tell actors apart: the customer, or its persons."""
    return [members.CUSTOMER, PERSON] if _is_person(plan) else [members.CUSTOMER]


def _is_person(plan: Plan) -> bool:
    return dict(plan.numbers).get("actor") == "person"


def same(plan: Plan, one: str, other: str) -> exp.Expr:
    """Rows of two steps are of one actor; who is not known is the customer's one nameless person."""
    customer = exp.EQ(this=sql.column(members.CUSTOMER, one), expression=sql.column(members.CUSTOMER, other))
    if not _is_person(plan):
        return customer
    sides = [exp.Coalesce(this=sql.column(PERSON, side), expressions=[sql.text("")]) for side in (one, other)]
    return sql.all_of(customer, exp.EQ(this=sides[0], expression=sides[1]))


def _seen(
    plan: Plan, trails: Sequence[Trail], cuts: Sequence[tuple[datetime, ...]], dialect: str
) -> sql.Query:
    """Each event with its position among each list of cuts."""
    population = plan.metric.form.population
    at, name = sql.column(population.at), sql.column(_NAME)
    events = {event for trail in trails for event in trail.events}
    wants_all = any(trail.only_first_ever or not trail.events for trail in trails)
    places = [
        sql.named(position(at, found, dialect), f"position_{number}") for number, found in enumerate(cuts)
    ]
    named = [] if wants_all else [sql.one_of(name, [sql.text(event) for event in sorted(events)])]
    more: list[exp.Expr] = [name] if _needs_name(trails) else []
    if any(trail.until or trail.only_first_ever for trail in trails):
        more.append(sql.named(at.copy(), _AT))
    own = [sql.holds(one, plan) for one in population.where if not _is_named(one)]
    return (
        sql.select(*actor(plan), *more, *places)
        .from_(population.table)
        .where(sql.before(at.copy(), plan.as_of), sql.known(sql.column(members.CUSTOMER)), *named, *own)
    )


def _is_named(condition: Condition | Expression) -> bool:
    """The names of events belong to trails."""
    return isinstance(condition, Condition) and condition.operator == "named"


def _needs_name(trails: Sequence[Trail]) -> bool:
    """Trails differ in which of the events count that are read."""
    return len({trail.events for trail in trails}) > 1 or any(
        trail.only_first_ever and trail.events for trail in trails
    )


def _conditions(trail: Trail, trails: Sequence[Trail]) -> list[exp.Expr]:
    """What makes a row of ``seen`` count for a trail, apart from its position."""
    found: list[exp.Expr] = []
    if trail.events and _needs_name(trails):
        found.append(sql.one_of(sql.column(_NAME), [sql.text(event) for event in trail.events]))
    if trail.until:
        found.append(sql.before(sql.column(_AT), trail.until))
    return found


def _counted(plan: Plan, trails: Sequence[Trail], cuts: Sequence[tuple[datetime, ...]]) -> sql.Query:
    """How many events of each trail an actor has in each interval."""
    keys = [*actor(plan), *(f"position_{number}" for number, _ in enumerate(cuts))]
    columns: list[exp.Expr] = []
    for number, trail in enumerate(trails):
        conditions = _conditions(trail, trails)
        times = (
            sql.case((sql.all_of(*conditions), sql.whole(1)), default=sql.whole(0)) if conditions else None
        )
        columns.append(
            sql.named((exp.Sum(this=times) if times else exp.Count(this=exp.Star())), f"times_{number}")
        )
        if trail.only_first_ever:
            columns += _firsts(number, conditions, "")
    return sql.select(*keys, *columns).from_("seen").group_by(*keys)


def _firsts(number: int, conditions: Sequence[exp.Expr], merged: str) -> list[exp.Expr]:
    """The earliest of all events and the earliest that count; from either step."""
    if merged:
        return [exp.Min(this=sql.column(f"{name}_{number}")) for name in ("earliest", "counts_from")]
    at = sql.column(_AT)
    counting = sql.case((sql.all_of(*conditions), at.copy())) if conditions else at.copy()
    return [
        sql.named(exp.Min(this=at), f"earliest_{number}"),
        sql.named(exp.Min(this=counting), f"counts_from_{number}"),
    ]


def _merged(
    plan: Plan, trails: Sequence[Trail], cuts: Sequence[tuple[datetime, ...]], source: str, dialect: str
) -> sql.Query:
    columns: list[exp.Expr] = []
    for number, trail in _collected(trails):
        names, wide = list(trail.names(number)), ""
        if actor_words.is_paired(trail, dialect):
            names, wide = [*actor_words.pair_names(trail, number), *names[trail.size :]], dialect
        place = f"position_{cuts.index(trail.cuts)}"
        words = _words(trail, number, trails, place=place, source=source, wide=wide)
        columns += [sql.named(word, name) for name, word in zip(names, words, strict=True)]
    keys = actor(plan)
    return sql.select(*keys, *columns).from_(source).group_by(*keys)


def _words(  # noqa: PLR0913 - the trail among the others, and where its positions are
    trail: Trail, number: int, trails: Sequence[Trail], *, place: str, source: str, wide: str
) -> list[exp.Expr]:
    conditions = _conditions(trail, trails)
    if source == "often":
        conditions = [exp.GTE(this=sql.column(f"times_{number}"), expression=sql.whole(trail.at_least))]
    many = (trail.size + 1) // 2 if wide else trail.size
    words = [_word(sql.column(place), word, conditions, is_only=many == 1, wide=wide) for word in range(many)]
    if trail.keeps_last:
        words.append(_last(sql.column(place), conditions))
    if not trail.only_first_ever:
        return words
    earliest, counts_from = _first_instants(number, _conditions(trail, trails), source)
    is_first = exp.EQ(this=earliest, expression=counts_from)
    return [sql.case((is_first.copy(), word), default=sql.whole(0)) for word in words]


def _first_instants(number: int, conditions: Sequence[exp.Expr], source: str) -> list[exp.Expr]:
    found = _firsts(number, conditions, source if source == "often" else "")
    return [one.this if isinstance(one, exp.Alias) else one for one in found]


def _word(
    place: exp.Expr, word: int, conditions: Sequence[exp.Expr], *, is_only: bool, wide: str
) -> exp.Expr:
    """The bits of one word, or of a wide one of the dialect that is named; 0 where there is none."""
    size = 2 * WORD if wide else WORD
    if is_only and not conditions:
        return sql.bits_of(_bit(place, wide))
    first = word * size
    here = [exp.Between(this=place.copy(), low=sql.whole(first), high=sql.whole(first + size - 1))]
    offset = exp.Sub(this=place.copy(), expression=sql.whole(first)) if first else place.copy()
    bit = sql.case(
        (sql.all_of(*(c.copy() for c in conditions), *([] if is_only else here)), _bit(offset, wide))
    )
    return exp.Coalesce(this=sql.bits_of(bit), expressions=[sql.whole(0)])


def _bit(place: exp.Expr, wide: str) -> exp.Expr:
    return sql.wide_bit(place, wide) if wide else sql.bit(place)


def _last(place: exp.Expr, conditions: Sequence[exp.Expr]) -> exp.Expr:
    """The last position; -1 where there is none."""
    counting = sql.case((sql.all_of(*(c.copy() for c in conditions)), place)) if conditions else place
    return exp.Coalesce(this=exp.Max(this=counting), expressions=[sql.whole(-1)])


def _with_segments(plan: Plan, trails: Sequence[Trail]) -> sql.Query:
    words = [
        sql.column(name, "merged") for number, trail in enumerate(trails) for name in trail.names(number)
    ]
    joined = sql.select(*members.member_columns(plan), *words).from_("merged")
    return members.join_members(joined, plan, "merged")
