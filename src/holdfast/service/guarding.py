"""Guards in a workspace: frozen with their ranges, and measured while the bet runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError, InputError
from holdfast.evidence.challenge import LEAST_VALUES
from holdfast.evidence.guards import Guard, Unguarded, Watched, looks_of, months_within, watch
from holdfast.evidence.history import history_of
from holdfast.service.guard_cards import GuardCard, guards_for
from holdfast.service.guard_facts import early_leavers, left_out
from holdfast.service.measuring import card_as_asked, request_for
from holdfast.service.withholding import measured_all
from holdfast.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from holdfast.evidence.frozen import FrozenBet, Wager
    from holdfast.evidence.history import History
    from holdfast.metrics import Request
    from holdfast.records import Measurement, MetricCard
    from holdfast.service.workspace import Workspace
    from holdfast.units import Period

    Parts = tuple[Measurement, ...]
    Key = tuple[str, str]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Post:
    """A place to watch: a guard's card for one key result.

    Attributes:
        of: Name of the key result.
        card: What is to be watched.
        period: Of its bet.
        request: What is measured, by month.
        shown: Card of the metric.
        also: Further key results that it guards.
    """

    of: str
    card: GuardCard
    period: Period
    request: Request
    shown: MetricCard
    also: tuple[str, ...] = ()


def freeze_guards(
    workspace: Workspace, wagers: Sequence[Wager]
) -> tuple[tuple[Guard, ...], tuple[Unguarded, ...]]:
    """The guards of a bet's key results with their frozen ranges, and those that cannot be watched.

    Args:
        workspace: Open; what it knows on its as-of date.
        wagers: The key results of one bet.

    Raises:
        SourceError: The engine failed.
    """
    posts, unguarded = _posts(workspace, wagers)
    found = _measured(workspace, posts)
    guards = []
    for post, parts in zip(posts, found, strict=True):
        made = parts if isinstance(parts, str) else _frozen(workspace, post, parts)
        if isinstance(made, Guard):
            guards.append(made)
        else:
            unguarded.append(Unguarded(post.of, post.card.name, made))
    return tuple(guards), tuple(unguarded)


def watched(workspace: Workspace, bet: FrozenBet, *, today: date) -> tuple[Watched, ...]:
    """What the guards of a bet show on a day.

    Args:
        workspace: Open; data before the day are used.
        bet: As frozen.
        today: At most the workspace's as-of date.

    Raises:
        SourceError: The engine failed at all of them.
    """
    day = min(today, workspace.as_of)
    begun = [one for one in bet.guards if one.looks and one.looks[0].period.start < day]
    posts = [_post_of(workspace, one, day) for one in begun]
    found = _measured(workspace, posts)
    parts = {guard.key: () if isinstance(one, str) else one for guard, one in zip(begun, found, strict=True)}
    return watch(bet.guards, parts)


def _posts(workspace: Workspace, wagers: Iterable[Wager]) -> tuple[list[Post], list[Unguarded]]:
    posts: dict[tuple[Any, ...], Post] = {}
    unguarded = []
    for wager in wagers:
        of = workspace.catalogue.metric(wager.metric).card.population
        for card in guards_for(wager.metric):
            # Two key results of the same customers share their guards.
            told = (card.name, card.metric or of, wager.filters)
            if told in posts:
                posts[told] = replace(posts[told], also=(*posts[told].also, wager.name))
                continue
            made = card.cannot or _post(workspace, wager, card)
            if isinstance(made, Post):
                posts[told] = made
            else:
                unguarded.append(Unguarded(wager.name, card.name, made))
    return list(posts.values()), unguarded


def _post(workspace: Workspace, wager: Wager, card: GuardCard) -> Post | str:
    metric, parameters = (
        card.metric or wager.metric,
        dict(card.parameters if card.metric else wager.parameters),
    )
    try:
        request = request_for(workspace, metric, parameters=parameters, filters=dict(wager.filters))
        shown = card_as_asked(workspace, metric, parameters)
    except InputError as error:
        return _reason(error)
    return Post(wager.name, card, wager.bet.period, request, shown)


def _post_of(workspace: Workspace, guard: Guard, today: date) -> Post:
    period = replace(guard.looks[-1].period, start=guard.looks[0].period.start)
    card = GuardCard(guard.name, guard.why, guard.bad, measure=guard.measure, metric=guard.metric)
    request = request_for(
        workspace,
        guard.metric,
        parameters=dict(guard.parameters),
        filters=dict(guard.filters),
        start=period.start,
        end=period.end,
    )
    shown = card_as_asked(workspace, guard.metric, dict(guard.parameters))
    return Post(guard.of, card, period, replace(request, as_of=today), shown)


def _measured(workspace: Workspace, posts: Sequence[Post]) -> list[Parts | str]:
    """What each post sees by part of a period, or why it sees nothing."""
    with workspace.engine.snapshot():
        answers = measured_all(workspace.engine, [one.request for one in posts])
        return [
            _reason(answer.error) if answer.error is not None else _parts(workspace, post, answer.series)
            for post, answer in zip(posts, answers, strict=True)
        ]


def _parts(workspace: Workspace, post: Post, series: Parts) -> Parts | str:
    try:
        match post.card.measure:
            case "value":
                return series
            case "counted":
                return tuple(map(_as_count, series))
            case "early leavers":
                return early_leavers(workspace, post.request, series)
            case "left out":
                return left_out(workspace, post.request, series)
    except InputError as error:
        return _reason(error)


def _as_count(one: Measurement) -> Measurement:
    """How many it counts: known as soon as the period is over, whatever becomes of them."""
    count = one.entities
    return replace(
        one,
        unit="count",
        value=float(count),
        numerator=count,
        denominator=count,
        interval=None,
        pending=0,
        is_mature=one.period.end <= one.as_of,
    )


def _frozen(workspace: Workspace, post: Post, parts: Parts) -> Guard | str:
    history = _history(workspace, post, parts)
    is_weekly = post.card.measure == "left out"
    ends = tuple(_weeks(post.period)) if is_weekly else months_within(post.period)
    pooled = history.kind in {"share", "amount"} and _is_additive(workspace, post)
    looks = looks_of(history, post.period, pooled=pooled, ends=ends)
    if not looks:
        count = len(history.values)
        return (
            f"it has {count or 'no'} final value{'s' * (count != 1)} of a month, of at least {LEAST_VALUES}"
        )
    return Guard(
        of=post.of,
        name=post.card.name,
        why=post.card.why,
        metric=post.request.metric,
        parameters=tuple(sorted(post.request.parameters.items())),
        filters=tuple(sorted(post.request.filters.items())),
        version=parts[-1].version,
        measure=post.card.measure,
        bad=post.card.bad,
        least=post.card.least,
        history=history,
        pooled=pooled,
        looks=looks,
        window_days=_window(post),
        also=post.also,
    )


def _history(workspace: Workspace, post: Post, parts: Parts) -> History:
    card = post.shown
    if post.card.measure == "counted":
        card = replace(card, unit="count", low=0.0, high=None)
    elif post.card.measure != "value":
        card = replace(card, unit="share", low=0.0, high=1.0, of_money=False)
    good = replace(card, better="up") if post.card.bad == "down" else replace(card, better="down")
    return history_of(good, parts, currency=workspace.company.currency)


def _window(post: Post) -> int:
    from holdfast.service.guard_facts import EARLY_DAYS  # noqa: PLC0415

    days = {"early leavers": EARLY_DAYS, "counted": 0, "left out": 0}
    return days.get(post.card.measure, post.shown.window_days or 0)


def _is_additive(workspace: Workspace, post: Post) -> bool:
    """Months put together are their quarter: always where customers count in the month of their signing."""
    if post.card.measure != "value":
        return True
    metric = workspace.catalogue.metric(post.request.metric)
    form = metric.as_asked(dict(post.request.parameters)).form
    # Of a ratio the squares do not add up, but both of its sums do.
    return form.is_additive or form.kind == "ratio"


def _weeks(period: Period) -> Iterator[date]:
    day = period.start + WEEK
    while day < period.end:
        yield day
        day += WEEK
    yield period.end


def _reason(error: HoldfastError) -> str:
    return f"{error.where}: {error.found}"
