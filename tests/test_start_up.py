"""Start-up is part of the product: what a review without data must not load, and how names are found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import holdfast

HEAVY = (
    "sqlglot",
    "duckdb",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "sklearn",
    "pydantic",
    "altair",
    "vl_convert",
    "jinja2",
    "rich",
)
SEED_OKR = Path(__file__).parent.parent / "benchmarks" / "startup" / "seed_okr.txt"

LOADED_BY = """
import json, sys
from holdfast.cli.main import cli
try:
    cli.main({arguments!r}, standalone_mode=False)
except SystemExit:
    pass
print(json.dumps([name for name in {heavy!r} if name in sys.modules]))
"""


def loaded_by(arguments: list[str]) -> list[str]:
    """Heavy packages that a run of the program loads."""
    code = LOADED_BY.format(arguments=arguments, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], input="", capture_output=True, text=True, check=True)
    names: list[str] = json.loads(done.stdout.splitlines()[-1])
    return names


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["review", "--help"],
        ["review", str(SEED_OKR), "--fail-level", "never"],
        ["review", str(SEED_OKR), "--format", "json", "--fail-level", "never"],
        ["read"],
        ["examples"],
        ["examples", "churn", "onboarding"],
        ["leavers", str(SEED_OKR), "--leavers", str(SEED_OKR)],
    ],
    ids=" ".join,
)
def test_a_review_without_data_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(arguments) == []


@pytest.mark.parametrize("metric", ["repeat_purchase_rate", "historic_value"])
def test_one_number_is_measured_without_arrays_models_or_frames(metric: str, tmp_path: Path) -> None:
    orders = "order_id,customer_id,ordered_at,amount_minor,currency,kind\no1,c1,2024-01-05,900,EUR,sale\n"
    (tmp_path / "orders.csv").write_text(orders, encoding="utf-8")
    company = '[company]\nname = "One"\ntime_zone = "UTC"\ncurrency = "EUR"\n'
    settings = company + '[tables.orders]\nfiles = "orders.csv"\n'
    (tmp_path / "holdfast.toml").write_text(settings, encoding="utf-8")

    found = loaded_by(["measure", metric, "--workspace", str(tmp_path)])

    assert {"duckdb", "sqlglot"} <= set(found)
    assert not {"pandas", "pyarrow", "scipy"} & set(found)


FIRST_OF_EACH_HOME = sorted({home: name for name, home in sorted(holdfast._HOMES.items())}.values())
"""Of names of one module the order cannot matter."""


IN_EVERY_ORDER = """
import os
from holdfast import {first}
for second in {others!r}:
    child = os.fork()
    if not child:
        exec(f"from holdfast import {{second}}; assert callable({first}); assert callable({{second}})")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, second
"""
"""What is loaded after the first name is loaded in a copy of the process: one start for a dozen orders."""


@pytest.mark.parametrize("first", FIRST_OF_EACH_HOME)
def test_public_names_can_be_imported_in_every_order(first: str) -> None:
    others = [name for name in FIRST_OF_EACH_HOME if name != first]
    code = IN_EVERY_ORDER.format(first=first, others=others)

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_every_public_name_is_there_and_none_is_called_as_a_package() -> None:
    packages = {one.name for one in Path(holdfast.__file__).parent.iterdir() if one.is_dir()}

    assert all(callable(getattr(holdfast, name)) for name in set(holdfast.__all__) - {"__version__"})
    assert not packages & set(holdfast.__all__)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reveiw_okr'"):
        getattr(holdfast, "reveiw_okr")  # noqa: B009 - the spelling is the test


def test_the_public_names_are_there_for_completion_before_they_are_loaded() -> None:
    assert set(dir(holdfast)) == set(holdfast.__all__)
