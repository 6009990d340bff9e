"""Reasons, risk, worth and drafts as values of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.service.persons.conftest import TABLES, write_workspace

import holdfast
from holdfast.errors import InputError
from holdfast.report.notebook_text import text_notebook
from holdfast.service.theme_files import CONFIRMED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.service.workspace import Workspace


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A company of two customers."""
    with holdfast.open_workspace(write_workspace(tmp_path_factory.mktemp("firm"), TABLES)) as opened:
        yield opened


def test_an_answer_is_its_text_its_json_and_its_record_and_shows_itself(firm: Workspace) -> None:
    told = holdfast.survival_of(firm)

    assert told.to_text().startswith("How long customers last")
    assert told.to_dict()["as_of"] == "2025-12-01"
    assert told.as_of == firm.as_of
    assert repr(told).startswith("<SurvivalReport How long customers last")
    assert told._repr_html_().startswith('<div class="holdfast-told">')
    with pytest.raises(AttributeError):
        told.nothing  # noqa: B018 - it must not be there


def test_why_customers_leave_shows_what_was_written_as_text(firm: Workspace) -> None:
    told = holdfast.why_customers_leave(firm)

    assert "2 customers" in told.to_text() or told.reasons is not None
    assert "<script" not in told._repr_html_()


def test_what_cannot_be_told_is_an_error_that_says_what_is_missing(firm: Workspace) -> None:
    for ask in (holdfast.customers_at_risk, holdfast.find_drivers):
        with pytest.raises(InputError, match="left"):
            ask(firm)
    with pytest.raises(InputError):
        holdfast.worth_of_retention(firm)


def test_a_question_with_an_unknown_part_names_those_there_are(firm: Workspace) -> None:
    with pytest.raises(InputError, match="horizon_days"):
        holdfast.customers_at_risk(firm, horizon=30)
    with pytest.raises(InputError, match="challenging"):
        holdfast.draft_okr(firm, difficulty="easy")


def test_themes_are_listed_and_taught_with_personal_data_masked(firm: Workspace) -> None:
    kept = holdfast.confirm_themes(firm, {"Too slow, mail me at jo@firm.example": ["slow"]})

    [slow] = [one for one in holdfast.list_themes(firm).to_dict() if one["name"] == "slow"]
    assert (kept, slow["confirmed"]) == (1, 1)
    assert "jo@firm.example" not in (firm.path.parent / CONFIRMED).read_text()
    with pytest.raises(InputError, match="no theme 'sloww'"):
        holdfast.confirm_themes(firm, {"Too slow": ["sloww"]})


def test_tables_keep_their_columns_and_everything_is_shown_as_text() -> None:
    page = text_notebook("A <b>title</b>\n\nname  value\n----  -----\nslow      3\n\nA long sentence.\n")

    assert '<p dir="auto" class="lead">A &lt;b&gt;title&lt;/b&gt;</p>' in page
    assert "<pre>name  value\n----  -----\nslow      3</pre>" in page
    assert page.endswith('<p dir="auto">A long sentence.</p></div>')
