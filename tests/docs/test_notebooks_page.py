"""The page about notebooks runs as it stands, and what a cell ends with shows itself."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from holdfast.service.demo import make_demo_company

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "how-to" / "notebooks.md").read_text(encoding="utf-8")
CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What each cell ends with, as a notebook would run them."""
    folder = tmp_path_factory.mktemp("notebook")
    make_demo_company(folder / "acme", company="Seed", customers=400, seed=7)
    names: dict[str, Any] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return [_run(cell, names) for cell in CELLS]


def _run(cell: str, names: dict[str, Any]) -> object:
    tree = ast.parse(cell)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - the page is ours
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "cell", "exec"), names)  # noqa: S102 - as above
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - as above


def test_every_cell_runs_and_the_values_show_themselves_with_charts(shown: list[Any]) -> None:
    html = [one._repr_html_() for one in shown if hasattr(one, "_repr_html_")]

    assert len(CELLS) == 5
    assert len(html) == 3
    challenged, typed, linked = html
    assert "<svg" in challenged
    assert "in 80 of 100 cases" in challenged
    assert "If things carry on as they have been" in challenged
    assert "<svg" not in typed
    assert "heroic" in typed
    assert "What it rests on" in linked


def test_what_shows_itself_names_no_colour_but_by_its_own_variables_and_loads_nothing(
    shown: list[Any],
) -> None:
    html = next(one._repr_html_() for one in shown if hasattr(one, "_repr_html_"))

    assert not re.search(r"(?:src|href)=", html)
    assert set(re.findall(r"var\((--[\w-]+)\)", html)) <= set(re.findall(r"(--[\w-]+):", html))


def test_a_record_is_found_by_its_check_and_an_unknown_one_is_a_key_error(shown: list[Any]) -> None:
    evidence = next(one for one in shown if hasattr(one, "_repr_html_"))

    assert evidence["noise"].check == "noise"
    assert len(evidence) == len(list(evidence)) == len(evidence.to_dict())
    assert repr(evidence).startswith("<Evidence challenge: ")
    with pytest.raises(KeyError):
        evidence["bet"]
