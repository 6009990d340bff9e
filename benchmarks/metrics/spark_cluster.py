"""Two Spark workers of one core each against two cores of one process: CPU of all processes, same counts.

Both sides stay open and answer metric by metric, in turn: what else the machine does meets both alike.
"""

from __future__ import annotations

import hashlib
import json
import re
import statistics
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # run by itself on each side

from benchmarks.metrics import data
from benchmarks.metrics.cost import cpu_of_sessions
from benchmarks.metrics.figures import Figure, ratio

from holdfast.metrics import compile_sql
from holdfast.service.measuring import request_for
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

METRICS = ("nrr", "repeat_purchase_rate", "event_retention")
MOST = 1.2
_ROUNDS = 3
# About the same room for rows on both sides; a driver that only plans and collects needs little.
_LOCAL = {"spark.driver.memory": "3g"}
_CLUSTER = {"spark.driver.memory": "1g", "spark.executor.memory": "1536m", "spark.driver.host": "127.0.0.1"}


class Side(NamedTuple):
    """One way to count.

    Attributes:
        asked: Takes the names of metrics, one a line.
        answers: Gives a digest of the counts of each.
        leaders: Leaders of the sessions of all processes that belong to it.
    """

    asked: TextIO
    answers: TextIO
    leaders: tuple[int, ...]


def figures(folder: Path, scale: str) -> Iterator[Figure]:
    """The cluster against one process, each metric and all together; their counts have to be DuckDB's too."""
    place = data.company(folder, scale)
    with ExitStack() as opened:
        sides = _sides(opened, place)
        duckdb = opened.enter_context(_answering(place))
        # What runs first in a session is compiled on the way, in each Java process anew: it is not measured.
        for metric in METRICS:
            _refuse_differences(metric, {**sides, "DuckDB": duckdb})
        costs = []
        for metric in METRICS:
            costs.append(_costs(sides, metric))
            yield ratio(f"{metric}: two Spark workers against one process", *costs[-1], None)
    cluster, local = map(sum, zip(*costs, strict=True))
    yield ratio(f"all {len(METRICS)}: two Spark workers against one process", cluster, local, MOST)


def _sides(opened: ExitStack, place: Path) -> dict[str, Side]:
    from benchmarks.metrics.standalone import two_workers  # noqa: PLC0415 - not for the sides themselves

    workers = opened.enter_context(two_workers(memory="2g"))
    cluster = opened.enter_context(_answering(_on_spark(place, "cluster", workers.master, _CLUSTER)))
    local = opened.enter_context(_answering(_on_spark(place, "local", "local[2]", _LOCAL)))
    return {"cluster": cluster._replace(leaders=workers.leaders + cluster.leaders), "local": local}


def _on_spark(place: Path, name: str, master: str, settings: Mapping[str, str]) -> Path:
    """The company's workspace file again, with another engine."""
    given = ", ".join(f'"{key}" = "{value}"' for key, value in settings.items())
    kind = f'[engine]\nkind = "spark"\nmaster = "{master}"\ntimeout_seconds = 7200\n'
    engine = f"{kind}settings = {{ {given} }}\n\n"
    text = (place / "holdfast.toml").read_text(encoding="utf-8")
    path = place / f"{name}.toml"
    path.write_text(re.sub(r"\[engine\][^\[]*", engine, text), encoding="utf-8")
    return path


def _costs(sides: Mapping[str, Side], metric: str) -> tuple[float, float]:
    """Median CPU seconds of cluster and of one process."""
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(_ROUNDS):
        for name, side in sides.items():
            before = cpu_of_sessions(side.leaders)
            _ask(side, metric)
            spent[name].append(cpu_of_sessions(side.leaders) - before)
    return statistics.median(spent["cluster"]), statistics.median(spent["local"])


def _refuse_differences(metric: str, sides: Mapping[str, Side]) -> None:
    digests = {name: _ask(side, metric) for name, side in sides.items()}
    if len(set(digests.values())) > 1:
        sys.exit(f"{metric}: counts differ: {digests}")


def _ask(side: Side, metric: str) -> str:
    side.asked.write(f"{metric}\n")
    side.asked.flush()
    answer = side.answers.readline()
    if not answer:
        sys.exit(f"{metric}: the process that was asked has ended")
    return str(json.loads(answer))


@contextmanager
def _answering(workspace: Path) -> Iterator[Side]:
    """A process of its own, in a session of its own, with the workspace open."""
    program = [sys.executable, __file__, str(workspace)]
    process = subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    asked, answers = cast("TextIO", process.stdin), cast("TextIO", process.stdout)
    try:
        yield Side(asked, answers, (process.pid,))
    finally:
        asked.close()
        process.wait(timeout=120)


def _answer(workspace: Path, asked: Iterable[str]) -> None:
    with open_workspace(workspace) as opened:
        for metric in asked:
            request = request_for(opened, metric.strip())
            rows = opened.engine.rows(compile_sql(request, engine=opened.engine))
            print(json.dumps(_digest(rows)), flush=True)


def _digest(rows: Sequence[Sequence[object]]) -> str:
    ordered = "\n".join(sorted(repr(tuple(row)) for row in rows))
    return f"{len(rows)} rows, {hashlib.sha256(ordered.encode()).hexdigest()[:16]}"


if __name__ == "__main__":
    _answer(Path(sys.argv[1]), sys.stdin)
