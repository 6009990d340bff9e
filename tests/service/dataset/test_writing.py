"""One table of the workspace file is changed, and nothing else of it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import InputError, SourceError
from holdfast.service.dataset.writing import begun, try_text, with_table, write_text

if TYPE_CHECKING:
    from pathlib import Path

COMPANY = {"name": "Acme", "time_zone": "UTC"}
SECTION = {"files": "orders.csv", "columns": {"amount": "Total"}}
FILE = """# By hand.
[company]
name = "Acme"

[tables.orders]  # of the shop
files = "old.csv"
where = '''
[tables.customers]
'''

[tables.orders.columns]
amount = "Net"

# Who signed.
[tables.customers]
files = "customers.csv"
"""


def test_only_the_section_changes() -> None:
    made = with_table(FILE, "orders", SECTION, {})

    before, after = tomllib.loads(FILE), tomllib.loads(made)
    assert after["tables"]["orders"] == SECTION
    assert after["tables"]["customers"] == before["tables"]["customers"]
    assert made.startswith("# By hand.\n[company]")
    assert '# Who signed.\n[tables.customers]\nfiles = "customers.csv"\n' in made


def test_a_table_that_was_not_there_comes_at_the_end() -> None:
    made = with_table(FILE, "surveys", {"files": "s.csv"}, {})

    assert made.startswith(FILE.rstrip())
    assert made.endswith('[tables.surveys]\nfiles = "s.csv"\n\n')


def test_the_sources_of_a_query_are_written_with_it() -> None:
    query = {"sql": "SELECT *\nFROM sources.tickets\n"}

    made = with_table(begun(COMPANY), "tickets", query, {"tickets": {"files": "t.csv"}})

    assert tomllib.loads(made)["sources"] == {"tickets": {"files": "t.csv"}}
    assert tomllib.loads(made)["tables"]["tickets"] == query


@pytest.mark.parametrize(
    "text",
    [
        '[company]\nname = "A"\n[tables]\norders = { files = "o.csv" }\n',
        '[company]\nname = "A"\n[tables]\norders.files = "o.csv"\n',
        'tables.orders.files = "o.csv"\n[company]\nname = "A"\n',
    ],
)
def test_a_form_that_only_a_person_can_change_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"holdfast\.toml"):
        with_table(text, "orders", SECTION, {})


def test_a_source_of_another_meaning_is_not_written_over() -> None:
    text = begun(COMPANY) + '\n[sources.tickets]\nfiles = "mine.csv"\n'

    with pytest.raises(InputError, match="something else already"):
        with_table(text, "tickets", {"sql": "SELECT 1\n"}, {"tickets": {"files": "t.csv"}})


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_of_a_column_is_read_as_it_was_written(source: str, segment: str) -> None:
    section = {"files": "c.csv", "columns": {"customer_id": {"column": source}, segment or "x": source}}

    made = with_table(begun(COMPANY), "customers", section, {})

    assert tomllib.loads(made)["tables"]["customers"] == section


def test_a_file_that_would_not_open_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    text = with_table(begun(COMPANY), "orders", {"files": "gone.csv"}, {})

    with pytest.raises(InputError, match="no file matches"):
        try_text(tmp_path, text, environment={})

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "holdfast.toml").write_text("theirs")

    with pytest.raises(SourceError, match="changed"):
        write_text(tmp_path, "read", "mine")

    assert (tmp_path / "holdfast.toml").read_text() == "theirs"
