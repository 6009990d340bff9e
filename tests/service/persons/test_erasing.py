"""One person of a customer is exported whole, erased everywhere, and does not come back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.service.persons.conftest import ANNA, SAID, TABLES, write_workspace

from holdfast.connect.store.erased import FILE_NAME, STATE
from holdfast.errors import GoneError, InputError
from holdfast.service.measuring import measure_metric
from holdfast.service.persons.erasing import known_of
from holdfast.service.persons.traces import ERASED
from holdfast.service.refreshing import refresh_workspace
from holdfast.service.theme_files import CONFIRMED
from holdfast.service.why import hear
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.service.persons.erasing import Known


def erase(folder: Path, asked: str) -> Known:
    with open_workspace(folder) as opened:
        return known_of(opened, asked, erase=True)


def all_cells(folder: Path) -> str:
    """Every cell of every table as it is loaded."""
    with open_workspace(folder) as opened:
        rows = [row for table in opened.tables for row in opened.engine.rows(f"SELECT * FROM {table}")]
    return json.dumps(rows, default=str)


@pytest.mark.parametrize("asked", ["p-anna1", ANNA, ANNA.upper()])
def test_an_export_holds_every_row_and_what_was_written(firm: Path, asked: str) -> None:
    with open_workspace(firm) as opened:
        found = known_of(opened, asked).found.to_dict()

    assert found["people"] == ["p-anna1"]
    assert found["accounts"] == ["A"]
    assert {table: len(rows) for table, rows in found["tables"].items()} == {
        "people": 1,
        "events": 1,
        "tickets": 1,
        "surveys": 1,
    }
    assert found["tables"]["tickets"][0]["text"].startswith(SAID)
    assert not (firm / STATE).exists(), "a look changes nothing"


def test_whoever_is_erased_is_in_no_table_any_more_and_the_figures_stay(firm: Path) -> None:
    with open_workspace(firm) as opened:
        before = [measure_metric(opened, name) for name in ("nps", "logo_churn")]

    erase(firm, ANNA)

    told = all_cells(firm)
    assert not [one for one in ("p-anna1", ANNA, SAID, "takes days", "admin") if one in told]
    assert "ben.ortega@firm.example" in told
    with open_workspace(firm) as opened:
        assert [measure_metric(opened, name) for name in ("nps", "logo_churn")] == before


def test_nobody_comes_back_with_a_new_export_of_the_company(firm: Path) -> None:
    erase(firm, ANNA)
    later = TABLES["tickets"] + "T9,A,p-anna1,2025-11-01,0,I write again about the ledger.\n"
    write_workspace(firm, {**TABLES, "tickets": later})

    told = all_cells(firm)

    assert "p-anna1" not in told
    assert "I write again" not in told
    with open_workspace(firm) as opened:
        assert known_of(opened, "p-anna1").who.is_erased


def test_what_is_kept_of_somebody_tells_nothing(firm: Path) -> None:
    erase(firm, ANNA)

    place = firm / STATE / FILE_NAME
    assert "anna" not in place.read_text()
    assert place.stat().st_mode & 0o077 == 0


def test_a_file_of_the_erased_that_cannot_be_read_stops_all_loading(firm: Path) -> None:
    erase(firm, ANNA)
    (firm / STATE / FILE_NAME).write_text("{")

    with pytest.raises(InputError, match=r"erased\.json"):
        open_workspace(firm)


def test_others_who_name_them_are_read_with_the_name_masked(firm: Path) -> None:
    erase(firm, ANNA)

    with open_workspace(firm) as opened:
        texts = [text.words for text in hear(opened).reading.texts]

    assert texts == ["[name] asked me to write: the import is slow."]


def test_their_words_leave_confirmed_themes_and_others_stay(firm: Path) -> None:
    own = {"text": SAID, "themes": ["integrations"]}
    other = {"text": "The import is slow.", "themes": ["speed"]}
    (firm / CONFIRMED).write_text("".join(json.dumps(one) + "\n" for one in (own, other)))

    known = erase(firm, ANNA)

    assert (firm / CONFIRMED).read_text() == json.dumps(other) + "\n"
    assert ("confirmed_themes.jsonl", 1) in [(one.name, one.count) for one in known.places]


def test_bets_and_kept_texts_are_masked_and_files_of_the_company_are_told_and_left(firm: Path) -> None:
    (firm / "bets").mkdir()
    (firm / "bets" / "b.json").write_text(
        json.dumps({"objective": f"Keep {ANNA} happy", "quote": SAID[:40].rstrip() + " …"})
    )
    (firm / "notes.md").write_text("Call Anna Maierhofer.")

    known = erase(firm, ANNA)

    assert json.loads((firm / "bets" / "b.json").read_text()) == {
        "objective": f"Keep {ERASED} happy",
        "quote": f"{ERASED} …",
    }
    assert (firm / "notes.md").read_text() == "Call Anna Maierhofer."
    assert [one.name for one in known.places if one.is_left] == ["notes.md"]


def test_a_refresh_before_and_after_keeps_nothing_of_a_customer_who_is_a_person(shop: Path) -> None:
    now = datetime(2025, 12, 1, tzinfo=UTC)
    with open_workspace(shop) as opened:
        refresh_workspace(opened, recorded_at=now)
    log = shop / STATE / "holdouts" / "calls" / "assignments.csv"
    log.parent.mkdir(parents=True)
    log.write_text("customer_id,play,arm\n17850,calls,treated\n17851,calls,holdout\n")

    known = erase(shop, "eva.lind@home.example")
    with open_workspace(shop) as opened:
        refresh_workspace(opened, recorded_at=now)
        ids = [one for (one,) in opened.engine.rows("SELECT customer_id FROM customers ORDER BY 1")]
        orders = opened.engine.rows("SELECT customer_id, COUNT(*) FROM orders GROUP BY 1 ORDER BY 1")

    assert known.who.customers == ("17850",)
    assert ids[0] == "17851"
    assert str(ids[1]).startswith("erased-")
    assert orders == [("17851", 1), (ids[1], 2)]
    assert log.read_text() == f"customer_id,play,arm\n{ids[1]},calls,treated\n17851,calls,holdout\n"
    kept = [path for path in (shop / STATE).rglob("*") if path.is_file()]
    assert [path.name for path in kept if path.suffix == ".sqlite"]
    assert not [path for path in kept if b"eva.lind" in path.read_bytes() or b"17850" in path.read_bytes()]


def test_an_account_is_no_person_and_an_unknown_id_is_said(firm: Path) -> None:
    with open_workspace(firm) as opened:
        with pytest.raises(InputError, match="an account with 2 persons"):
            known_of(opened, "A")
        with pytest.raises(GoneError, match="no person and no customer"):
            known_of(opened, "p-nobody")
        with pytest.raises(InputError, match="empty"):
            known_of(opened, " ")
