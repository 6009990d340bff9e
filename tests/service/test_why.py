"""Why customers leave, in a workspace: a simulated company, small ones with faults, and none."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from holdfast.errors import InputError
from holdfast.reasons.themes.confirming import Confirmed
from holdfast.service.demo import make_demo_company
from holdfast.service.teaching import theme_questions
from holdfast.service.theme_files import CONFIRMED, add_confirmed, confirmed_texts, themes_of, write_starter
from holdfast.service.why import why_in
from holdfast.service.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from holdfast.records.reason import WhyCustomersLeave

CUSTOMERS = [["customer_id", "signed_at"], ["A", "2025-01-01"], ["B", "2025-01-01"], ["C", "2025-01-01"]]
SPANS = [
    [
        "subscription_id",
        "customer_id",
        "started_at",
        "ended_at",
        "state",
        "interval_months",
        "amount_minor",
        "currency",
    ],
    ["S1", "A", "2025-01-01", "2025-06-01", "ended", "1", "1000", "EUR"],
    ["S2", "B", "2025-01-01", "", "active", "12", "12000", "EUR"],
    ["S3", "C", "2025-01-01", "", "active", "1", "1000", "EUR"],
]
TICKETS = [
    ["ticket_id", "customer_id", "opened_at", "reopened", "text"],
    ["T1", "A", "2025-03-01", "0", "The invoice is wrong, write to anna@firm.example"],
    ["T2", "A", "2025-03-02", "0", ""],
    ["T3", "B", "2025-04-01", "0", "Agent: Hello\nCustomer: The export is an empty file"],
    ["T4", "B", "2025-04-02", "0", "x" * 200_000],
]
REASONS = [
    ["customer_id", "left_at", "reason", "text", "source"],
    ["C", "2025-05-01", "price", "Too dear", "form"],
]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo") / "company"
    make_demo_company(made, company="Seed", customers=2_000, seed=7)
    return made


def company(folder: Path, **tables: Sequence[Sequence[str]]) -> Path:
    text = '[company]\nname = "Small"\ntime_zone = "UTC"\ncurrency = "EUR"\n[data]\nas_of = 2025-09-01\n'
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        text += f'[tables.{name}]\nfiles = "{name}.csv"\n'
    (folder / "holdfast.toml").write_text(text, encoding="utf-8")
    return folder


def why(folder: Path) -> WhyCustomersLeave:
    with open_workspace(folder) as opened:
        return why_in(opened)


def test_the_planted_cause_comes_first_and_themes_of_volume_do_not_go_with_leaving(seed: Path) -> None:
    found = why(seed)

    first = found.reasons[0]
    assert (first.theme, first.verdict) == ("integrations", "goes with leaving")
    assert first.low is not None
    assert first.low > 0
    assert first.customers_lost is not None
    assert 15 <= first.customers_lost <= 100
    assert {one.verdict for one in found.reasons if one.theme in {"invoices", "how_to", "export"}} == {
        "no sign"
    }
    assert len(first.quotes) == 3
    assert found.currency == "USD"


def test_reasons_of_leaving_are_told_beside_tickets(seed: Path) -> None:
    exits = {one.reason: one for one in why(seed).exits}

    assert exits["sync errors"].wrote_before / exits["sync errors"].leavers > 0.7
    assert exits["slow start"].wrote_before == 0


def test_the_least_sure_texts_are_asked_about_and_what_is_answered_teaches(seed: Path) -> None:
    with open_workspace(seed) as opened:
        first, *_ = theme_questions(opened, count=3)
        add_confirmed(seed, [Confirmed(first.words, (first.suggested[0].name,))])
        again = theme_questions(opened, count=3)
        found = why_in(opened)
    (seed / CONFIRMED).unlink()

    assert len(first.suggested) == 5
    assert first.words not in {one.words for one in again}
    assert found.confirmed == 1


def test_a_small_company_is_told_what_it_writes_about_and_that_leavers_are_too_few(tmp_path: Path) -> None:
    found = why(
        company(tmp_path, customers=CUSTOMERS, subscriptions=SPANS, tickets=TICKETS, churn_reasons=REASONS)
    )

    assert found.sentence.startswith("Fewer than 30 customers left")
    assert {one.theme for one in found.reasons} >= {"invoices", "export"}
    [quote] = next(one for one in found.reasons if one.theme == "invoices").quotes
    assert quote.words == "The invoice is wrong, write to [e-mail]"
    notes = " ".join(found.notes)
    assert "1 customer gave a reason for leaving and still pay" in notes
    assert "1 row had no words" in notes
    assert "In 1 text an agent's part was left out" in notes
    assert "Of 1 text longer than 5,000 characters" in notes
    assert "Masked in 5 texts" in notes


def test_without_subscriptions_it_says_what_cannot_be_known(tmp_path: Path) -> None:
    found = why(company(tmp_path, customers=CUSTOMERS, tickets=TICKETS))

    assert "not what goes with their leaving" in found.sentence
    assert {one.verdict for one in found.reasons} == {"not weighed"}


@pytest.mark.parametrize(
    ("ended", "said"), [("", "Nobody left in the data"), ("2025-06-01", "Fewer than 30")]
)
def test_nobody_and_everybody_leaving_is_said(tmp_path: Path, ended: str, said: str) -> None:
    spans = [SPANS[0], *([*row[:3], ended, *row[4:]] for row in SPANS[1:])]

    found = why(company(tmp_path, customers=CUSTOMERS, subscriptions=spans, tickets=TICKETS))

    assert found.sentence.startswith(said)
    assert any(note.startswith("Everybody left" if ended else "Nobody left") for note in found.notes)


def test_customers_are_not_compared_by_a_column_that_says_who_left(tmp_path: Path) -> None:
    stands = [[*CUSTOMERS[0], "status", "size"], *([*row, "cancelled", "small"] for row in CUSTOMERS[1:])]

    found = why(company(tmp_path, customers=stands, subscriptions=SPANS, tickets=TICKETS))

    assert [note.partition(",")[0] for note in found.notes if "not adjusted" in note] == [
        "status is not adjusted for"
    ]


def test_no_words_anywhere_give_no_reasons(tmp_path: Path) -> None:
    found = why(company(tmp_path, customers=CUSTOMERS, subscriptions=SPANS, tickets=[TICKETS[0], TICKETS[2]]))

    assert found.reasons == ()
    assert found.texts == 0


def test_a_workspace_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table holds what customers wrote"):
        why(company(tmp_path, customers=CUSTOMERS, subscriptions=SPANS))


def test_a_companys_own_themes_are_used(tmp_path: Path) -> None:
    folder = company(tmp_path, customers=CUSTOMERS, subscriptions=SPANS, tickets=TICKETS)
    (folder / "themes.toml").write_text('[theme.files]\nwords = ["empty file"]\n', encoding="utf-8")

    assert {one.title for one in why(folder).reasons} == {"Files"}


def test_the_starter_is_written_once_and_reads_as_it_was(tmp_path: Path) -> None:
    themes = themes_of(tmp_path)

    write_starter(tmp_path)

    assert themes_of(tmp_path) == themes
    with pytest.raises(InputError, match="it is there already"):
        write_starter(tmp_path)


@pytest.mark.parametrize("line", ["{", "[]", '{"text": 1, "themes": []}', '{"text": "a", "themes": "b"}'])
def test_a_line_of_confirmed_texts_that_cannot_be_read_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / CONFIRMED).write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(InputError, match="line 2"):
        confirmed_texts(tmp_path)


def test_a_text_confirmed_twice_has_its_later_answer(tmp_path: Path) -> None:
    add_confirmed(tmp_path, [Confirmed("a", ("x",)), Confirmed("a", ())])

    assert confirmed_texts(tmp_path) == (Confirmed("a", ()),)
