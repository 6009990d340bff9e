"""Whatever stands in the files, opening and checking end in a report or in one error of the tree."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import HoldfastError
from holdfast.service.check import check_workspace
from holdfast.service.init import propose_workspace
from holdfast.service.workspace import open_workspace

COMPANY = '[company]\nname = "Acme"\ntime_zone = "Europe/Berlin"\n'
HEADER = b"customer_id,signed_at,is_paying,plan\n"
CELLS = st.lists(
    st.sampled_from([b"1", b"2024-01-05", b"x", b",", b",", b"\n", b'"', b"\xff", b"\x00", b";", b"\r"]),
    max_size=40,
)


def check(data: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        (Path(folder) / "holdfast.toml").write_text(COMPANY + f'[tables.customers]\nfiles = "{name}"\n')
        try:
            with open_workspace(Path(folder)) as workspace:
                check_workspace(workspace)
        except HoldfastError as error:
            assert error.found  # noqa: PT017 (an error of the tree is a good answer, if it says something)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.one_of(st.binary(max_size=300), CELLS.map(lambda cells: HEADER + b"".join(cells))))
def test_any_bytes_as_csv_end_in_a_report_or_one_error(data: bytes) -> None:
    check(data, "customers.csv")


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_any_bytes_as_json_end_in_a_report_or_one_error(data: bytes) -> None:
    check(data, "customers.json")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text_as_workspace_file_ends_in_one_error(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "holdfast.toml").write_text(text, encoding="utf-8", newline="")

        with pytest.raises(HoldfastError):
            open_workspace(Path(folder))


@settings(max_examples=20, deadline=None, derandomize=True)
@given(CELLS)
def test_a_proposal_is_made_of_any_file(cells: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "customers.csv").write_bytes(HEADER + b"".join(cells))

        assert "[company]" in propose_workspace(Path(folder))
