"""`holdfast metrics` and `holdfast metric`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from holdfast.connect import metric_pages
from holdfast.errors import InputError
from holdfast.metrics import cards, catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Done

PAGES = Path(__file__).parents[2] / "docs" / "metrics"
OWN = """
[metrics.large_tickets]
form = "duration"
title = "Answer to urgent tickets"
better = "down"
population = { table = "tickets", at = "opened_at", where = "priority = 'urgent'", words = "urgent tickets" }
outcome = { until = "first_public_reply_at", words = "the first answer" }
window = { hours = 4 }
source = "the support team"

[segments.expressions]
trade = "case when industry = 'retail' then 'shops' else 'others' end"
"""


@pytest.fixture
def company(demo: Path, tmp_path: Path) -> Path:
    """The company Seed without its surveys, and with a metric and a segment of its own."""
    for file in demo.glob("*.parquet"):
        (tmp_path / file.name).symlink_to(file)
    text = (demo / "holdfast.toml").read_text(encoding="utf-8")
    text = text.replace('[tables.surveys]\nfiles = "surveys.parquet"\n', "")
    (tmp_path / "holdfast.toml").write_text(text + OWN, encoding="utf-8")
    return tmp_path


def test_every_metric_is_listed_with_title_words_and_tables(run: Callable[..., Done]) -> None:
    out = run("metrics").out

    for name, card in cards().items():
        title = card.title.replace("within n days", f"within {card.window_days} days")
        assert f"{name}  {title}\n    Of " in out
    assert f"{len(cards())} metrics. holdfast metric NAME explains one." in out
    assert "    Reads orders.\n" in out


def test_json_of_the_metrics_has_stable_keys(run: Callable[..., Done]) -> None:
    values = json.loads(run("metrics", "--format", "json").out)

    assert [value["name"] for value in values] == list(cards())
    assert set(values[0]) == {
        *("name", "title", "is_own", "population", "outcome", "window_days", "unit", "better", "tables"),
        *("is_measurable", "reason"),
    }


def test_with_a_workspace_its_own_metrics_stand_in_the_list_and_what_is_in_the_way(
    run: Callable[..., Done], company: Path
) -> None:
    done = run("metrics", "--workspace", company)
    values = {
        value["name"]: value
        for value in json.loads(run("metrics", "--workspace", company, "--format", "json").out)
    }

    assert "large_tickets  Answer to urgent tickets (of this workspace)" in done.out
    assert "Cannot be measured here: there is no table surveys." in done.out
    assert (values["large_tickets"]["is_own"], values["large_tickets"]["is_measurable"]) == (True, True)
    assert (values["nps"]["is_measurable"], values["nps"]["reason"]) == (False, "there is no table surveys")


def test_the_workspace_of_this_folder_is_taken(
    run: Callable[..., Done], company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(company)

    assert "large_tickets" in run("metrics").out
    assert "Customer C" in run("metric", "large_tickets").out


def test_a_file_with_settings_of_reviews_alone_is_no_workspace(
    run: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "holdfast.toml").write_text('[review]\nignore = ["K202"]\n')
    monkeypatch.chdir(tmp_path)

    assert run("metrics").status == 0


@pytest.mark.parametrize("name", cards())
def test_every_metric_is_explained_by_its_page_with_example_and_sql(
    run: Callable[..., Done], name: str
) -> None:
    done = run("metric", name)

    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", page.split("\n\n")[1]).replace("`", "").replace("**", "")
    first = plain.split()[:3]
    assert (done.status, done.error) == (0, "")
    assert done.out.startswith(f"{name}  ")
    assert " ".join(first) in " ".join(done.out.split())
    for part in ("\nEXAMPLE\n", "\n  Answer\n", "\nSQL (duckdb)\n"):
        assert part in done.out


@pytest.mark.parametrize("name", ["nps", "logo_churn", "onboarding_completed", "repeat_purchase_rate"])
def test_with_a_workspace_the_example_is_a_customer_of_it_as_the_metric_counts_it(
    run: Callable[..., Done], name: str, demo: Path
) -> None:
    value = json.loads(run("metric", name, "--workspace", demo, "--format", "json").out)

    *read, counted = value["example"]["tables"]
    assert re.match(r"Customer C\d+: its rows", value["example"]["words"])
    assert {one["name"] for one in read} <= set(value["tables"])
    assert all(one["rows"] for one in read[:1])
    assert sum(int(row["denominator"]) for row in counted["rows"]) > 0
    assert value["sql"]["text"] == run("measure", name, "--workspace", demo, "--sql").out.rstrip("\n")


def test_an_own_metric_is_explained_as_the_catalogue_s_are(run: Callable[..., Done], company: Path) -> None:
    out = run("metric", "large_tickets", "--workspace", company, "--dialect", "postgres").out

    assert out.startswith("large_tickets  Answer to urgent tickets (of this workspace)\n")
    for part in (
        "Of urgent tickets: the first answer. Down is better. Reads tickets.",
        "Rows of tickets, anchored at opened_at, where priority = 'urgent'.",
        "Maturity: final once nobody who still waits can move the median.",
        "Source: the support team.",
        "limit_hours  4      0 to 8760",
        "SQL (postgres)",
        "\"priority\" = 'urgent'",
    ):
        assert part in " ".join(out.split()) or part in out


def test_what_cannot_be_measured_is_explained_all_the_same(run: Callable[..., Done], company: Path) -> None:
    out = run("metric", "nps", "--workspace", company).out

    assert "Cannot be measured here: there is no table 'surveys'." in out
    assert "EXAMPLE" not in out
    assert "SQL (duckdb)" in out


def test_a_metric_of_nobody_is_explained_all_the_same(run: Callable[..., Done], company: Path) -> None:
    file = company / "holdfast.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("'urgent'", "'never'"), encoding="utf-8")

    out = run("metric", "large_tickets", "--workspace", company).out

    assert "Cannot be measured here: nobody is in its population." in out
    assert "SQL (duckdb)" in out


def test_a_metric_that_does_not_exist_is_an_error_with_the_nearest(run: Callable[..., Done]) -> None:
    done = run("metric", "nsp")

    assert (done.status, done.out) == (2, "")
    assert "'nsp' is not known" in done.error
    assert "Did you mean 'nps'" in done.error


@pytest.mark.parametrize(
    ("typed", "variant", "meant"),
    [
        ("NPS", None, "nps"),
        ("first response", None, "first_response_time"),
        ("Repeat-purchase", None, "repeat_purchase_rate"),
        ("churn", "stripe", "logo_churn"),
        ("churn", "net", "revenue_churn"),
    ],
)
def test_some_words_of_a_name_will_do_where_no_other_metric_has_them(
    typed: str, variant: str | None, meant: str
) -> None:
    assert catalogue().called(typed, variant=variant) == meant


@pytest.mark.parametrize("words", ["churn", "Churn"])
def test_words_of_several_names_are_an_error_that_lists_them_with_their_variants(
    words: str, run: Callable[..., Done]
) -> None:
    error = run("metric", words).error

    assert f"'{words}' is said of several" in error
    assert "logo_churn (standard, daily, stripe" in error
    assert "revenue_churn (gross, net" in error


@pytest.mark.parametrize("text", ["", " ", "_", "urn", "churn_"])
def test_parts_of_words_are_no_name(text: str) -> None:
    with pytest.raises(InputError, match=r"is not known|is said of several"):
        catalogue().called(text)


def test_sql_of_a_dialect_that_is_only_compiled_says_so(run: Callable[..., Done]) -> None:
    assert "SQL (snowflake: compiles, not run here)" in run("metric", "nps", "--dialect", "snowflake").out


def test_a_dialect_nobody_looked_at_is_an_error(run: Callable[..., Done]) -> None:
    assert "dialect: 'oracle' was asked for" in run("metric", "nps", "--dialect", "oracle").error


def test_an_own_segment_cuts_a_series(run: Callable[..., Done], company: Path) -> None:
    done = run(
        "measure",
        "logo_churn",
        "--workspace",
        company,
        "--grain",
        "quarter",
        "--by",
        "trade",
        "--format",
        "csv",
    )

    assert done.status == 0
    assert {line.split(",")[5] for line in done.out.splitlines()[1:]} >= {"trade=shops", "trade=others"}


def test_the_build_ships_the_pages() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")

    assert '"docs/metrics" = "holdfast/metrics/pages"' in project
    assert metric_pages.HOMES[0].parts[-3:] == ("holdfast", "metrics", "pages")


def test_the_list_loads_no_database_and_no_sql_library(tmp_path: Path) -> None:
    program = (
        "import sys; sys.argv = ['holdfast', 'metrics']\n"
        "from holdfast.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'sqlglot', 'duckdb', 'numpy', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )

    assert done.stderr.strip() == "[]"
