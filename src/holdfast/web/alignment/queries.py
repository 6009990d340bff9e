"""The objectives of a cycle and what they support, as far as a person may know."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from holdfast.values import dataclass
from holdfast.web.objectives.access import visible_objectives
from holdfast.web.objectives.models import Objective
from holdfast.web.objectives.queries import key_result_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from holdfast.web.cycles.models import Cycle
    from holdfast.web.people.models import Person


@dataclass(frozen=True, slots=True)
class Node:
    """One objective of the map.

    Attributes:
        pk: Of the objective.
        text: Its words; of a private one that the reader may not see, only whose it is.
        team: Name of its team, or empty.
        is_hidden: The reader may not see it: a placeholder without link and status.
        statuses: Status to the number of its key results; empty where it is hidden or has none.
        above: Objectives that it supports, in this cycle.
        below: Objectives that support it.
    """

    pk: int
    text: str
    team: str
    is_hidden: bool
    statuses: tuple[tuple[str, int], ...]
    above: tuple[int, ...]
    below: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """All objectives of a cycle.

    Attributes:
        nodes: By id, hidden ones only where a visible one is joined to them.
        tops: Those that others support and that support nothing, in order of team.
        orphans: Those that neither support anything nor are supported.
    """

    nodes: Mapping[int, Node]
    tops: tuple[int, ...]
    orphans: tuple[int, ...]


def alignment(person: Person, cycle: Cycle, *, today: date) -> Alignment:
    """The objectives of a cycle that are no drafts, as a person may see them; a fixed number of queries."""
    rows = Objective.objects.filter(cycle=cycle).exclude(state="draft").select_related("team")
    known = {row.pk: row for row in rows.order_by("team__name", "pk")}
    seen = set(visible_objectives(person).filter(pk__in=known).values_list("pk", flat=True))
    links = _links(known, seen)
    shown = [pk for pk in known if pk in seen or any(pk in pair for pair in links)]
    statuses = _statuses(sorted(seen), cycle, today)
    above, below = defaultdict(list), defaultdict(list)
    for lower, upper in links:
        above[lower].append(upper)
        below[upper].append(lower)
    nodes = {
        pk: _node(known[pk], statuses.get(pk, ()), pk in seen, tuple(above[pk]), tuple(below[pk]))
        for pk in shown
    }
    return Alignment(
        nodes,
        tops=tuple(pk for pk, node in nodes.items() if node.below and not node.above),
        orphans=tuple(pk for pk, node in nodes.items() if not node.below and not node.above),
    )


def _links(known: Iterable[int], seen: set[int]) -> list[tuple[int, int]]:
    """Pairs of an objective and one that it supports, of which the reader may see at least one."""
    pairs = Objective.supports.through.objects.filter(
        from_objective_id__in=list(known), to_objective_id__in=list(known)
    ).order_by("from_objective_id", "to_objective_id")
    found = pairs.values_list("from_objective_id", "to_objective_id")
    return [(lower, upper) for lower, upper in found if lower in seen or upper in seen]


def _statuses(objectives: list[int], cycle: Cycle, today: date) -> dict[int, tuple[tuple[str, int], ...]]:
    lines = key_result_lines(objectives, cycle, today=today)
    return {
        pk: tuple(sorted(Counter(line.standing.status for line in some).items()))
        for pk, some in lines.items()
    }


def _node(
    row: Objective,
    statuses: tuple[tuple[str, int], ...],
    is_seen: bool,  # noqa: FBT001 - one of the facts of a node
    above: tuple[int, ...],
    below: tuple[int, ...],
) -> Node:
    team = row.team.name if row.team else ""
    text = row.text if is_seen else f"Private objective of {team or 'a person'}"
    return Node(row.pk, text, team, not is_seen, statuses if is_seen else (), above, below)
