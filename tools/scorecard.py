"""Counts of the style scorecard that a script can make, and only those."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "holdfast"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the scorecard."""

    point: str
    measured: str
    goal: str
    holds: bool


def percentile(values: list[int], share: float) -> int:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def asserts_something(function: Function) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name.startswith(("assert", "raises", "expect", "check", "fails", "warns")):
            return True
    return False


def functions_row(trees: list[ast.Module]) -> Row:
    sizes = [length(f) for tree in trees for f in functions(tree)]
    median, p90 = statistics.median(sizes), percentile(sizes, 0.9)
    share = sum(s > 40 for s in sizes) / len(sizes)
    text = f"median {median:g}, p90 {p90}, over 40: {share:.1%} of {len(sizes)}"
    return Row("1 function size (lines)", text, "8, 25, 1 %", median <= 8 and p90 <= 25 and share <= 0.01)


def files_row(files: list[Path]) -> Row:
    sizes = [len(f.read_text(encoding="utf-8").splitlines()) for f in files]
    median, p90, largest = statistics.median(sizes), percentile(sizes, 0.9), max(sizes)
    text = f"median {median:g}, p90 {p90}, max {largest} of {len(sizes)} files"
    return Row("2 file size (lines)", text, "120, 300, 400", median <= 120 and p90 <= 300 and largest <= 400)


def floors_row() -> Row:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    kept = re.search(r"Contracts: (\d+) kept, (\d+) broken", done.stdout)
    ignored = (ROOT / "pyproject.toml").read_text(encoding="utf-8").count("ignore_imports")
    text = f"{kept[0] if kept else 'no answer'}; {ignored} ignored imports"
    return Row("3 floors", text, "all kept, 0 ignored", done.returncode == 0 and ignored == 0)


def types_row(files: list[Path], trees: list[ast.Module]) -> Row:
    lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in files)
    ignores = sum(f.read_text(encoding="utf-8").count("type: ignore") for f in files)
    all_functions = [f for tree in trees for f in functions(tree)]
    annotated = sum(f.returns is not None for f in all_functions) / len(all_functions)
    rate = 1000 * ignores / lines
    return Row("4 types", f"{annotated:.1%} annotated, {rate:.2f} ignores per 1,000 lines", "100 %, 1",
               annotated == 1 and rate <= 1)  # fmt: skip


def public_definitions(tree: ast.Module) -> list[Function | ast.ClassDef]:
    found: list[Function | ast.ClassDef] = []
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += [f for f in node.body if isinstance(f, Function) and not f.name.startswith("_")]
    return found


def docstrings_row(trees: list[ast.Module]) -> Row:
    public = [d for tree in trees for d in public_definitions(tree)]
    documented = sum(ast.get_docstring(d) is not None for d in public) / len(public)
    return Row("5 docstrings on public names", f"{documented:.1%} of {len(public)}", "100 %", documented == 1)


def pages_row(kind: str, modules: Path) -> Row:
    pages = {p.stem for p in (ROOT / "docs" / kind).glob("*.md")} - {"index"}
    names = {p.stem for p in modules.glob("*.py")} - {"__init__"}
    text = f"{len(names)} modules, {len(pages)} pages, {len(names ^ pages)} without the other"
    return Row(f"6-8 {kind}: module and page", text, "0 without the other", names == pages)


def tests_row(trees: list[ast.Module]) -> Row:
    tests = [f for tree in trees for f in functions(tree) if f.name.startswith("test")]
    silent = [f.name for f in tests if not asserts_something(f)]
    return Row("9 tests", f"{len(tests)}, of which assert nothing: {len(silent)}", "0", not silent)


def main() -> None:
    files = sorted(SOURCE.rglob("*.py"))
    trees = [ast.parse(f.read_text(encoding="utf-8")) for f in files]
    test_trees = [ast.parse(f.read_text(encoding="utf-8")) for f in (ROOT / "tests").rglob("test_*.py")]
    rows = [
        functions_row(trees),
        files_row(files),
        floors_row(),
        types_row(files, trees),
        docstrings_row(trees),
        pages_row("rules", SOURCE / "review" / "rules"),
        pages_row("metrics", SOURCE / "metrics" / "catalog"),
        tests_row(test_trees),
    ]
    for row in rows:
        print(f"{'ok ' if row.holds else 'NOT'}  {row.point:32} {row.measured:52} goal: {row.goal}")
    print("Not counted: what docstrings say, files touched by an addition, mutation score, the first day.")


if __name__ == "__main__":
    main()
