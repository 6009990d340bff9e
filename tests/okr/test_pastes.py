"""What people paste is read: each form of list, label and dressing, between other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from holdfast.okr.parse import parse_okr

if TYPE_CHECKING:
    from holdfast.okr.model import KeyResult, Objective, OkrDocument

SEED = """EXAMPLE OKR Review: Please review this customer engagement OKR

Can I get some feedback on this OKR my team want to adopt? - thanks

Objective: Increase customer engagement & retention (paying accounts only)

Key results:

  1. Schedule 95% of new customer onboarding calls within 5 days signing
  2. Complete 80% of customer onboarding calls within 10 days of signing
  3. Undertake monthly review call with all accounts over $1m
  4. NPS (Net Promoter Score) up 50 over previous quarter

OKR Type: Team

Time Scale: Quarter

Relevant KPIs:
"""
SEED_RESULTS = (
    "Schedule 95% of new customer onboarding calls within 5 days signing",
    "Complete 80% of customer onboarding calls within 10 days of signing",
    "Undertake monthly review call with all accounts over $1m",
    "NPS (Net Promoter Score) up 50 over previous quarter",
)


def read(text: str) -> OkrDocument:
    document = parse_okr(text, name="-")
    for objective in document.objectives:
        statements: tuple[Objective | KeyResult, ...] = (objective, *objective.key_results)
        for statement in statements:
            assert statement.place is not None
            assert document.text[statement.place.start : statement.place.end] == statement.text
    return document


def results(text: str) -> tuple[str, ...]:
    return tuple(result.text for objective in read(text).objectives for result in objective.key_results)


def test_the_seeds_okr_is_read_with_everything_said_about_it() -> None:
    document = read(SEED)

    (objective,) = document.objectives
    assert objective.text == "Increase customer engagement & retention (paying accounts only)"
    assert tuple(result.text for result in objective.key_results) == SEED_RESULTS
    assert (objective.okr_type, objective.cycle, objective.kpis) == ("Team", "Quarter", ())
    assert [result.place.line for result in objective.key_results if result.place] == [9, 10, 11, 12]


def test_chatter_is_kept_as_unread_with_its_line() -> None:
    document = read(SEED)

    assert document.unread == (
        (1, "EXAMPLE OKR Review: Please review this customer engagement OKR"),
        (3, "Can I get some feedback on this OKR my team want to adopt? - thanks"),
    )


def test_a_review_below_the_okr_adds_no_key_results() -> None:
    review = """
The Objective makes immediate sense, and it puts free customers out of scope
Question: is there an OKR about turning free accounts into paid accounts?

Key result 1: Schedule 95% of new customer onboarding calls within 5 days signing

This reads likes a "do", put something in the diary.

- thanks
"""

    assert results(SEED + review) == SEED_RESULTS
    assert read(SEED + review).objectives[0].kpis == ()


@pytest.mark.parametrize(
    "lines",
    [
        "1. Churn below 3%\n2. NPS of 50",
        "1) Churn below 3%\n2) NPS of 50",
        "(1) Churn below 3%\n(2) NPS of 50",
        "1.Churn below 3%\n2.NPS of 50",
        "a) Churn below 3%\nb) NPS of 50",
        "1️⃣ Churn below 3%\n2️⃣ NPS of 50",
        "- Churn below 3%\n- NPS of 50",
        "* Churn below 3%\n* NPS of 50",
        "• Churn below 3%\n• NPS of 50",
        "•\tChurn below 3%\n•\tNPS of 50",
        "\u2013 Churn below 3%\n\u2013 NPS of 50",
        "- [ ] Churn below 3%\n- [x] NPS of 50",
        "☐ Churn below 3%\n☑ NPS of 50",
        "KR1: Churn below 3%\nKR2: NPS of 50",
        "KR1 - Churn below 3%\nKR2 - NPS of 50",
        "KR1 \u2013 Churn below 3%\nKR2 \u2013 NPS of 50",
        "KR 1. Churn below 3%\nKR 2. NPS of 50",
        "KR#1: Churn below 3%\nKR#2: NPS of 50",
        "- KR1: Churn below 3%\n- KR2: NPS of 50",
        "O1/KR1.1: Churn below 3%\nO1/KR1.2: NPS of 50",
        "Key Result 1: Churn below 3%\nKey Result 2: NPS of 50",
        "**KR1:** Churn below 3%\n**KR2**: NPS of 50",
        "- **KR1: Churn below 3%**\n- **KR2: NPS of 50**",
        "KR1:\nChurn below 3%\nKR2:\nNPS of 50",
        "Churn below 3%\nNPS of 50",
        "\nChurn below 3%\n\nNPS of 50\n",
        "\n  1. Churn below 3%\n\n  2. NPS of 50\n",
        "\t1.\tChurn below 3%\n\t2.\tNPS of 50",
        "1. “Churn below 3%”\n2. “NPS of 50”",
        "1. **Churn below 3%**\n2. **NPS of 50**",
    ],
)
def test_each_way_of_listing_gives_the_same_two_key_results(lines: str) -> None:
    before = "Hi all, what do you think?\n\nObjective: Keep our customers\n\nKey results:\n"
    text = f"{before}{lines}\n\nThanks!\nAna"

    assert results(text) == ("Churn below 3%", "NPS of 50")


@pytest.mark.parametrize(
    "title",
    [
        "Objective: Keep our customers",
        "Objective 1: Keep our customers",
        "O1: Keep our customers",
        "O1 - Keep our customers",
        "**Objective:** Keep our customers",
        "**Objective: Keep our customers**",
        "### Objective: Keep our customers",
        "Objective\nKeep our customers",
        "## Objective\n\nKeep our customers",
        "OBJECTIVE - Q4 (2026):\nKeep our customers",
        "Team objective: “Keep our customers”",
        "Our objective: Keep our customers",
        "Goal: Keep our customers",
        "## Keep our customers",
        "**Keep our customers**",
        "Keep our customers",
    ],
)
def test_each_way_of_naming_the_objective_gives_the_same_one(title: str) -> None:
    document = read(f"{title}\n\nKey results:\n1. NPS of 50\n")

    assert [objective.text for objective in document.objectives] == ["Keep our customers"]


@pytest.mark.parametrize(
    "header",
    [
        "Key results:",
        "Key Results",
        "KRs:",
        "**Key results**",
        "## Key Results (Q4)",
        "Key results for Q4:",
        "As measured by:",
        "KEY RESULTS :",
    ],
)
def test_each_way_of_heading_the_key_results_is_known(header: str) -> None:
    assert results(f"Objective: Keep customers\n{header}\n- NPS of 50\n") == ("NPS of 50",)


def test_windows_line_ends_byte_order_mark_and_tabs_change_nothing() -> None:
    text = "\ufeff" + SEED.replace("\n", "\r\n").replace("  1.", "\t1.")

    assert results(text) == SEED_RESULTS


def test_several_objectives_in_one_paste_keep_their_own_key_results() -> None:
    text = "O1: Keep customers\nKR1.1: NPS of 50\nKR1.2: Churn of 3%\n\nO2: Answer fast\n- Reply in 4 hours\n"

    objectives = read(text).objectives

    assert [(objective.text, len(objective.key_results)) for objective in objectives] == [
        ("Keep customers", 2),
        ("Answer fast", 1),
    ]


def test_a_numbered_key_result_goes_to_the_objective_of_its_number() -> None:
    text = "O1: Keep customers\nO2: Answer fast\nKR1.1: NPS of 50\nKR2.1: Reply in 4 hours\n"

    objectives = read(text).objectives

    assert [objective.key_results[0].text for objective in objectives] == ["NPS of 50", "Reply in 4 hours"]


def test_headings_with_lists_of_key_results_are_objectives() -> None:
    text = (
        "# Q4\n\n## Keep customers\n\n### Key results\n- NPS of 50\n\n"
        "## Answer fast\n\n### Key results\n- Reply in 4 hours\n"
    )

    assert [objective.text for objective in read(text).objectives] == ["Keep customers", "Answer fast"]


def test_a_wrapped_key_result_is_one_statement() -> None:
    text = (
        "Objective: Keep customers\nKey results:\n1. Schedule 95% of calls\n   within 5 days\n2. NPS of 50\n"
    )

    document = read(text)

    assert results(text) == ("Schedule 95% of calls within 5 days", "NPS of 50")
    assert [result.place.line for result in document.objectives[0].key_results if result.place] == [3, 5]


def test_a_key_result_wrapped_by_a_mail_program_is_one_statement() -> None:
    text = (
        "Objective: Keep customers\nKey results:\n"
        "- Schedule 95% of new customer onboarding calls with all accounts\n"
        "within 5 days of signing\n- NPS of 50\n"
    )

    assert results(text) == (
        "Schedule 95% of new customer onboarding calls with all accounts within 5 days of signing",
        "NPS of 50",
    )


def test_a_quoted_mail_is_read_without_its_marks() -> None:
    text = "".join(f"> {line}\n" for line in SEED.splitlines())

    assert results(text) == SEED_RESULTS


def test_a_table_gives_key_results_with_their_owners_and_targets() -> None:
    text = (
        "## Objective: Keep customers\n\n"
        "| # | Key result | Owner | Baseline | Target |\n|---|:---|---|---|--:|\n"
        "| 1 | NPS up to 50 | Ana | 20 | 50 |\n| 2 | Churn of 5 % | Bo | 8 % | 5 % |\n"
    )

    first, second = read(text).objectives[0].key_results

    assert (first.text, first.owner, first.baseline, first.target) == ("NPS up to 50", "Ana", 20, 50)
    assert (second.text, second.owner, second.baseline, second.target) == ("Churn of 5 %", "Bo", 0.08, 0.05)


def test_attributes_under_a_key_result_are_its_own() -> None:
    text = (
        "# Objective: Keep customers\n\nOwner: Cleo\nCycle: 2026-Q4\n\n## Key results\n\n"
        "1. 95% have a date within 5 days\n   - **Owner:** Ana\n"
        "   - Metric: onboarding_scheduled (within_days: 5)\n"
        "   - Segment: plan = enterprise\n   - Baseline: 62%\n   - Target: 95%\n   - Commitment: stretch\n"
        "   - Initiative: Ask for the date in the form\n     - Owner: Bo\n     - Due: 2026-11-01\n"
        "   - [x] Form exists\n2. NPS of 50\n   - Target: +25 % of baseline\n"
    )

    (objective,) = read(text).objectives
    first, second = objective.key_results

    assert (objective.owner, objective.cycle) == ("Cleo", "2026-Q4")
    assert (first.owner, first.baseline, first.target, first.commitment) == (
        "Ana",
        0.62,
        0.95,
        "aspirational",
    )
    assert first.binding is not None
    assert (first.binding.metric, first.binding.parameters) == (
        "onboarding_scheduled",
        (("within_days", "5"),),
    )
    assert first.binding.segment == (("plan", "enterprise"),)
    assert (first.initiatives[0].owner, first.initiatives[0].due) == ("Bo", "2026-11-01")
    assert first.milestones[0].is_done
    assert second.relative_target == 0.25


def test_an_attribute_that_cannot_be_read_is_kept_as_unread() -> None:
    document = read("Objective: Keep customers\nKey results:\n1. NPS of 50\n   - Confidence: quite good\n")

    assert document.unread == ((4, "- Confidence: quite good"),)


@pytest.mark.parametrize("statement", ["42", "95%", "🚀", "العملاء باقون بنسبة 95%", "-20", "50.5"])
def test_an_emoji_another_script_or_a_bare_number_is_a_key_result(statement: str) -> None:
    assert results(f"Objective: Keep customers 💚\nKey results:\n1. {statement}\n") == (statement,)


def test_listed_kpis_are_kept() -> None:
    before = "Objective: Keep customers\nKey results:\n- NPS of 50\n\n"
    text = f"{before}Relevant KPIs:\n- churn\n- NPS\n\nthanks\n- Ana\n"

    assert read(text).objectives[0].kpis == ("churn", "NPS")
    assert results(text) == ("NPS of 50",)


@pytest.mark.parametrize(
    "lines",
    [
        "O2/KR2.1 100% of leavers interviewed\nO2/KR2.2 20 calls held",
        "KR1 100% of leavers interviewed\nKR2 20 calls held",
        "KR 1.1 100% of leavers interviewed\nKR 1.2 20 calls held",
    ],
)
def test_a_numbered_label_may_stand_right_before_a_number(lines: str) -> None:
    assert results(f"Objective: Customers stay\n{lines}\n") == (
        "100% of leavers interviewed",
        "20 calls held",
    )


@pytest.mark.parametrize(
    ("line", "statement", "note"),
    [
        ("Tickets from 5 to 2 — 4.2 as of 3 May", "Tickets from 5 to 2", "4.2 as of 3 May"),
        ("Create help centre — done, 40 articles", "Create help centre", "done, 40 articles"),
        (
            "Churn from 8% to 5% (0.1) - slipped because of the release",
            "Churn from 8% to 5%",
            "slipped because",
        ),
    ],
)
def test_a_note_on_the_state_is_no_part_of_the_sentence(line: str, statement: str, note: str) -> None:
    (result,) = read(f"Objective: Customers stay\nKR1: {line}\n").objectives[0].key_results

    assert result.text == statement
    assert (result.note or "").startswith(note)


def test_participles_behind_a_dash_are_part_of_the_sentence() -> None:
    line = "Onboarding — started, completed and rated 9 by 60% of new customers"

    assert results(f"Objective: Customers stay\nKR1: {line}\n") == (line,)


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Objective: Customers stay</h2><ul><li>Churn from 3% to 2%</li><li>NPS from 30 to 40</li></ul>",
        "<p>Objective: Customers stay</p><p>KR1: Churn from 3% to 2%</p><p>KR2: NPS from 30 to 40</p>",
        "<h2>Objective: Customers stay</h2>\n<ul><li>Churn from 3% to 2%</li><li>NPS from 30 to 40</li></ul>",
    ],
)
def test_html_on_one_line_is_read_block_by_block(text: str) -> None:
    assert results(text) == ("Churn from 3% to 2%", "NPS from 30 to 40")
    assert read(text).objectives[0].text == "Customers stay"


def test_a_numbered_list_may_go_on_above_a_thousand() -> None:
    lines = [f"{number}. Churn of plan {number} below 5%" for number in range(1, 2_101)]

    assert len(results("\n".join(["Objective: Customers stay", "Key results:", *lines]))) == 2_100
    assert len(results("\n".join(["Objective: Customers stay", *(f"KR{line}" for line in lines)]))) == 2_100


@pytest.mark.parametrize("heading", ["Objective - Q4 2026", "OBJECTIVE - H1", "Objective \u2013 2027"])
def test_a_heading_with_a_period_is_no_objective(heading: str) -> None:
    (objective,) = read(f"{heading}\nKeep our customers\nKey results:\n- NPS of 50\n").objectives

    assert objective.text == "Keep our customers"


def test_plain_items_under_a_key_result_are_its_initiatives() -> None:
    text = (
        "Objective: Customers stay\nKey results:\n"
        "- Churn from 8% to 5%\n  - call every leaver\n    - Owner: Bo\n  - [x] contract signed\n"
        "  1. meet 20 leavers\n"
        "- NPS from 20 to 30\n  * is that too much?\n  * EMEA: 25\n  * 25% in EMEA\n  * currently 20\n"
    )

    document = read(text)
    first, second = document.objectives[0].key_results

    assert [(each.text, each.owner) for each in first.initiatives] == [
        ("call every leaver", "Bo"),
        ("meet 20 leavers", None),
    ]
    assert [milestone.text for milestone in first.milestones] == ["contract signed"]
    assert second.initiatives == ()
    assert [number for number, _ in document.unread] == [9, 10, 11, 12]


def test_a_list_under_other_words_belongs_to_no_key_result() -> None:
    text = "Objective: Customers stay\nKR1: NPS from 20 to 30\n"

    for after in (
        "\nNon-goals:\n- new markets\n",
        "Risks:\n- prices\n",
        "\n- Ana\n- Bo\n",
        "\nThanks\n- Ana\n",
    ):
        assert read(text + after).objectives[0].key_results[0].initiatives == ()
    assert read(text + "- call leavers\n").objectives[0].key_results[0].initiatives[0].text == "call leavers"


def test_two_attributes_on_one_line_are_both_read() -> None:
    (result,) = (
        read("Objective: Stay\nKey results:\n- NPS of 50\n  Owner: Jo, Status: red\n")
        .objectives[0]
        .key_results
    )

    assert (result.owner, result.note) == ("Jo", "red")
