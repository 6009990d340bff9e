"""What is drafted for the named companies, held against what was planted in them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.evidence.rates import Goal, Line, repeated
from tests.service.drafted import TOO_SMALL, TOO_YOUNG, Drafted, drafted, is_sound, planted

from holdfast.service.demo import make_demo_company
from holdfast.simulate import companies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEEDS = 10


def lines(times: int, state: Path | None) -> Iterator[Line]:
    """A line for each company at its own size, and one for what the reviewer says of all drafts."""
    everything = []
    for name in companies():
        seeds = min(times, SEEDS)
        rows = repeated(f"draft-{name}", seeds, _drafted_of(name), state=state, chunk=1)
        found = [Drafted(**row) for row in rows]
        everything += found
        sound = sum(is_sound(name, one) for one in found)
        yield Line(f"{name}: {_called_for(name)}", Goal(0.9, 1), sound, len(found), note=_counted(found))
    made = [one for one in everything if one.lead]
    clean = sum(not one.problems for one in made)
    yield Line("drafts in which the reviewer finds no problem", Goal(1, 1), clean, len(made))


def _called_for(name: str) -> str:
    if name in TOO_YOUNG:
        return "refused, for want of a past"
    causes = " or ".join(planted(name))
    return f"says that no cause is known, or {causes}" if name in TOO_SMALL else causes


def _drafted_of(name: str) -> Callable[[int], dict[str, Any]]:
    def run(number: int) -> dict[str, Any]:
        with TemporaryDirectory() as made:
            folder = Path(made) / "company"
            make_demo_company(folder, company=name, customers=None, seed=number + 1)
            return asdict(drafted(folder))

    return run


def _counted(found: list[Drafted]) -> str:
    told = [
        f"{one.reason or 'no reason'}, {one.lead or 'refused'}, {one.verdict or 'nothing'}" for one in found
    ]
    counts = {one: told.count(one) for one in dict.fromkeys(told)}
    return "; ".join(f"{count} {one}" for one, count in sorted(counts.items(), key=lambda pair: -pair[1]))
